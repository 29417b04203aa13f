from tests.golden.documents import empty, hostile, place, sample

from cuespotter.model import CueSheetHeader, Party, Work
from cuespotter.model.codes import is_iswc
from cuespotter.report.check import check_film


def remarks_of(document):
    return {(remark.row, remark.cue_no, remark.field, remark.gravity) for remark in check_film(document)}


def with_work(work, **changes):
    base = sample()
    cue = base.cues[0].model_copy(update={"work": work, **changes})
    return base.model_copy(update={"cues": [cue]})


PARTY = {"ipi": "00000000199", "society": "PRS"}
WRITER = Party(name="A", role="composer", share_percent=50.0, **PARTY)
HOUSE = Party(name="B", role="publisher", share_percent=50.0, **PARTY)


def test_a_complete_sheet_has_no_remark():
    assert check_film(with_work(Work(title="T", parties=[WRITER, HOUSE]))) == []


def test_what_is_missing_is_told_with_its_row():
    remarks = remarks_of(sample())
    assert (5, "1m04", "title", "missing") in remarks
    assert (5, "1m04", "perception", "missing") in remarks
    assert (3, "1m03s", "status", "unsure") in remarks
    assert (3, "1m03s", "placements", "unsure") in remarks
    assert not any(field == "placements" and cue_no != "1m03s" for _, cue_no, field, _ in remarks)
    assert (3, "1m03s", "work", "missing") in remarks
    assert not any(cue_no == "2m07" for _, cue_no, _, _ in remarks)


def test_each_cue_is_told_once_though_it_has_two_rows():
    texts = [(remark.cue_no, remark.text) for remark in check_film(sample())]
    assert len(texts) == len(set(texts))


def test_shares_must_add_up_to_a_hundred_within_a_hundredth():
    thirds = [WRITER.model_copy(update={"name": name, "share_percent": 33.33}) for name in "ABC"]
    assert not any(
        field == "work.parties" for _, _, field, _ in remarks_of(with_work(Work(title="T", parties=thirds)))
    )
    short = [WRITER, HOUSE.model_copy(update={"share_percent": 49.98})]
    (remark,) = check_film(with_work(Work(title="T", parties=short)))
    assert (remark.gravity, remark.row, remark.text) == (
        "wrong",
        1,
        "the shares add up to 99.98 %, not to 100 %",
    )


def test_a_share_nobody_told_is_missing_and_not_zero():
    some = [WRITER, HOUSE.model_copy(update={"share_percent": None})]
    (remark,) = check_film(with_work(Work(title="T", parties=some)))
    assert (remark.gravity, remark.text) == ("missing", "the share of B is not told")


def test_codes_are_checked():
    assert is_iswc("T0345246801")
    work = Work(title="T", iswc="T-034.524.680-2", parties=[WRITER.model_copy(update={"ipi": "12"}), HOUSE])
    assert {field for _, _, field, gravity in remarks_of(with_work(work)) if gravity == "wrong"} == {
        "work.iswc", "work.parties",
    }  # fmt: skip


def test_a_cue_beyond_the_film_or_hidden_under_another_is_wrong():
    remarks = remarks_of(hostile())
    assert (None, "1m06", "start_s", "wrong") in remarks


def test_a_header_is_asked_for():
    document = sample()
    film = document.film.model_copy(update={"header": CueSheetHeader(), "year": None})
    fields = {
        field for row, _, field, _ in remarks_of(document.model_copy(update={"film": film})) if row is None
    }
    assert fields == {
        "film.header.production_company", "film.header.prepared_by", "film.header.date_prepared", "film.year",
    }  # fmt: skip
    assert (None, None, "cues", "missing") in remarks_of(empty())


def test_public_domain_asks_for_no_ipi_no_share_and_no_publisher():
    work = Work(title="T", parties=[Party(name="J. S. Bach", role="composer", society="PD")])
    assert check_film(with_work(work)) == []
    arranger = Party(name="A", role="arranger", share_percent=100.0, **PARTY)
    arranged = work.model_copy(update={"parties": [*work.parties, arranger]})
    assert check_film(with_work(arranged)) == []


def test_a_writer_of_no_society_needs_a_share_but_no_ipi_and_no_publisher():
    free = Party(name="A", role="composer", society="NS", share_percent=100.0)
    assert check_film(with_work(Work(title="T", parties=[free]))) == []
    (remark,) = check_film(
        with_work(Work(title="T", parties=[free.model_copy(update={"share_percent": None})]))
    )
    assert remark.text == "the share of A is not told"


def test_an_unpublished_work_is_its_writers_alone():
    whole = WRITER.model_copy(update={"share_percent": 100.0})
    assert check_film(with_work(Work(title="T", parties=[whole]))) == []
    texts = [remark.text for remark in check_film(with_work(Work(title="T", parties=[WRITER])))]
    assert texts[0].startswith("no publisher is known; of an unpublished work")


def test_the_origin_of_a_work_for_the_film_or_a_library_settles_that_of_its_recording():
    work = Work(title="T", parties=[WRITER, HOUSE])
    for origin, fields in (
        ("library", set()),
        ("made_for_film", set()),
        ("pre_existing", {"recording_origin"}),
        ("unknown", {"work_origin", "recording_origin"}),
    ):
        document = with_work(work, work_origin=origin, recording_origin="unknown")
        assert {remark.field for remark in check_film(document)} == fields


def test_that_another_mix_is_heard_is_to_be_checked_until_the_cue_is_reviewed():
    for status, said in (("found", 1), ("confirmed", 0)):
        heard = {"status": status, "placements": [place(0.0, 90.0, 0.0, mix=0.1)]}
        document = with_work(Work(title="T", parties=[WRITER, HOUSE]), **heard)
        texts = [remark.text for remark in check_film(document)]
        assert sum("another mix or version of its recording" in text for text in texts) == said


def test_check_digits_of_an_ipi_are_checked():
    wrong = WRITER.model_copy(update={"ipi": "00000000198"})
    (remark,) = check_film(with_work(Work(title="T", parties=[wrong, HOUSE])))
    assert (remark.gravity, remark.text[:20]) == ("wrong", "'00000000198' of A i")
