import contextlib

import pytest

from devices.cards.member_card import do_work
from devices.codec import mifare, pointer, sle4442
from devices.codec import storage_card as storage
from devices.codec.pointer import CardRecord
from devices.errors import (
    CardGoneError,
    CardKeyError,
    CardLastTryError,
    CardLockedError,
    CardNotOursError,
    CardNumberError,
    CardSwappedError,
    CardTakenError,
    CardUnknownError,
    DeviceError,
    VerifyMismatchError,
)
from devices.ic_card import CardOrder, CardWork
from devices.sim.cards.chip import Tear
from devices.sim.cards.desfire_ev1 import SimDesfire
from devices.sim.cards.iso7816 import SimIso7816
from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.sim.cards.sle4442 import SimSle4442
from tests.devices.cards.laid import (
    KEYS,
    MAKERS,
    NEW_KEYS,
    NUMBER,
    Laid,
    fresh_of_the_same_kind,
)


@pytest.fixture(params=MAKERS)
def laid(request):
    return Laid(MAKERS[request.param]())


def test_a_card_goes_through_its_life(laid):
    with pytest.raises(CardNotOursError):
        laid.card().read(KEYS)
    laid.work(CardWork.PERSONALISE)
    assert laid.card().read(KEYS) == CardRecord(number=NUMBER)
    laid.work(CardWork.VERIFY)
    with pytest.raises(VerifyMismatchError):
        laid.work(CardWork.VERIFY, "1")
    with pytest.raises(CardTakenError):
        laid.work(CardWork.PERSONALISE, "1")
    laid.work(CardWork.PERSONALISE)
    laid.work(CardWork.BLOCK, "")
    with pytest.raises(CardTakenError):
        laid.work(CardWork.PERSONALISE)
    assert laid.card().read(KEYS) == CardRecord(number=NUMBER, is_blocked=True)
    laid.work(CardWork.RE_PERSONALISE, "4711")
    assert laid.card().read(KEYS) == CardRecord(number="4711")
    laid.work(CardWork.RE_PERSONALISE, "4712", keys=NEW_KEYS, former=(KEYS,))
    assert laid.card().read(NEW_KEYS) == CardRecord(number="4712")


def test_another_houses_keys_open_nothing(laid):
    laid.work(CardWork.PERSONALISE)
    with contextlib.suppress(CardNotOursError):
        assert not laid.card().read(NEW_KEYS).is_genuine
    with pytest.raises((CardNotOursError, CardKeyError)):
        laid.work(CardWork.RE_PERSONALISE, "1", keys=NEW_KEYS)
    assert laid.card().read(KEYS) == CardRecord(number=NUMBER)


def test_a_card_that_is_not_the_one_meant_stays_as_it_is(laid):
    writes = laid.chip.writes
    with pytest.raises(CardSwappedError):
        laid.work(CardWork.PERSONALISE, uid=b"\1\2\3\4")
    assert laid.chip.writes == writes


def test_a_number_that_does_not_fit_is_refused_before_anything(laid):
    with pytest.raises(CardNumberError):
        laid.work(CardWork.PERSONALISE, "no digits")
    assert laid.chip.writes == 0


def test_a_card_exchanged_at_any_moment_is_never_written(laid):
    """The reader notices nothing, as its two cards answer alike; only the number differs."""
    moments = 0
    while True:
        moments += 1
        first = Laid(type(laid.chip)())
        first.work(CardWork.PERSONALISE)
        other = fresh_of_the_same_kind(first.chip)
        card = first.card()
        order = CardOrder(
            entry_id="e",
            work=CardWork.RE_PERSONALISE,
            uid=card.uid,
            keys=NEW_KEYS,
            number="4711",
            former=(KEYS,),
        )
        sent = 0
        plain = first.transmit

        def transmit(command, first=first, plain=plain, other=other, moment=moments):
            nonlocal sent
            sent += 1
            if sent == moment:
                first.chip = other
            return plain(command)

        card._exchange._transmit = transmit
        try:
            do_work(card, order)
        except DeviceError:
            pass
        else:
            assert sent < moments  # it was done before that moment
            break
        assert other.writes == 0, moments
    assert moments > 8


