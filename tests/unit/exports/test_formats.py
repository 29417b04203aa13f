import re
from dataclasses import replace

import pytest
from docs.formats_page import formats_page
from tests.golden.documents import empty, hostile, sample
from tests.golden.renew import HERE, ROOT, generated, golden_content, golden_name

from cuespotter.catalogue.files import KnownFile
from cuespotter.errors import ExportError, UnknownFormatError
from cuespotter.exports.base import ExportOptions, shown
from cuespotter.exports.formats import FORMATS, choose_format, export, notes_on, render
from cuespotter.model.recording import FilmPlace
from cuespotter.report.check import check_film

DOCUMENTS = {"sample": sample, "empty": empty, "hostile": hostile}
PLAIN = [name for name, row in FORMATS.items() if not row.needs_template]
TEXTS = [name for name in PLAIN if FORMATS[name].is_text]


def needed(name):
    """Skip a format whose extra is not installed."""
    if FORMATS[name].needs == "sheets":
        pytest.importorskip("openpyxl", reason="openpyxl, of the extra 'sheets', is not installed")


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_format_writes_every_document_and_twice_the_same(name, document):
    needed(name)
    content = render(document(), name)
    assert content
    assert content == render(document(), name)


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_can_be_decoded_and_ends_its_last_line(name):
    for document in DOCUMENTS.values():
        assert render(document(), name).decode("latin-1" if name == "tono" else "utf-8").endswith("\n")


@pytest.mark.parametrize("name", PLAIN)
def test_every_format_agrees_with_its_golden_file(name):
    needed(name)
    golden = HERE / golden_name(name)
    assert golden.is_file(), f"no golden file for {name}; see tests/golden/README.md"
    assert golden_content(name) == golden.read_bytes()


@pytest.mark.parametrize("path", generated())
def test_generated_documents_are_current(path):
    assert ROOT.joinpath(path).read_text(encoding="utf-8") == generated()[path]


