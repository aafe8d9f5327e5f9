"""Cards on keys that the house had before: genuine, told as such, and given the current keys."""

import pytest

from devices.cards.member_card import read_known
from devices.codec.pointer import CardRecord
from devices.errors import (
    CardGoneError,
    CardKeyError,
    CardLastTryError,
    CardNotOursError,
    CardTakenError,
    VerifyMismatchError,
)
from devices.ic_card import CardKeys, CardWork
from devices.sim.cards.chip import Tear
from devices.sim.cards.sle4442 import SimSle4442
from tests.devices.cards.laid import KEYS, MAKERS, NEW_KEYS, NUMBER, Laid

OLDER = CardKeys(diversifying=bytes(range(90, 106)), sealing=bytes(range(110, 142)))
CHANGED = {"keys": NEW_KEYS, "former": (KEYS, OLDER)}


@pytest.fixture(params=MAKERS)
def laid(request):
    return Laid(MAKERS[request.param]())


@pytest.mark.parametrize("before", [KEYS, OLDER])
def test_a_card_on_former_keys_is_genuine_and_gets_the_current_ones(laid, before):
    laid.work(CardWork.PERSONALISE, keys=before)
    known = read_known(laid.card(), NEW_KEYS, (KEYS, OLDER))
    assert known == (CardRecord(number=NUMBER), before)
    laid.work(CardWork.VERIFY, **CHANGED)
    with pytest.raises(VerifyMismatchError):
        laid.work(CardWork.VERIFY, "1", **CHANGED)
    with pytest.raises(CardTakenError):
        laid.work(CardWork.PERSONALISE, "1", **CHANGED)
    with pytest.raises(CardTakenError):
        laid.work(CardWork.RENEW, "1", **CHANGED)
    laid.work(CardWork.RENEW, **CHANGED)
    assert laid.card().read(NEW_KEYS) == CardRecord(number=NUMBER)
    assert read_known(laid.card(), NEW_KEYS, (KEYS,)) == (CardRecord(number=NUMBER), NEW_KEYS)
    laid.work(CardWork.RENEW, **CHANGED)


def test_no_try_is_lost_on_the_way_to_the_current_keys(laid):
    laid.work(CardWork.PERSONALISE, keys=OLDER)
    tries = getattr(laid.chip, "tries", None), getattr(laid.chip, "counter", None)
    laid.work(CardWork.RENEW, **CHANGED)
    assert (getattr(laid.chip, "tries", None), getattr(laid.chip, "counter", None)) == tries


def test_a_blocked_card_stays_blocked_when_renewed(laid):
    laid.work(CardWork.PERSONALISE)
    laid.work(CardWork.BLOCK, **CHANGED)
    blocked = CardRecord(number=NUMBER, is_blocked=True)
    assert laid.card().read(NEW_KEYS) == blocked
    laid.work(CardWork.RENEW, keys=OLDER, former=(NEW_KEYS,))
    assert laid.card().read(OLDER) == blocked


def test_a_retired_key_opens_nothing_more(laid):
    laid.work(CardWork.PERSONALISE, keys=OLDER)
    before = laid.chip.writes
    with pytest.raises((CardNotOursError, CardKeyError)):
        laid.work(CardWork.RENEW, keys=NEW_KEYS, former=(KEYS,))
    assert laid.chip.writes == before
    assert laid.card().read(OLDER).is_genuine


def test_the_number_meant_is_blocked_and_no_other(laid):
    laid.work(CardWork.PERSONALISE)
    before = laid.chip.writes
    with pytest.raises(CardTakenError):
        laid.work(CardWork.BLOCK, "1")
    assert laid.chip.writes == before
    laid.work(CardWork.BLOCK, NUMBER)
    assert laid.card().read(KEYS).is_blocked


def test_a_renewal_torn_at_any_write_is_mended_by_personalising_anew(laid):
    """After any write the old record or the new one is believed, never another."""
    kind, write = type(laid.chip), 0
    while True:
        write += 1
        torn = Laid(kind())
        torn.work(CardWork.PERSONALISE)
        torn.chip.tear_at(write, Tear.AFTER)
        try:
            torn.work(CardWork.RENEW, keys=NEW_KEYS, former=(KEYS,))
            break
        except CardGoneError:
            pass
        record, _ = read_known(torn.card(), NEW_KEYS, (KEYS,))
        assert not record.is_genuine or record.number == NUMBER
        again = {"keys": NEW_KEYS, "former": (KEYS,)}
        try:
            torn.work(CardWork.RE_PERSONALISE, **again)
        except (CardKeyError, CardLastTryError):
            assert kind is SimSle4442
            torn.work(CardWork.RE_PERSONALISE, may_use_last_try=True, **again)
        assert torn.card().read(NEW_KEYS) == CardRecord(number=NUMBER)
    assert write > 1
