"""Device addresses: ``scheme:path?option=value`` and ``scheme://host:port?option=value``."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl

from devices.errors import BadUriError


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUri:
    """A parsed address.

    Attributes:
        text: As given.
        scheme: Before the first colon, ``msr+serial``.
        path: Path of a port, ``/dev/ttyUSB0`` or ``COM3``; ``""`` when there is none.
        host: Host of a network address, else ``""``.
        port: TCP port, 0 when not given.
        options: After the question mark.
    """

    text: str
    scheme: str
    path: str = ""
    host: str = ""
    port: int = 0
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take an address apart.

        Raises:
            BadUriError: It has no scheme, or a port that is no number; show the message.
        """
        scheme, colon, rest = text.strip().partition(":")
        if not colon or not scheme:
            raise BadUriError(
                f"{text!r} has no scheme; meant is something like msr+serial:/dev/ttyUSB0"
            )
        place, _, query = rest.partition("?")
        options = dict(parse_qsl(query, keep_blank_values=True))
        if not place.startswith("//"):
            return cls(text=text, scheme=scheme.lower(), path=place, options=options)
        host, _, port = place[2:].rstrip("/").rpartition(":")
        if not host:
            host, port = port, "0"
        if not port.isdecimal() or int(port) > 65535:
            raise BadUriError(f"{port!r} in {text!r} is no TCP port; meant is 1 to 65535")
        return cls(
            text=text, scheme=scheme.lower(), host=host.strip("[]"), port=int(port), options=options
        )

    def number(self, option: str, default: int) -> int:
        """Read an option as a whole number.

        Raises:
            BadUriError: It is no number.
        """
        value = self.options.get(option, str(default))
        if not value.isdecimal():
            raise BadUriError(f"{option}={value!r} in {self.text!r} is no whole number")
        return int(value)

    def choice(self, option: str, choices: tuple[str, ...]) -> str:
        """Read an option that has a few values; the first is the default.

        Raises:
            BadUriError: It is none of them.
        """
        value = self.options.get(option, choices[0]).lower()
        if value not in choices:
            raise BadUriError(
                f"{option}={value!r} in {self.text!r}; meant is {' or '.join(choices)}"
                + nearest(value, choices)
            )
        return value


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant: `` (did you mean "…"?)`` or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""
