import json
import subprocess

import pytest
from tests.golden.documents import empty, hostile, sample
from tests.unit.exports.readers import mkvmerge, reader

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import render

SUBTITLES = {"srt": "srt", "webvtt": "vtt", "ass": "ass"}


@pytest.mark.parametrize("name", SUBTITLES)
@pytest.mark.parametrize("document", [sample(), hostile(), empty()], ids=["sample", "hostile", "empty"])
def test_pysubs2_reads_as_many_captions_as_there_are_named_cues(name, document):
    subtitles = reader("pysubs2").SSAFile.from_string(
        render(document, name).decode(), format_=SUBTITLES[name]
    )
    assert len(subtitles) == sum(cue.title_known is not None for cue in document.cues_heard)


@pytest.mark.parametrize("name", SUBTITLES)
def test_captions_begin_with_their_cue_and_say_title_and_artist(name):
    subtitles = reader("pysubs2").SSAFile.from_string(
        render(sample(), name).decode(), format_=SUBTITLES[name]
    )
    second = subtitles[1]
    assert (second.start, second.end) == (184_200, 192_200)
    assert second.plaintext.splitlines() == ["♪ The Crossing", "Mira Sand"]
    last = subtitles[4]
    assert last.plaintext.splitlines() == ["♪ Glass Elevator (12″ Version)", "Nightline"]


def test_captions_last_as_long_as_asked_but_not_beyond_their_cue():
    text = render(sample(), "srt", ExportOptions(now_playing_s=1000)).decode()
    assert "00:00:00,000 --> 00:01:32,480" in text


def test_a_title_cannot_write_a_tag_or_an_arrow_into_subtitles():
    for name in ("srt", "webvtt"):
        lines = render(hostile(), name).decode().splitlines()
        assert all("<" not in line and line.count("-->") == (" --> " in line) for line in lines[1:])
    events = [line for line in render(hostile(), "ass").decode().splitlines() if line.startswith("Dialogue")]
    assert all(line.count("{") == 1 for line in events)


@pytest.fixture
def film(tmp_path):
    """A second of silence in Matroska."""
    import av

    path = tmp_path / "film.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=8000)
        frame.planes[0].update(bytes(16_000))
        frame.sample_rate = 8000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path


def test_mkvmerge_takes_chapters_and_tags_and_the_copy_has_them(film, tmp_path):
    program = mkvmerge()
    chapters, tags, copy = (tmp_path / name for name in ("chapters.xml", "tags.xml", "copy.mkv"))
    chapters.write_bytes(render(sample(), "matroska-chapters"))
    tags.write_bytes(render(sample(), "matroska-tags"))
    command = [program, "-o", str(copy), "--chapters", str(chapters), "--global-tags", str(tags), str(film)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    told = json.loads(subprocess.run([program, "-J", str(copy)], check=True, capture_output=True).stdout)
    assert told["chapters"] == [{"num_entries": 7}]
    assert told["global_tags"][0]["num_entries"] > 20


@pytest.mark.parametrize("document", [empty(), hostile()], ids=["empty", "hostile"])
def test_mkvmerge_takes_the_odd_documents_too(document, film, tmp_path):
    program = mkvmerge()
    chapters, copy = tmp_path / "chapters.xml", tmp_path / "copy.mkv"
    chapters.write_bytes(render(document, "matroska-chapters"))
    command = [program, "-o", str(copy), "--chapters", str(chapters), str(film)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("document", [sample(), hostile(), empty()], ids=["sample", "hostile", "empty"])
def test_ffmpeg_reads_the_chapters_of_its_metadata_file(document, tmp_path):
    import av

    path = tmp_path / "chapters.ffmetadata"
    path.write_bytes(render(document, "ffmetadata"))
    with av.open(str(path), format="ffmetadata") as container:
        found = container.chapters()
        assert len(found) == len(document.cues_heard)
        if document.film.id == "f1":
            assert container.metadata["title"] == "Night Ferry"
            assert found[1]["metadata"]["title"] == "Mira Sand - The Crossing"
            assert float(found[1]["start"] * found[1]["time_base"]) == 184.2


def test_podlove_chapters_have_starts_and_titles():
    etree = reader("lxml.etree")
    root = etree.fromstring(render(sample(), "podlove"))
    assert root.tag == "{http://podlove.org/simple-chapters}chapters"
    assert [chapter.get("start") for chapter in root][:2] == ["00:00:00.000", "00:03:04.200"]


@pytest.mark.parametrize(
    "name", ["xspf", "podlove", "fcp7xml", "fcpxml", "elan", "matroska-chapters", "matroska-tags"]
)
def test_lxml_reads_every_xml_of_the_hostile_document(name):
    etree = reader("lxml.etree")
    root = etree.fromstring(render(hostile(), name))
    assert root is not None


def test_xspf_names_files_titles_and_musicbrainz_ids():
    etree = reader("lxml.etree")
    root = etree.fromstring(render(sample(), "xspf", ExportOptions(music_root="/my music")))
    names = {"x": "http://xspf.org/ns/0/"}
    first = root.find("x:trackList/x:track", names)
    assert first.findtext("x:location", namespaces=names).startswith("file:///my%20music/The%20Quay/")
    assert first.findtext("x:identifier", namespaces=names).endswith("11111111-1111-4111-8111-111111111111")
    assert first.findtext("x:duration", namespaces=names) == "271400"
    assert len(root.findall("x:trackList/x:track", names)) == 5


def test_jspf_names_only_what_musicbrainz_knows_and_counts_the_rest():
    playlist = json.loads(render(sample(), "jspf"))["playlist"]
    assert [track["title"] for track in playlist["track"]] == ["Harbour Lights Off", "The Crossing"]
    assert "Left out, since they have no MusicBrainz id: Old Records" in playlist["annotation"]
    assert json.loads(render(hostile(), "jspf"))["playlist"]["track"] == []


def test_plain_text_and_markdown_say_when_there_is_nothing():
    for name in ("text", "markdown"):
        assert "No music was recognised in this film." in render(empty(), name).decode()


def test_markdown_titles_stay_text():
    text = render(hostile(), "markdown").decode()
    assert "<b>" not in text.replace("\\<b\\>", "")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {6}


def test_credit_lines_name_writers_once_and_claim_nothing_else():
    text = render(sample(), "markdown").decode()
    assert text.count("“The Crossing”. Written by Mira Sand. Performed by Mira Sand") == 1
    assert "waltz" not in text.split("## Credits")[1]
