"""Forms read from text: what is known of a form is built once, by one thread.

msgspec builds that when a form is first read. Two threads that do so at once read what is half built, and
the process dies; it happened when the poster's thread and the desk both read the programme at the start.
"""

from __future__ import annotations

import threading
from typing import Any, Final, TypeVar

import msgspec

T = TypeVar("T")
_making: Final = threading.Lock()
_readers: Final[dict[Any, msgspec.json.Decoder[Any]]] = {}  # noqa: TID251 - here


def reader_of(form: type[T]) -> msgspec.json.Decoder[T]:  # noqa: TID251 - here
    """Return the reader of a form; it may be used by any thread.

    Args:
        form: A record, or anything else that msgspec knows.
    """
    found = _readers.get(form)
    if found is None:
        with _making:
            found = _readers.get(form)
            if found is None:
                found = _readers[form] = msgspec.json.Decoder(form)  # noqa: TID251 - here
    return found


def converted(value: object, form: type[T]) -> T:
    """Turn plain values (of TOML, of a setting) into a form.

    Raises:
        msgspec.ValidationError: They do not fit; the message says where.
    """
    reader_of(form)  # builds what is known of it
    return msgspec.convert(value, form)  # noqa: TID251 - here
