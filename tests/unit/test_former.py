import logging

import pytest

from cuespotter import former
from cuespotter.model import FilmDocument


def test_a_variable_of_the_former_name_is_read_with_a_warning(caplog):
    environment = {"NEEDLEDROP_LIBRARY": "/music"}
    with caplog.at_level(logging.WARNING):
        former.adopt_environment(environment)
    assert environment["CUESPOTTER_LIBRARY"] == "/music"
    assert "NEEDLEDROP_LIBRARY is read as CUESPOTTER_LIBRARY" in caplog.text


def test_todays_variable_wins_without_a_word(caplog):
    environment = {"NEEDLEDROP_LIBRARY": "/old", "CUESPOTTER_LIBRARY": "/new"}
    former.adopt_environment(environment)
    assert environment["CUESPOTTER_LIBRARY"] == "/new"
    assert not caplog.text


@pytest.fixture
def old_library(tmp_path):
    (tmp_path / "needledrop").mkdir()
    (tmp_path / "needledrop" / "catalogue.db").write_bytes(b"kept")
    return tmp_path


def test_the_users_library_of_the_former_name_is_taken_over_once(old_library, caplog):
    folder = old_library / "cuespotter"
    assert former.adopt_folder(folder, "catalogue.db") == folder
    assert (folder / "catalogue.db").read_bytes() == b"kept"
    assert "was made under the former name" in caplog.text
    caplog.clear()
    assert former.adopt_folder(folder, "catalogue.db") == folder
    assert not caplog.text


def test_a_library_that_cannot_be_renamed_is_used_where_it_is(old_library, monkeypatch, caplog):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(former.os, "rename", refuse)
    found = former.adopt_folder(old_library / "cuespotter", "catalogue.db")
    assert found == old_library / "needledrop"
    assert "Permission denied" in caplog.text


def test_the_folder_of_the_other_program_of_that_name_is_left_alone(tmp_path):
    (tmp_path / "needledrop").mkdir()
    (tmp_path / "needledrop" / "turntable.toml").write_text("")
    assert former.adopt_folder(tmp_path / "cuespotter", "catalogue.db") == tmp_path / "cuespotter"
    assert (tmp_path / "needledrop" / "turntable.toml").exists()


def test_todays_library_is_preferred_to_one_of_the_former_name(old_library):
    (old_library / "cuespotter").mkdir()
    former.adopt_folder(old_library / "cuespotter", "catalogue.db")
    assert (old_library / "needledrop" / "catalogue.db").exists()


@pytest.mark.parametrize("schema", [{"schema": "needledrop.film/1"}, {}])
def test_a_document_of_the_former_name_is_read_and_written_under_todays(schema):
    film = {
        "id": "f",
        "title": "F",
        "duration_s": 60.0,
        "file": {"name": "f.mkv", "size": 1, "duration_s": 60.0},
    }
    document = FilmDocument.model_validate(schema | {"film": film, "needledrop_version": "0.0.9"})
    written = document.model_dump(mode="json")
    assert written["schema"] == "cuespotter.film/1"
    assert written["cuespotter_version"] == "0.0.9"
    assert "needledrop_version" not in written
