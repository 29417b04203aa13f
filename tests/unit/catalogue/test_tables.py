"""Tables as spreadsheets save them."""

import pytest

from cuespotter.catalogue.tables import read_table
from cuespotter.errors import UsageError

KNOWN = {"isrc", "work_title", "name"}
PLAIN = "isrc;work_title;name\r\nGB1;Söng;Anna Ä\r\n"
CELLS = {"isrc": "GB1", "work_title": "Söng", "name": "Anna Ä"}


@pytest.fixture
def read(tmp_path):
    def write_and_read(text, encoding="utf-8"):
        path = tmp_path / "t.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_table(path, KNOWN)

    return write_and_read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_and_encoding_gives_the_same_cells(read, encoding, separator):
    table = read(PLAIN.replace(";", separator), encoding)
    assert table.columns == ("isrc", "work_title", "name")
    assert [row.cells for row in table.rows] == [CELLS]
    assert table.rows[0].place == "row 2 of t.csv"


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\n" + PLAIN,
        "\ufeffsep=;\r\n" + PLAIN,
        '"sep=;"\n' + PLAIN,
        "Sep=\t\n" + PLAIN.replace(";", "\t"),
        ";;\r\n\r\n" + PLAIN,
        "isrc;work_title;name;;\nGB1;Söng;Anna Ä;;\n;;;;\n\n",
        "isrc;;work_title;name\nGB1;;Söng;Anna Ä",
        "isrc;work_title;name\nGB1;Söng;Anna Ä;;;\n",
        '"isrc";"work\ntitle";"Name "\nGB1;"Söng";"Anna\r\nÄ"\n',
        PLAIN.replace("\r\n", "\r"),
        "isrc;work_title;name\nGB1;\u00a0Söng ;Anna\u2028Ä\n",
    ],
)
def test_what_spreadsheets_add_is_no_matter(read, text):
    table = read(text)
    assert table.columns == ("isrc", "work_title", "name")
    assert [row.cells for row in table.rows] == [CELLS]


def test_a_separator_within_quotes_parts_nothing(read):
    assert read('isrc,name\nGB1,"A; ""B"", C; D; E"\n').rows[0].cells["name"] == 'A; "B", C; D; E'


def test_rows_are_counted_as_a_spreadsheet_does(read):
    table = read('\nisrc,name\n"GB\n1",A\n\nGB2,B\n')
    assert [row.place for row in table.rows] == ["row 3 of t.csv", "row 5 of t.csv"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("isrc,,name\nGB1,what,A\n", "row 2 of t.csv holds 'what' in a column that has no name"),
        ("isrc,name\nGB1,A,more\n", "row 2 of t.csv has more cells"),
        ("isrc,name,Name\nGB1,A,B\n", "two columns 'name'"),
        ('isrc,name\nGB1,"open\n', "is no CSV"),
        (b"isrc,name\nGB1,\xff\xc4\x00rger\n", "zero bytes"),
        (b"isrc,name\nGB1,\x00\n", "zero bytes"),
    ],
)
def test_what_is_no_table_is_refused(read, text, words):
    with pytest.raises(UsageError, match=words):
        read(text)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "Renée Ärger"), ("cp1251", "Анна Каренина"), ("shift_jis", "坂本龍一さくら")],
)
def test_a_table_in_an_old_encoding_is_read_with_a_word(read, caplog, encoding, name):
    table = read(f"isrc;name\r\nGB1;{name}\r\n".encode(encoding))
    assert table.rows[0].cells["name"] == name
    assert f"t.csv is not in UTF-8 and was read as {encoding}" in caplog.text