def test_the_page_of_formats_names_each(request):
    assert all(f"`{name}`" in formats_page() for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_chosen_by_name_and_its_first_suffix_is_its_own(name, tmp_path):
    row = FORMATS[name]
    assert choose_format(tmp_path / "whatever", name.upper()) is row
    if row.suffixes:
        assert choose_format(tmp_path / f"A Film{row.suffixes[0].upper()}") is row


def test_the_longest_suffix_wins(tmp_path):
    suffixes = [suffix for row in FORMATS.values() for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_an_unknown_name_lists_the_known(tmp_path):
    with pytest.raises(UnknownFormatError, match=r"no format is called 'mp3'; known are json, html"):
        export(sample(), tmp_path / "x.json", format_name="mp3")
    with pytest.raises(UnknownFormatError, match=r"'?x\.mp3'? does not tell a format; name one of json"):
        export(sample(), tmp_path / "x.mp3")
    assert list(tmp_path.iterdir()) == []


def test_an_export_replaces_the_old_file_and_leaves_nothing_beside(tmp_path):
    target = tmp_path / "film.json"
    target.write_text("old")
    target.chmod(0o640)
    assert export(sample(), target).name == "json"
    assert target.read_bytes() == render(sample(), "json")
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_followed(tmp_path):
    real = tmp_path / "real.json"
    real.write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to(real)
    export(sample(), link)
    assert link.is_symlink()
    assert real.read_bytes() == render(sample(), "json")


def test_a_folder_and_a_missing_folder_are_refused_in_one_line(tmp_path):
    (tmp_path / "a.json").mkdir()
    with pytest.raises(ExportError, match="is a folder; name a file") as caught:
        export(sample(), tmp_path / "a.json")
    assert "\n" not in caught.value.message
    with pytest.raises(ExportError, match=r"there is no folder .* make it first") as caught:
        export(sample(), tmp_path / "new\nline" / "a.json")
    assert "\n" not in caught.value.message


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "film.json"
    target.write_text("old")

    def no_space(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cuespotter.exports.base.os.fsync", no_space)
    with pytest.raises(ExportError, match="No space left on device; nothing was changed"):
        export(sample(), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_device_is_written_straight(tmp_path):
    from pathlib import Path

    assert export(sample(), Path("/dev/null"), format_name="json").name == "json"
    assert not Path("/dev/null").is_file()


def test_a_name_of_any_letters_is_shown_on_one_line():
    from pathlib import Path

    assert shown(Path("a\nb")) == "a\\nb"
    assert shown(Path("é b")) == "é b"


FOR_PROGRAMS = ("json", "csv", "tsv", "otio", "jams")
"""Formats whose values are the schema's: programs read them, and their pages say so."""


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("odd", ["\udce9", "\ud800\x00", "\x1b[31m\ufffe\x85"])
def test_names_of_any_bytes_stand_in_every_format(name, odd):
    needed(name)
    document = sample()
    cues = [
        cue.model_copy(
            update={
                "title": f"Title{odd}",
                "notes": f"Note{odd}",
                "recording": cue.recording
                and cue.recording.model_copy(update={"artist": f"Artist{odd}", "path": f"a{odd}/b.mp3"}),
            }
        )
        for cue in document.cues
    ]
    film = document.film.model_copy(update={"title": f"Film{odd}"})
    odd_one = document.model_copy(update={"film": film, "cues": cues})
    content = render(odd_one, name)
    if FORMATS[name].is_text:
        text = content.decode("latin-1" if name == "tono" else "utf-8")
        assert not any("\ud800" <= letter <= "\udfff" for letter in text)
    notes_on(odd_one, name)


@pytest.mark.parametrize("year", [-5, 0, 1, 99_999_999_999])
def test_an_absurd_year_is_told_and_not_drawn(year):
    document = sample()
    odd = document.model_copy(update={"film": document.film.model_copy(update={"year": year})})
    page = render(odd, "html").decode()
    assert len(page) < 2 * len(render(document, "html"))
    assert 'class="years"' not in page


@pytest.mark.parametrize("name", [name for name in PLAIN if name not in FOR_PROGRAMS])
def test_no_raw_name_of_an_answer_reaches_people(name):
    needed(name)
    document = sample()
    answers = {
        "status": "edited",
        "film_part": "main_title",
        "perception": "not_heard",
        "work_origin": "made_for_film",
        "recording_origin": "pre_existing",
    }
    cues = [cue.model_copy(update=answers) for cue in document.cues]
    cues += [cues[0].model_copy(update={"id": "z", "perception": "unseen_source", "film_part": "end_title"})]
    told = render(document.model_copy(update={"cues": cues}), name)
    if FORMATS[name].needs == "sheets":
        from tests.golden.renew import cells_as_text

        told = cells_as_text(told)
    raw = rb"not_heard|unseen_source|main_title|end_title|made_for_film|pre_existing|unnamed_music|_origin\b"
    assert re.findall(raw, told) == []


def test_cue_sheets_say_how_much_is_missing_and_other_formats_do_not():
    sheets = {name for name, row in FORMATS.items() if row.is_sheet}
    assert sheets == {"cuesheet", "xlsx", "rapidcue", "columns", "prs", "apra", "tono"}
    missing = f"{len(check_film(sample()))} things are missing or unsure, see check"
    assert notes_on(sample(), "cuesheet") == [missing]
    assert notes_on(sample(), "srt") == []


@pytest.mark.parametrize("name", ["m3u8", "xspf", "jspf"])
def test_an_empty_playlist_says_why_in_the_file_and_to_who_writes_it(name):
    assert notes_on(empty(), name) == ["the playlist is empty: no music was found in the film"]
    assert "mpty: no music was found in the film" in render(empty(), name).decode()


def test_a_jspf_without_musicbrainz_ids_says_why_it_is_empty():
    document = sample()
    cues = [
        cue.model_copy(
            update={
                "recording": cue.recording
                and cue.recording.model_copy(update={"musicbrainz_recording_id": None})
            }
        )
        for cue in document.cues
    ]
    (said,) = notes_on(document.model_copy(update={"cues": cues}), "jspf")
    assert said.startswith("the playlist is empty: none of the 5 recordings has a MusicBrainz id")


def remembered(document):
    """The same film, with every recording known from a film and by no file."""
    place = FilmPlace(film_id="f1", film_title="Film", start_s=1.0, end_s=9.0)
    cues = [
        cue.model_copy(
            update={"recording": cue.recording and cue.recording.model_copy(update={"heard_in": place})}
        )
        for cue in document.cues
    ]
    return document.model_copy(update={"cues": cues})


@pytest.mark.parametrize("name", ["m3u8", "xspf", "jspf"])
def test_a_playlist_of_remembered_music_alone_says_that_it_has_no_files(name):
    (said,) = notes_on(remembered(sample()), name)
    assert "none has a recording with a file: " in said
    assert " remembered from a film, which has none to play; add the music" in said


@pytest.mark.parametrize("name", ["m3u8", "xspf"])
def test_a_playlist_says_where_files_are_gone_and_still_names_them(name, tmp_path):
    options, files = _told_where_files_are_gone(name, tmp_path)
    assert all(one.encode() in render(sample(), name, options=options) for one in files)


@pytest.mark.parametrize("name", ["otio", "fcp7xml", "fcpxml", "cmx3600"])
def test_what_an_editor_opens_says_where_files_are_gone(name, tmp_path):
    options, files = _told_where_files_are_gone(name, tmp_path)
    assert str(tmp_path).encode() in render(sample(), name, options=options)
    assert notes_on(sample(), name, replace(options, music_files=files, music_root="/elsewhere")) == []


def _told_where_files_are_gone(name, tmp_path):
    """See that it is said of all files that they are gone, and of none once they are there."""
    recordings = {cue.recording.id for cue in sample().cues_heard if cue.recording is not None}
    files = {one: KnownFile(str(tmp_path / one), str(tmp_path), 1, 1, one) for one in recordings}
    options = ExportOptions(music_files=files)
    (said,) = notes_on(sample(), name, options)
    assert said.startswith(f"of {len(files)} of {len(files)} recordings no file lies where this says")
    for one in recordings:
        (tmp_path / one).touch()
    assert notes_on(sample(), name, options) == []
    return options, files
