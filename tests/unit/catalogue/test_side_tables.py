import unicodedata
from pathlib import Path

import pytest

from cuespotter.catalogue.side_columns import COLUMNS
from cuespotter.catalogue.side_tables import read_side_tables
from cuespotter.errors import UsageError
from cuespotter.model import Recording

LUST = Recording(id="lust", path="Iggy Pop/Lust for Life.flac", duration_s=313.0, isrc="USVI20000001")
NIGHT = Recording(
    id="night",
    path="Kavinsky/Nightcall.flac",
    duration_s=259.0,
    musicbrainz_work_id="6a1b2c3d-0000-0000-0000-000000000001",
)
COVER = Recording(
    id="cover",
    path="London Grammar/Nightcall.flac",
    duration_s=270.0,
    musicbrainz_work_id=NIGHT.musicbrainz_work_id,
)
LIBRARY = [LUST, NIGHT, COVER]


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str, name: str = "parties.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


def test_parties_meet_recordings_by_isrc(table) -> None:
    path = table(
        "isrc,work_title,iswc,name,role,ipi,society,share\n"
        "US-VI2-00-00001,Lust for Life,T-034.524.680-1,Iggy Pop,CA,00012345678,ASCAP,50\n"
        "USVI20000001,Lust for Life,,David Bowie,composer,,PRS,50%\n"
    )
    lesson = read_side_tables([path], LIBRARY)
    assert lesson.remarks == []
    work = lesson.told["lust"].work
    assert work is not None
    assert (work.title, work.iswc) == ("Lust for Life", "T-034.524.680-1")
    assert [(party.name, party.role, party.share_percent, party.society) for party in work.parties] == [
        ("Iggy Pop", "composer_lyricist", 50.0, "ASCAP"),
        ("David Bowie", "composer", 50.0, "PRS"),
    ]
    assert work.parties[0].ipi == "00012345678"


def test_a_work_id_tells_of_all_its_recordings(table) -> None:
    path = table(
        "musicbrainz_work_id,work_title,name,role\n"
        f"{NIGHT.musicbrainz_work_id},Nightcall,Vincent Belorgey,composer\n"
    )
    assert set(read_side_tables([path], LIBRARY).told) == {"night", "cover"}


def test_versions_and_releases_by_path(table) -> None:
    path = table(
        "path;version;first recorded by;release_title;medium;colour;limited\n"
        "London Grammar/Nightcall.flac;cover;Kavinsky;Drive;vinyl;pink;yes\n"
        "London Grammar/Nightcall.flac;cover;Kavinsky;If You Wait;CD;;no\n"
    )
    told = read_side_tables([path], LIBRARY).told["cover"]
    assert told.version is not None
    assert (told.version.kind, told.version.evidence, told.version.first_recorded_by) == (
        "cover",
        "user",
        "Kavinsky",
    )
    assert [(one.title, one.colour, one.is_limited) for one in told.releases] == [
        ("Drive", "pink", True),
        ("If You Wait", None, False),
    ]


def test_rows_that_meet_nothing_are_named_and_the_rest_is_taken(table) -> None:
    path = table("path,work_title\nnowhere.flac,Nothing\n\nKavinsky/Nightcall.flac,Nightcall\n")
    lesson = read_side_tables([path], LIBRARY)
    assert lesson.remarks == ["row 2 of parties.csv meets no recording: path nowhere.flac"]
    assert set(lesson.told) == {"night"}
    assert lesson.rows == 2


def test_two_tables_that_disagree_are_named_and_neither_is_taken(table) -> None:
    one = table(
        "path,work_title,name,role,share\nKavinsky/Nightcall.flac,Nightcall,V. Belorgey,composer,100\n",
        "a.csv",
    )
    two = table("path,name,role,share\nKavinsky/Nightcall.flac,V. Belorgey,composer,50\n", "b.csv")
    three = table("path,work_title\nKavinsky/Nightcall.flac,Night Call\n", "c.csv")
    lesson = read_side_tables([one, two], LIBRARY)
    assert (lesson.told, lesson.remarks) == (
        {},
        ["row 2 of b.csv disagrees with row 2 of a.csv about V. Belorgey"],
    )
    (remark,) = read_side_tables([one, three], LIBRARY).remarks
    assert remark == "row 2 of c.csv disagrees with row 2 of a.csv: title 'Night Call', not 'Nightcall'"


