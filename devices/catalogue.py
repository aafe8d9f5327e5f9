"""Which drivers there are, declared in one table, and how an address finds its driver."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from devices.drivers.opening import Opening
from devices.errors import BadUriError
from devices.roles import Device, Role
from devices.wire.uri import DeviceUri, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverSpec:
    """One driver.

    Attributes:
        key: Name in tables and file names.
        title: What it drives, for people.
        roles: What it can be asked for.
        schemes: Schemes of its addresses.
        opens: Makes the device; touches no port before ``start``.
        defaults: Options an address may have, with the value taken when it has none.
        example: An address as people write it.
    """

    key: str
    title: str
    roles: frozenset[Role]
    schemes: tuple[str, ...]
    opens: Callable[[Opening], Device]
    defaults: Mapping[str, str] = field(default_factory=dict)
    example: str


def _driver(module: str) -> Callable[[Opening], Device]:
    """Name a driver that is imported when the first of its devices is opened: a desk has few of them."""

    def opens(opening: Opening) -> Device:
        made: Device = import_module(f"devices.drivers.{module}").from_uri(opening)
        return made

    return opens


_WITHOUT_PORT = ("wedge", "pcsc")
_SERIAL = {"baud": "9600", "mode": "8N1"}

DRIVERS: tuple[DriverSpec, ...] = (
    DriverSpec(
        key="msr_serial",
        title="Serial magnetic stripe reader sending text (also ID TECH frames)",
        roles=frozenset({Role.MSR_READER}),
        schemes=("msr+serial",),
        opens=_driver("msr_serial"),
        defaults=_SERIAL,
        example="msr+serial:/dev/ttyUSB0?baud=9600",
    ),
    DriverSpec(
        key="msr_hid",
        title="USB magnetic stripe reader sending HID reports (MagTek, ID TECH)",
        roles=frozenset({Role.MSR_READER}),
        schemes=("msr+hid",),
        opens=_driver("msr_hid"),
        example="msr+hid:0801:0002",
    ),
    DriverSpec(
        key="wedge",
        title="Magnetic stripe reader typing as a keyboard",
        roles=frozenset({Role.MSR_READER, Role.KEYBOARD_WEDGE}),
        schemes=("wedge",),
        opens=_driver("wedge"),
        defaults={"keys": "layout"},
        example="wedge:?keys=us",
    ),
    DriverSpec(
        key="msr605",
        title="Magnetic stripe encoder MSR605, MSR606, MSR206",
        roles=frozenset({Role.MSR_READER, Role.MSR_WRITER}),
        schemes=("msr605",),
        opens=_driver("msr605"),
        defaults={"baud": "9600"},
        example="msr605:/dev/ttyUSB0",
    ),
    DriverSpec(
        key="pinpad_visa",
        title="PIN pad with VISA second-generation packets (VeriFone, UIC)",
        roles=frozenset({Role.PIN_PAD}),
        schemes=("pinpad-visa",),
        opens=_driver("pinpad_visa"),
        defaults={**_SERIAL, "variant": "uic", "keys": "mksk", "slot": "0"},
        example="pinpad-visa:/dev/ttyUSB1?variant=verifone&keys=dukpt",
    ),
    DriverSpec(
        key="keypad_cn",
        title="Plain Chinese password keypad; PINs travel its cable unencrypted",
        roles=frozenset({Role.PIN_PAD}),
        schemes=("keypad-cn",),
        opens=_driver("keypad_cn"),
        defaults={**_SERIAL, "plain": "forbidden"},
        example="keypad-cn:/dev/ttyUSB2?plain=allowed",
    ),
    DriverSpec(
        key="gsm_modem",
        title="GSM modem for text messages, AT commands (3GPP TS 27.005)",
        roles=frozenset({Role.MODEM}),
        schemes=("gsm",),
        opens=_driver("gsm_modem"),
        defaults={"baud": "115200", "mode": "8N1", "flow": "none"},
        example="gsm:/dev/ttyUSB3?baud=115200",
    ),
    DriverSpec(
        key="escpos",
        title="ESC/POS receipt printer on USB, serial line or TCP 9100",
        roles=frozenset({Role.RECEIPT_PRINTER}),
        schemes=("escpos", "escpos+tcp"),
        opens=_driver("escpos"),
        defaults={
            "baud": "19200",
            "mode": "8N1",
            "flow": "none",
            "paper": "80",
            "profile": "gbk",
            "print": "text",
            "status": "ask",
            "drawer": "none",
        },
        example="escpos+tcp://127.0.0.1:9100",
    ),
    DriverSpec(
        key="pcsc",
        title="IC card reader through PC/SC: MIFARE Classic, DESFire, SLE4442, ISO 7816",
        roles=frozenset({Role.IC_CARD}),
        schemes=("pcsc",),
        opens=_driver("pcsc"),
        example="pcsc:ACS ACR122U",
    ),
)


def spec_for(uri: DeviceUri) -> DriverSpec:
    """Find the driver of an address and check its options.

    Raises:
        BadUriError: No driver has this scheme, an option is not known, or the place is missing.
    """
    for spec in DRIVERS:
        if uri.scheme in spec.schemes:
            _check(uri, spec)
            return spec
    schemes = [scheme for spec in DRIVERS for scheme in spec.schemes]
    raise BadUriError(
        f"no driver for {uri.scheme!r} in {uri.text!r}{nearest(uri.scheme, schemes)};"
        f" known are {', '.join(schemes)}"
    )


def _check(uri: DeviceUri, spec: DriverSpec) -> None:
    for option in uri.options:
        if option not in spec.defaults:
            known = ", ".join(spec.defaults) or "none"
            raise BadUriError(
                f"{spec.key} has no option {option!r}{nearest(option, spec.defaults)};"
                f" known are {known}"
            )
    if uri.scheme in _WITHOUT_PORT:
        return
    needs_host = uri.scheme.endswith("+tcp")
    if not (uri.host if needs_host else uri.path):
        raise BadUriError(f"{uri.text!r} names no port; meant is something like {spec.example}")
