"""Questions: what a terminal asks its centre of, and what it is answered; both travel in sealed boxes."""

from __future__ import annotations

from enum import Enum, unique
from typing import Final

import msgspec

from app.loyalty.forms import reader_of

HOUSE: Final = "house"  # kinds of questions
MEMBER: Final = "member"


@unique
class By(Enum):
    """What somebody is asked for by; always one exact value, so that nobody copies the member file."""

    MEMBER = "member"  # the id
    CARD = "card"  # hash of the number
    NUMBER = "number"  # the member's number
    PHONE = "phone"  # in international form


@unique
class Found(Enum):
    """What became of a question."""

    FOUND = "found"
    NOBODY = "nobody"
    TOO_MANY = "too-many"  # this terminal asked too often


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question; for the house both fields are empty."""

    by: By = By.MEMBER
    value: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: what became of it, and the snapshot as ``app.store.snapshot`` reads it."""

    found: Found
    snapshot: bytes = b""


_encoder: Final = msgspec.json.Encoder(order="sorted")
_questions: Final = reader_of(Question)
_replies: Final = reader_of(Reply)


def question_text(one: Question) -> bytes:
    """Write a question."""
    return _encoder.encode(one)


def question_from(text: bytes) -> Question:
    """Read a question.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return _questions.decode(text)


def reply_text(one: Reply) -> bytes:
    """Write an answer."""
    return _encoder.encode(one)


def reply_from(text: bytes) -> Reply:
    """Read an answer.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return _replies.decode(text)
