import pytest

pytest.importorskip("httpx")

from tests.stand_in import WoundClock, standing_in

from cuespotter.online.fetch import Fetcher


@pytest.fixture
def server():
    with standing_in() as told:
        yield told


class Memory(dict):
    def put(self, address, body):
        self[address] = body


@pytest.fixture
def clock():
    return WoundClock()


@pytest.fixture
def kept():
    return Memory()


@pytest.fixture
def fetcher(server, clock, kept):
    one = Fetcher(
        server.base, contact="ann@example.org", kept=kept, version="1.2", timeout_s=3.0, clock=clock
    )
    yield one
    one.close()