@pytest.mark.parametrize("how", Tear)
def test_a_card_torn_away_at_any_write_is_mended_by_doing_it_again(laid, how):
    kind = type(laid.chip)
    may_be_lost = how is Tear.HALF and kind in (SimMifareClassic, SimSle4442)
    for former, keys in (((), KEYS), ((KEYS,), NEW_KEYS)):
        write = 0
        while True:
            write += 1
            torn = Laid(kind())
            if former:
                torn.work(CardWork.PERSONALISE, "1", keys=former[0])
            torn.chip.tear_at(write, how)
            work = CardWork.RE_PERSONALISE if former else CardWork.PERSONALISE
            try:
                torn.work(work, keys=keys, former=former)
                break  # there were fewer writes than that
            except CardGoneError:
                pass
            _half_written_is_never_believed(torn, former, keys)
            if may_be_lost and _has_half_a_key(torn.chip):
                with pytest.raises((CardNotOursError, CardKeyError)):
                    torn.work(work, keys=keys, former=former)
                break
            try:
                torn.work(work, keys=keys, former=former)
            except (CardKeyError, CardLastTryError):
                torn.work(work, keys=keys, former=former, may_use_last_try=True)
            assert torn.card().read(keys) == CardRecord(number=NUMBER)
        assert write > 1


def _has_half_a_key(chip):
    """These chips keep no shadow of their keys: half a key is nobody's, and the card is waste."""
    if isinstance(chip, SimMifareClassic):
        return chip.is_locked(1)
    whole = (sle4442.FACTORY_PSC, *(Laid(chip).card()._code(keys) for keys in (KEYS, NEW_KEYS)))
    return chip.code not in whole


def _half_written_is_never_believed(torn, former, keys):
    for tried in (*former, keys):
        try:
            record = torn.card().read(tried)
        except DeviceError:
            continue
        assert not record.is_genuine or record.number in ("1", NUMBER)


# --- MIFARE Classic ---------------------------------------------------------------------------------


def test_a_personalised_mifare_sector_keeps_its_access_bits_and_gives_no_key():
    laid = Laid(SimMifareClassic())
    laid.work(CardWork.PERSONALISE)
    trailer = laid.chip.blocks[7]
    assert mifare.read_access(trailer[6:9]) == mifare.RECORD
    assert not laid.chip.is_locked(1)
    assert trailer[:6] != trailer[10:]
    other = Laid(SimMifareClassic(b"\x04\1\2\3"))
    other.work(CardWork.PERSONALISE)
    assert other.chip.blocks[7] != trailer
    for sector in (0, 2, 15):
        assert laid.chip.blocks[sector * 4 + 3] == SimMifareClassic().blocks[3]


def test_a_mifare_record_copied_to_another_card_is_not_genuine():
    laid, other = Laid(SimMifareClassic()), Laid(SimMifareClassic(b"\x04\1\2\3"))
    laid.work(CardWork.PERSONALISE)
    other.work(CardWork.PERSONALISE, "1")
    other.chip.blocks[4:6] = laid.chip.blocks[4:6]
    assert other.card().read(KEYS) == CardRecord(number=NUMBER, is_genuine=False)


def test_mifare_value_blocks_of_the_simulator():
    chip = SimMifareClassic()
    chip.apdu(storage.load_key(mifare.TRANSPORT_KEY).encode())
    assert chip.apdu(storage.authenticate_old(5, storage.KeyType.A)) == b"\x90\x00"
    steps = storage.ValueStep
    for step, amount in ((steps.STORE, 100), (steps.INCREMENT, 5), (steps.DECREMENT, 7)):
        assert chip.apdu(storage.change_value(5, step, amount).encode()) == b"\x90\x00"
    assert chip.apdu(storage.read_value(5).encode()) == (98).to_bytes(4, "big") + b"\x90\x00"
    assert chip.apdu(storage.FIRMWARE.encode()) == b"ACR122U201"
    assert chip.apdu(storage.led(0x0F).encode()) == b"\x90\x03"
    assert chip.apdu(storage.ATS.encode()) == b"\x6a\x81"


def test_a_chip_locked_by_wrong_access_bits_stays_locked():
    chip = SimMifareClassic()
    chip.apdu(storage.load_key(mifare.TRANSPORT_KEY).encode())
    chip.apdu(storage.authenticate(4, storage.KeyType.A).encode())
    assert chip.apdu(storage.update_block(7, bytes(16)).encode()) == b"\x90\x00"
    assert chip.is_locked(1)
    with pytest.raises(CardNotOursError):
        Laid(chip).work(CardWork.PERSONALISE)


