"""A small library with a film, made from a seed, and a desk on a copy of it for each test."""

import http.client
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from cuespotter import open_library
from cuespotter.catalogue.store import Catalogue

if find_spec("fastapi") and find_spec(
    "uvicorn"
):  # without them each test module skips itself, with the reason
    import uvicorn

    from cuespotter.web.connections import configured
    from cuespotter.web.desk import Desk
    from cuespotter.web.server import create_app

RATE_HZ = 24000
FILM_S = 60.0
FIRST_AT_S, FIRST_FROM_S, FIRST_S = 5.0, 6.0, 15.0
SECOND_AT_S, SECOND_FROM_S, SECOND_S, SECOND_SPEED = 30.0, 4.0, 18.0, 25 / 24


def make_music(seed: int, seconds: float) -> np.ndarray:
    """Chords of three notes, a new one at each beat, each with its overtones and its decay."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(int(seconds * RATE_HZ))
    place = 0
    while place < len(sound):
        beat = int(chance.uniform(0.15, 0.4) * RATE_HZ)
        times = np.arange(min(2 * beat, len(sound) - place)) / RATE_HZ
        for note in chance.integers(0, 40, 3):
            pitch = 130.0 * 2 ** (note / 12)
            for overtone in range(1, 5):
                sound[place : place + len(times)] += (
                    np.sin(2 * np.pi * pitch * overtone * times) * np.exp(-6 * times) / overtone
                )
        place += beat
    return 0.3 * sound / np.abs(sound).max()


def write_wav(path: Path, sound: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


@dataclass
class Made:
    """A library and a film that was identified in it."""

    folder: Path
    music: Path
    film: Path
    film_id: str


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    base = tmp_path_factory.mktemp("desk")
    music = base / "music"
    music.mkdir()
    sounds = [make_music(seed, 30.0) for seed in (1, 2, 3)]
    for name, sound in zip(("Alder", "Birch", "Cedar"), sounds, strict=True):
        write_wav(music / f"{name}.wav", sound)
    film = np.random.default_rng(9).normal(0, 0.003, int(FILM_S * RATE_HZ))
    first = sounds[0][int(FIRST_FROM_S * RATE_HZ) :][: int(FIRST_S * RATE_HZ)]
    film[int(FIRST_AT_S * RATE_HZ) :][: len(first)] += first
    places = SECOND_FROM_S * RATE_HZ + SECOND_SPEED * np.arange(int(SECOND_S * RATE_HZ))
    film[int(SECOND_AT_S * RATE_HZ) :][: len(places)] += np.interp(
        places, np.arange(len(sounds[1])), sounds[1]
    )
    path = write_wav(base / "Needle.wav", film)
    with open_library(base / "library", create=True) as library:
        library.add([music], jobs=1)
        found = library.identify([path])
    return Made(base / "library", music, path, found.document.film.id)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self):
        return json.loads(self.content)


@dataclass
class Served:
    """A desk at a port of this machine."""

    desk: "Desk"
    port: int
    film_id: str
    made: Made

    @property
    def catalogue(self) -> Catalogue:
        """What lies below the hall, for tests that put something there that no deed makes."""
        return self.desk.library._catalogue

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, body: object = None, *, method: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = None
        if body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent.setdefault("content-type", "application/json")
        connection.request(method or ("GET" if body is None else "POST"), path, content, sent)
        answer = connection.getresponse()
        result = Answer(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        )
        connection.close()
        return result

    def state(self) -> dict:
        return self.ask(f"/api/films/{self.film_id}").json

    def cue(self, number: int = 0) -> tuple[str, str]:
        """Give a cue's id and its revision."""
        state = self.state()
        cue_id = state["document"]["cues"][number]["id"]
        return cue_id, state["cue_revisions"][cue_id]


class _Running:
    """A server in a thread of its own."""

    def __init__(self, desk: "Desk", **guarding: object) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        config = configured(create_app(desk, **guarding), log_level="critical")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join()
        self.socket.close()


@pytest.fixture
def open_desk(made: Made, tmp_path: Path) -> Iterator:
    """Give a function that opens a desk on a fresh copy of the library."""
    running: list[_Running] = []

    def opened(*, roots: list[Path] | None = None, **guarding: object) -> Served:
        folder = tmp_path / f"library-{len(running)}"
        shutil.copytree(made.folder, folder)
        desk = Desk(open_library(folder, who="Ada"), roots=roots or [made.music])
        running.append(_Running(desk, **guarding))
        return Served(desk, running[-1].port, made.film_id, made)

    yield opened
    for one in running:
        one.stop()


@pytest.fixture
def served(open_desk) -> Served:
    return open_desk()


@pytest.fixture
def start(made):
    """Give a function that starts the command; what it started is gone after the test."""
    begun = []

    def started(*options):
        begun.append(_start(made, *options))
        return begun[-1]

    yield started
    for running in begun:
        with running:
            running.kill()


def _start(made, *options):
    command = [
        sys.executable,
        "-m",
        "cuespotter",
        "serve",
        "--library",
        str(made.folder),
        "--port",
        "0",
        *options,
    ]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
