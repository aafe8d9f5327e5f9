"""The contract that every device keeps, tried on a simulator or on one that is plugged in.

Source:
    JavaPOS contracts 1.16 (UnifiedPOS): states, exclusive claim, one event for one arming, health check.
"""

import json
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import gmtime, monotonic, strftime
from typing import TextIO

from devices.commands.hands import Act, Hands
from devices.commands.key_source import Keyboard
from devices.commands.role_checks import checks_of
from devices.commands.trial import (
    CLAIM_S,
    Check,
    NotTriedError,
    Trial,
    held,
    is_ready,
    must,
    tried,
)
from devices.errors import DeviceError, NotClaimedError, PortBusyError
from devices.lifecycle import DeviceState, HealthLevel
from devices.roles import Device, Role

_CYCLES = 10
_CLOSE_S = 2.0


def conform(
    uri: str, hands: Hands, stdout: TextIO, *, as_json: bool, keyboard: Keyboard | None = None
) -> int:
    """Run the whole suite and print its report.

    Args:
        uri: Address of the device.
        hands: Who swipes, types and pulls cables.
        stdout: Where the report goes.
        as_json: As one JSON object.
        keyboard: Where live keys come from, for a reader that types.

    Returns:
        0 when every check that could be made was well, else 1.

    Raises:
        BadUriError: The address is wrong.
    """
    trial = Trial(uri, hands, keyboard)
    if not as_json:
        print(f"Conformance of {trial.spec.title} at {uri}", file=stdout)
        print(f"{strftime('%Y-%m-%d %H:%M', gmtime())} UTC, {_machine()}", file=stdout)
    found: list[Check] = []
    for name, check in (*_life(trial), *checks_of(trial), *_cable(trial)):
        is_lost = found and found[0].is_well is False
        found.append(_left_out(name) if is_lost else tried(name, check))
        if not as_json:
            print(_line(found[-1]), file=stdout, flush=True)
    failed = sum(one.is_well is False for one in found)
    left_out = sum(one.is_well is None for one in found)
    if as_json:
        print(json.dumps(_object(uri, trial, found), ensure_ascii=False), file=stdout)
    else:
        print(
            f"{len(found) - failed - left_out} well, {failed} failed, {left_out} not tried",
            file=stdout,
        )
    return 1 if failed else 0


def _left_out(name: str) -> Check:
    return Check(name=name, is_well=None, said="the device cannot be claimed", seconds=0.0)


def _machine() -> str:
    return f"{platform.system()} {platform.release()}, Python {platform.python_version()}"


def _line(check: Check) -> str:
    mark = {True: "well  ", False: "FAILED", None: "-     "}[check.is_well]
    return f"  {mark} {check.name}: {check.said} ({check.seconds:.2f} s)"


def _object(uri: str, trial: Trial, found: list[Check]) -> dict[str, object]:
    return {
        "uri": uri,
        "driver": trial.spec.key,
        "machine": _machine(),
        "checks": [
            {
                "name": one.name,
                "well": one.is_well,
                "said": one.said,
                "seconds": round(one.seconds, 3),
            }
            for one in found
        ],
        "well": all(one.is_well is not False for one in found),
    }


Named = tuple[str, Callable[[], str]]


@contextmanager
def _made(trial: Trial) -> Iterator[Device]:
    device = trial.make()
    try:
        yield device
    finally:
        device.close()


def _life(trial: Trial) -> Iterator[Named]:
    yield "claimed within 5 s, enabled, disabled, released", lambda: _states(trial)
    yield "not enabled before it is claimed", lambda: _order(trial)
    yield "claimed by one only", lambda: _exclusive(trial)
    yield "health, asked inside", lambda: _health(trial, HealthLevel.INTERNAL)
    yield "health, the device asked", lambda: _health(trial, HealthLevel.EXTERNAL)
    yield f"opened and closed {_CYCLES} times, nothing left behind", lambda: _cycles(trial)


def _states(trial: Trial) -> str:
    with _made(trial) as device:
        must(device.state is DeviceState.OPENED, f"a new device is {device.state.value}")
        started = monotonic()
        device.claim(CLAIM_S)
        took = monotonic() - started
        must(device.state is DeviceState.CLAIMED, f"claimed, it is {device.state.value}")
        device.enable()
        must(is_ready(device), f"enabled, it is {device.state.value}")
        device.disable()
        trial.until(  # it may have to end what was under way
            lambda: device.state is DeviceState.CLAIMED, _CLOSE_S, "disabled, it is not idle"
        )
        device.release()
        must(device.state is DeviceState.OPENED, f"released, it is {device.state.value}")
    must(device.state is DeviceState.CLOSED, f"closed, it is {device.state.value}")
    return f"ready after {took * 1000:.0f} ms"


def _order(trial: Trial) -> str:
    with _made(trial) as device:
        try:
            device.enable()
        except NotClaimedError:
            return "refused"
    must(is_so=False, otherwise="enabled without being claimed")
    return ""


def _exclusive(trial: Trial) -> str:
    if not trial.has_own_port:
        raise NotTriedError("its port may be shared")
    with _made(trial) as first, _made(trial) as second:
        first.claim(CLAIM_S)
        try:
            second.claim(0.3)
        except PortBusyError:
            return "the second is refused"
        except DeviceError as error:
            must(is_so=False, otherwise=f"the second is refused with {error.code}, not port-busy")
    must(is_so=False, otherwise="two hold one port")
    return ""


def _health(trial: Trial, level: HealthLevel) -> str:
    device = trial.ready()
    try:
        report = device.check_health(level)
    finally:
        device.close()
    must(report.is_well, report.text)
    return ", ".join(f"{name} {said}" for name, said in report.details.items()) or report.text


def _cycles(trial: Trial) -> str:
    trial.ready().close()
    before, slowest = held(), 0.0
    for _ in range(_CYCLES):
        device = trial.ready()
        started = monotonic()
        device.close()
        slowest = max(slowest, monotonic() - started)
    must(slowest <= _CLOSE_S, f"closing took {slowest:.1f} s")
    trial.until(
        lambda: held() <= before, 1.0, f"threads and descriptors: {before} before, {held()} after"
    )
    return f"closed within {slowest * 1000:.0f} ms"


def _cable(trial: Trial) -> Iterator[Named]:
    yield "cable out, told as lost; in again, ready by itself", lambda: _replugged(trial)


def _replugged(trial: Trial) -> str:
    if Role.KEYBOARD_WEDGE in trial.spec.roles:
        raise NotTriedError("whether a reader that types is plugged in cannot be known")
    device = trial.ready()
    try:
        started = monotonic()
        trial.act(Act.UNPLUG)
        patience = trial.hands.patience_s
        trial.until(lambda: not is_ready(device), patience, "an unplugged device stays ready")
        lost = monotonic() - started
        trial.act(Act.PLUG)
        trial.until(lambda: is_ready(device), patience, "a plugged-in device does not come back")
    finally:
        device.close()
    return f"lost after {lost * 1000:.0f} ms"
