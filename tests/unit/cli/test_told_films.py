from pathlib import Path

TABLE = "film,film_year,film_length,title,artist,year,at\nJuno,2007,1:36:00,Dearest,Buddy Holly,,\nJuno,2007,,Expectations,Belle and Sebastian,1996,0:20\n"


def test_a_film_that_is_told_of_is_listed_and_shown(cuespotter, library: Path, tmp_path: Path):
    table = tmp_path / "films.csv"
    table.write_text(TABLE, encoding="utf-8")
    learnt = cuespotter("learn", table, "--library", library)
    assert (learnt.status, learnt.err) == (0, "2 rows: 0 recordings learnt, 1 films brought up to it\n")
    films = cuespotter("films", "--where", "year:2007", "--library", library).out.splitlines()
    assert films[1].split()[1:] == ["Juno", "2007", "1:36:00", "told"]
    shown = cuespotter("show", "Juno", "--library", library)
    assert [line.split() for line in shown.out.splitlines()] == [
        ["told:", "from", "title", "artist", "year"],
        ["Dearest", "Buddy", "Holly"],
        ["0:20", "Expectations", "Belle", "and", "Sebastian", "1996"],
    ]
    assert shown.err == ""
