"""``health``: whether a device can be used, as deep as asked."""

import json
from queue import SimpleQueue
from typing import TextIO

from devices.commands.hands import Act, Person
from devices.errors import DeviceError
from devices.events import DeviceEvent
from devices.lifecycle import HealthLevel
from devices.manager import DeviceManager

_CLAIM_S = 5.0


def show_health(
    uri: str, level: HealthLevel, timeout_s: float, stdout: TextIO, *, as_json: bool
) -> int:
    """Check one device and print the report.

    Returns:
        0 when it is well, else 1.
    """
    events: SimpleQueue[DeviceEvent] = SimpleQueue()
    with DeviceManager(events.put) as manager:
        device = manager.make("device", uri)
        try:
            device.claim(_CLAIM_S)
        except DeviceError as error:
            print(f"not well: {error}", file=stdout)
            return 1
        device.enable()
        if level is HealthLevel.INTERACTIVE and not as_json:
            Person(stdout).do(Act.TRY)
        report = device.check_health(level, timeout_s)
        device.close()
    if as_json:
        found = {"well": report.is_well, "text": report.text, "details": dict(report.details)}
        print(json.dumps(found, ensure_ascii=False), file=stdout)
    else:
        print(f"{'well' if report.is_well else 'not well'}: {report.text}", file=stdout)
        for name, said in report.details.items():
            print(f"  {name}: {said}", file=stdout)
    return 0 if report.is_well else 1
