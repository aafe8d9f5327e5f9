"""Random streams for drivers, and who listens for secrets meanwhile."""

import gc
import logging
import tracemalloc

import pytest

STREAMS = 10_000
MOST_S = 2.0
MOST_GROWTH = 256 * 1024


class Listener(logging.Handler):
    """Looks for secrets in every log line and keeps nothing else."""

    def __init__(self, secrets):
        super().__init__(logging.DEBUG)
        self.secrets = [secret.upper() for secret in secrets]
        self.told = []

    def emit(self, record):
        line = record.getMessage().upper()
        self.told += [secret for secret in self.secrets if secret in line]


def stream(chance, frames):
    """Noise; or what the device really says, whole, torn, doubled or with a bit turned over."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(1, 64))
    data = bytearray(b"".join(chance.choices(frames, k=chance.randint(1, 3))))
    match chance.randrange(4):
        case 0:
            del data[chance.randrange(len(data)) :]
        case 1:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case 2:
            data[chance.randrange(len(data)) : 0] = chance.randbytes(4)
    return bytes(data)


@pytest.fixture
def listened():
    """Listen to the devices' log, and to nothing that pytest would keep."""
    log = logging.getLogger("devices")
    level = log.level
    made = []

    def listen(secrets):
        made.append(Listener(secrets))
        log.addHandler(made[-1])
        log.setLevel(logging.DEBUG)
        log.propagate = False
        return made[-1]

    yield listen
    for one in made:
        log.removeHandler(one)
    log.setLevel(level)
    log.propagate = True


def traced():
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
