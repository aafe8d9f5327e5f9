"""What a terminal signs, and what travels beside its slips."""

from msgspec.structs import replace

from app.store.push import (
    Beside,
    Push,
    SealedPerson,
    SealedPin,
    beside_from,
    beside_text,
    is_signed,
    sign,
    signing_key_of,
)

KEY = bytes(range(32))
PUSH = Push(
    id="p1", terminal="desk-1", incarnation=1, first=3, last=9, head="ab" * 32, sent_at="2026-11-23T06:00:00+00:00"
)  # fmt: skip


def test_only_the_terminals_key_signs_and_only_what_was_signed() -> None:
    public, signature = signing_key_of(KEY), sign(KEY, PUSH)
    assert is_signed(public, PUSH, signature)
    assert not is_signed(signing_key_of(bytes(32)), PUSH, signature)
    for other in (
        replace(PUSH, last=10),
        replace(PUSH, head="cd" * 32),
        replace(PUSH, terminal="x"),
    ):
        assert not is_signed(public, other, signature)
    assert not is_signed(public, PUSH, signature[:-1])
    assert not is_signed(b"short", PUSH, signature)


def test_what_travels_beside_is_read_as_it_was_written() -> None:
    person = SealedPerson(
        record="r", member="m", wrapped_key=b"\x00w", ciphertext=b"\xffc", tokens=(1, 2**62)
    )
    beside = Beside(
        pins=(SealedPin(id="e", block=b"\x01\x02", ksn="FF"),), record=person, others=(person,)
    )
    assert beside_from(beside_text(beside)) == beside
