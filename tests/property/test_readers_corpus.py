"""Inputs that the fuzzer found to reach different code of our other readers, read again."""

from pathlib import Path

import pytest
from tests.property.readers_hostile import READERS, patched, read_catalogue, sound_catalogue

from cuespotter.catalogue.store import CATALOGUE_NAME
from cuespotter.cli.main import run

CORPUS = Path(__file__).parent / "readers_corpus"
INPUTS = sorted(path for path in CORPUS.glob("*/*") if path.parent.name in READERS)
CATALOGUES = sorted((CORPUS / "catalogue").iterdir())
SOUND = {
    "document": "read",
    "side_table": "2 rows",
    "template": "794 bytes",
    "catalogue": "2 recordings, 2, 1 films / films read / 1 problems / 2 lost",
}
"""What the readers answer to the first input of each, which nobody has fuzzed."""


def test_there_is_a_corpus_for_every_reader():
    assert {path.parent.name for path in INPUTS} == set(READERS)
    assert len(INPUTS) > 8


@pytest.mark.parametrize("source", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_fuzzed_input_ends_in_an_answer_or_in_one_line(source):
    assert READERS[source.parent.name](source.read_bytes())


@pytest.mark.parametrize("words", ["films", "recordings", "show Night", "stats", "verify", "repair"])
@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.name)
def test_commands_on_a_damaged_catalogue_say_so_in_one_line(source, words, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("cuespotter.cli.main.signal.signal", lambda _number, _handler: None)
    monkeypatch.delenv("CUESPOTTER_CATALOGUE_URL", raising=False)
    (tmp_path / CATALOGUE_NAME).write_bytes(patched(sound_catalogue(), source.read_bytes()))
    with pytest.raises(SystemExit) as left:
        run([*words.split(), "--library", str(tmp_path)])
    err = capsys.readouterr().err
    assert "please report" not in err
    if left.value.code == 2 and words != "repair":  # which names the files that it could not hear, too
        assert err.count("cuespotter: ") == err.count("\n") == 1


@pytest.mark.parametrize("reader", READERS)
def test_a_sound_input_is_read(reader):
    assert READERS[reader]((CORPUS / reader / "0").read_bytes()) == SOUND[reader]


@pytest.mark.parametrize(
    ("here", "there"), [(b"0123456789ab", b"../../../../"), (b"00.ndx", b"../o.x")], ids=["folder", "file"]
)
def test_no_path_in_a_catalogue_is_followed(here, there):
    whole = sound_catalogue()
    places = [place for place in range(len(whole)) if whole.startswith(here, place)]
    patches = b"".join(place.to_bytes(2, "big") + bytes([len(there) - 1]) + there for place in places)
    assert patched(whole, patches).count(there) == len(places) > 0
    assert "LibraryDamagedError" in read_catalogue(patches).split(" / ")[-1]
