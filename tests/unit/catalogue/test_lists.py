import sqlite3

import pytest

from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.errors import CuespotterError
from cuespotter.model.kept_list import KeptList, ListWords


def test_a_list_is_kept_changed_and_forgotten_by_its_name(tmp_path):
    words = [ListWords(id="drive", note="Hot pink.", cue="c1")]
    first = KeptList(name="Mine", where='not composer:"John Williams"', order="given", words=words)
    with Catalogue.open(tmp_path, create=True) as catalogue:
        assert catalogue.kept_lists() == []
        catalogue.put_list(first)
        catalogue.put_list(KeptList(name="Also", kind="releases"))
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.kept_list("Mine") == first
        assert [one.name for one in catalogue.kept_lists()] == ["Also", "Mine"]
        catalogue.put_list(first.model_copy(update={"order": "none"}))
        assert [one.order for one in catalogue.kept_lists()] == ["title", "none"]
        assert catalogue.forget_list("Mine")
        assert not catalogue.forget_list("Mine")
        assert catalogue.kept_list("Mine") is None
        assert catalogue.faults() == []


def test_a_damaged_list_is_told(tmp_path):
    with Catalogue.open(tmp_path, create=True) as catalogue:
        catalogue.put_list(KeptList(name="Mine"))
    connection = sqlite3.connect(tmp_path / CATALOGUE_NAME)
    connection.execute("UPDATE lists SET content = replace(content, 'Mine', 'Mind')")
    connection.commit()
    connection.close()
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.faults() == ["the list Mine: its content is not as it was written"]
        with pytest.raises(CuespotterError):
            catalogue.kept_list("Mine")