# --- DESFire ----------------------------------------------------------------------------------------


def test_a_desfire_card_has_keys_of_its_own_and_needs_them():
    laid = Laid(SimDesfire())
    laid.work(CardWork.PERSONALISE)
    master, reader = laid.chip.applications[b"PNI"].keys
    family = laid.card().family
    assert master == pointer.access_key(KEYS, laid.chip.uid, family, 0)
    assert reader == pointer.access_key(KEYS, laid.chip.uid, family, 1)
    laid.chip.apdu(bytes.fromhex("905A000003504E4900"))
    assert laid.chip.apdu(bytes.fromhex("90BD0000070100000020000000")) == b"\x91\xae"


def test_a_desfire_answer_changed_on_its_way_is_refused():
    laid = Laid(SimDesfire())
    laid.work(CardWork.PERSONALISE)
    card = laid.card()
    plain = card._exchange._transmit

    def changed(command):
        answer = plain(command)
        return bytes([answer[0] ^ 1]) + answer[1:] if command[1] == 0xBD else answer

    card._exchange._transmit = changed
    with pytest.raises(DeviceError, match="MAC"):
        card.read(KEYS)


def test_a_desfire_that_shows_random_numbers_is_refused():
    with pytest.raises(CardUnknownError, match="random"):
        Laid(SimDesfire(b"\x08\1\2\3")).card()


# --- SLE4442 ----------------------------------------------------------------------------------------


def test_an_sle4442_gets_a_number_that_nobody_changes():
    laid = Laid(SimSle4442())
    assert laid.card().uid == b""
    laid.work(CardWork.PERSONALISE)
    uid = laid.card().uid
    assert len(uid) == 5
    assert set(range(0x1B, 0x20)) <= laid.chip.protected
    laid.work(CardWork.RE_PERSONALISE, "1")
    assert laid.card().uid == uid
    assert laid.chip.code != sle4442.FACTORY_PSC


def test_an_sle4442_whose_tries_were_lost_waits_for_a_supervisor():
    laid = Laid(SimSle4442(appends_protection=True))
    laid.chip.counter = 3
    with pytest.raises(CardLastTryError):
        laid.work(CardWork.PERSONALISE)
    assert laid.chip.counter == 3
    laid.chip.code = b"\1\2\3"
    laid.chip.counter = 1
    with pytest.raises(CardLockedError):
        laid.work(CardWork.PERSONALISE, may_use_last_try=True)
    with pytest.raises(CardLockedError):
        laid.work(CardWork.PERSONALISE, may_use_last_try=True)
    assert laid.chip.writes == 0


def test_an_sle4442_refuses_a_wrong_code_once_and_is_asked_no_more():
    laid = Laid(SimSle4442())
    laid.chip.code = b"\1\2\3"
    with pytest.raises(CardKeyError):
        laid.work(CardWork.PERSONALISE)
    with pytest.raises(CardLastTryError):
        laid.work(CardWork.PERSONALISE)
    assert laid.chip.counter == 3


# --- ISO 7816 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_t0", [False, True])
def test_a_processor_card_with_either_protocol(is_t0):
    laid = Laid(SimIso7816(is_t0=is_t0))
    laid.work(CardWork.PERSONALISE)
    assert laid.card().read(KEYS).is_genuine
    assert laid.chip.tries == 3


def test_the_last_try_of_a_pin_is_a_supervisors():
    laid = Laid(SimIso7816())
    laid.chip.pin = b"12345678"
    with pytest.raises((CardKeyError, CardLastTryError)):
        laid.work(CardWork.PERSONALISE)
    assert laid.chip.tries == 1
    with pytest.raises(CardLastTryError):
        laid.work(CardWork.PERSONALISE)
    assert laid.chip.tries == 1
    with pytest.raises(CardLockedError):
        laid.work(CardWork.PERSONALISE, may_use_last_try=True)
    with pytest.raises(CardLockedError):
        laid.work(CardWork.PERSONALISE)


def test_a_processor_card_without_our_application_is_unknown():
    chip = SimIso7816()
    chip.apdu = lambda command: b"\x6a\x82"
    with pytest.raises(CardUnknownError):
        Laid(chip).card()


def test_a_storage_card_of_another_kind_is_unknown():
    chip = SimMifareClassic()
    chip.atr = storage.storage_atr(3)
    with pytest.raises(CardUnknownError, match="Ultralight"):
        Laid(chip).card()
