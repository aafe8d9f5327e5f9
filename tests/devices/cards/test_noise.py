"""Whatever a card answers: an error of ours, in a bounded number of commands."""

import pytest

from devices.cards.exchange import Exchange
from devices.cards.identify import identify
from devices.cards.member_card import do_work
from devices.codec import apdu, sle4442
from devices.codec import storage_card as storage
from devices.errors import DeviceError, WrongAnswerError
from devices.ic_card import CardOrder, CardWork
from devices.sim.cards import desfire_ev1, iso7816
from devices.sim.cards.chip import SimNoise, TornError
from tests.devices.cards.laid import KEYS, MAKERS, NUMBER, Laid

ROUNDS = 10_000
MOST_COMMANDS = 400
ATRS = {
    "mifare-classic": storage.storage_atr(1),
    "desfire-ev1": desfire_ev1.ATR,
    "sle4442": sle4442.ATR,
    "iso7816": iso7816.ATR,
}


@pytest.mark.parametrize("family", ATRS)
def test_random_answers_end_in_errors_of_ours(family):
    """Half of the rounds are noise from the start, half begin with a good card that turns to noise."""
    told = 0
    for seed in range(ROUNDS):
        noise = SimNoise(ATRS[family], seed)
        laid = Laid(MAKERS[family]())
        turns_at = seed // 2 % 24 if seed % 2 else 0
        sent = 0

        def transmit(command, noise=noise, laid=laid, turns_at=turns_at):
            nonlocal sent
            sent += 1
            return laid.chip.apdu(command) if sent <= turns_at else noise.apdu(command)

        works = list(CardWork)
        try:
            card = identify(ATRS[family], Exchange(transmit, laid.reset))
            do_work(
                card,
                CardOrder(
                    entry_id="e", work=works[seed % 4], uid=card.uid, keys=KEYS, number=NUMBER
                ),
            )
            card.read(KEYS)
        except DeviceError:
            told += 1
        except TornError:
            pytest.fail("nobody tears")
        assert sent < MOST_COMMANDS
    assert told > ROUNDS * 0.9


@pytest.mark.parametrize("answer", ["6110", "6c10", "ff6110", "6100"])
def test_an_answer_that_never_ends_is_given_up(answer):
    exchange = Exchange(lambda command: bytes.fromhex(answer))
    with pytest.raises((WrongAnswerError, DeviceError)):
        exchange.ask(apdu.read_binary(1, 8))


def test_both_detours_of_t0_are_followed():
    answers = {
        "00B0810008": "6c04",
        "00B0810004": "61026103"[:4],
        "00C0000002": "aabb6101",
        "00C0000001": "cc9000",
    }
    exchange = Exchange(lambda command: bytes.fromhex(answers[command.hex().upper()]))
    assert exchange.ask(apdu.read_binary(1, 8)) == b"\xaa\xbb\xcc"