def test_two_tables_that_agree_are_one(table) -> None:
    text = "path,work_title,name,role,share\nKavinsky/Nightcall.flac,Nightcall,V. Belorgey,composer,100\n"
    lesson = read_side_tables([table(text, "a.csv"), table(text, "b.csv")], LIBRARY)
    work = lesson.told["night"].work
    assert work is not None
    assert len(work.parties) == 1


@pytest.mark.parametrize(
    ("shares", "fine"), [("50 50", True), ("60 50", False), ("40 50", False), ("60 -", True)]
)
def test_shares_must_add_up_where_all_are_known(table, shares: str, fine: bool) -> None:
    first, second = shares.replace("-", "").split(" ")
    path = table(
        "path,work_title,name,role,share\n"
        f"Kavinsky/Nightcall.flac,Nightcall,A,composer,{first}\n"
        f"Kavinsky/Nightcall.flac,Nightcall,B,publisher,{second}\n"
    )
    lesson = read_side_tables([path], LIBRARY)
    assert (set(lesson.told) == {"night"}) is fine
    assert ("add up to" in " ".join(lesson.remarks)) is not fine


def test_a_third_is_a_third(table) -> None:
    rows = "".join(f"Kavinsky/Nightcall.flac,Nightcall,{name},composer,33.33\n" for name in "ABC")
    path = table("path,work_title,name,role,share\n" + rows)
    assert read_side_tables([path], LIBRARY).remarks == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("path,shoe_size\nx,45\n", "column 'shoe_size' that means nothing here"),
        ("work_title\nNightcall\n", "names no recordings"),
        ("", "names no recordings"),
        ("path,work_title\n,Nightcall\n", "row 2 of parties.csv names no recording"),
        ("path,work_title\na,b,c\n", "more cells than"),
        ("path,name,role\nKavinsky/Nightcall.flac,A,drummer\n", "role cannot be 'drummer'"),
        ("path,name,role,share\nKavinsky/Nightcall.flac,A,C,half\n", "share_percent cannot be 'half'"),
        ("path,name\nKavinsky/Nightcall.flac,A\n", "without its name or role"),
        ("path,name,role\nKavinsky/Nightcall.flac,A,C\n", "without its title"),
        ('path,work_title\n"x,y\n', "is no CSV"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_whole(table, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("(", r"\(")):
        read_side_tables([table(text)], LIBRARY)


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_side_tables([tmp_path / "no.csv"], LIBRARY)


def test_what_a_spreadsheet_adds_is_no_matter(table) -> None:
    path = table("Path;Work Title\r\nKavinsky/Nightcall.flac;Nightcall\r\n", encoding="utf-8-sig")
    assert set(read_side_tables([path], LIBRARY).told) == {"night"}


def test_every_column_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "side-tables.md").read_text()
    for column in COLUMNS:
        assert f"`{column}`" in page


def test_a_path_that_two_recordings_have_is_refused_and_both_places_are_named(table) -> None:
    two = [Recording(id=one, path="Album/01.flac", duration_s=1.0) for one in ("disk", "nas")]
    places = {f"/{one.id}/Album/01.flac": one.id for one in two}
    rows = "path,work_title,name,role\nAlbum/01.flac,One,Anna,composer\n"
    lesson = read_side_tables([table(rows)], two, places)
    assert lesson.told == {}
    assert "2 recordings, /disk/Album/01.flac and /nas/Album/01.flac; write the whole" in lesson.remarks[0]
    whole = table(rows.replace("\nAlbum", "\n/nas/Album"))
    assert read_side_tables([whole], two, places).told.keys() == {"nas"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_path_may_be_typed_in_another_form_than_on_disk(table, form) -> None:
    one = Recording(id="r", path=unicodedata.normalize("NFD", "Björk/Jóga.opus"), duration_s=1.0)
    path = unicodedata.normalize(form, "Björk\\Jóga.opus")
    lesson = read_side_tables([table(f"path,work_title,name,role\n{path},J,A,composer\n")], [one])
    assert lesson.told.keys() == {"r"}
