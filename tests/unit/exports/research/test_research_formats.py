import pytest
from tests.golden.documents import empty, hostile, sample
from tests.unit.exports.readers import reader

from cuespotter.exports.formats import render

DOCUMENTS = pytest.mark.parametrize(
    "document", [sample(), hostile(), empty()], ids=["sample", "hostile", "empty"]
)


@DOCUMENTS
@pytest.mark.filterwarnings("ignore")
def test_jams_validates_against_its_own_schema(document, tmp_path):
    jams = reader("jams")
    path = tmp_path / "film.jams"
    path.write_bytes(render(document, "jams"))
    annotation = jams.load(str(path), validate=True, strict=True).annotations[0]
    placements = sum(max(1, len(cue.placements)) for cue in document.cues_heard)
    assert len(annotation.data) == placements
    if document.film.id == "f1":
        assert annotation.data[0].value == "The Quay - Harbour Lights Off"


@DOCUMENTS
@pytest.mark.filterwarnings("ignore")
def test_elan_files_are_read_with_every_layer_on_its_tier(document, tmp_path):
    pympi = reader("pympi")
    path = tmp_path / "film.eaf"
    path.write_bytes(render(document, "elan"))
    eaf = pympi.Elan.Eaf(str(path))
    read = [entry for tier in eaf.get_tier_names() for entry in eaf.get_annotation_data_for_tier(tier)]
    assert len(read) == len(document.cues_heard)
    if document.film.id == "f1":
        assert sorted(read)[1][:3] == (184_200, 431_900, "1m02 Mira Sand - The Crossing")
        assert list(eaf.get_tier_names()) == ["Music 1", "Music 2"]


def test_audacity_labels_are_three_columns():
    for document in (sample(), hostile()):
        rows = [line.split("\t") for line in render(document, "audacity").decode().splitlines()]
        assert {len(row) for row in rows} == {3}
    assert (
        render(sample(), "audacity").decode().splitlines()[2]
        == "184.200000\t431.900000\t1m02 Mira Sand - The Crossing"
    )


def test_tsv_has_as_many_columns_in_every_row():
    rows = [line.split("\t") for line in render(hostile(), "tsv").decode().splitlines()]
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == 7
