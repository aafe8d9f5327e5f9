"""What the tests of PIN pads share: keys, an account, a request, and how an entry ends."""

from devices.events import (
    PinCancelled,
    PinEntered,
    PinFailed,
    PinTimedOut,
)
from devices.roles import PinRequest

SESSION_KEY = bytes.fromhex("AB8C1234567890EF1122334455667788")
WORKING_KEY = "6B985B7EE398D9B23EB3B72576BBBE83"
ACCOUNT = "4012345678909"
ENDS = (PinEntered, PinCancelled, PinTimedOut, PinFailed)


def request(entry_id="e", account=ACCOUNT, **more):
    return PinRequest(
        **{"entry_id": entry_id, "account_digits": account, "working_key": WORKING_KEY, **more}
    )


def ends(events):
    return [event for event in events.all if isinstance(event, ENDS)]
