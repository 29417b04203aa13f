"""``cuespotter suggest``: answers that nobody has given yet, with reasons; and taking them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.reviewing import WhoOption
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.cli.tables import Column
    from cuespotter.model import FilmDocument
    from cuespotter.services import Library

COLUMNS: tuple[Column, ...] = (
    ("cue", "left", False),
    ("title", "left", True),
    ("answer", "left", False),
    ("sure", "right", False),
    ("because", "left", True),
)


def command(
    *,
    film: FilmArgument,
    hear: Annotated[
        bool, typer.Option("--hear", help="Hear whether a voice sings in each cue, and keep it.")
    ] = False,
    take: Annotated[
        float | None,
        typer.Option("--take", min=0.5, max=1, metavar="P", help="Answer what is so likely or likelier."),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Suggest who sings, what is score, and what is older.

    Dates prove what is older than the film; all else suggests, and is no answer until it is taken. Voices are
    heard in the recording itself, over the part that the film uses; that needs the extra 'hearing'.

    Example:  cuespotter suggest drive.mkv --hear --take 0.95
    """
    from cuespotter.cli.tables import print_listing

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_library(library, catalogue, who=who) as opened:
        if hear:
            with voice.bar("hearing voices") as bar:
                _, remarks = opened.hear_voices(film, report=bar.show)
            for remark in remarks:
                voice.complain(remark)
        taken = None if take is None else opened.take_suggestions(film, least=take)[1]
        document = opened.film(film)
        rows = _rows(opened, document)
        shares = [opened.shares(document), opened.shares_suggested(document)]
    if taken is not None:
        voice.say(f"{taken} answers taken" if taken else "nothing that is suggested is so likely")
    print_listing(
        rows,
        form,
        voice,
        record=dict,
        columns=COLUMNS,
        cells=lambda row: [str(row[name]) for name in ("cue", "title", "said", "sure", "because")],
        nothing="nothing is suggested: all is answered, or nothing is known",
    )
    if form != "table" or not rows:
        return
    bounds = [one.score_share.bounds for one in shares]
    voice.say(f"score share {_share(bounds[0])}; with what is suggested {_share(bounds[1])}")


def _rows(opened: Library, document: FilmDocument) -> list[dict[str, object]]:
    """Give each suggestion as a row."""
    from cuespotter.services import answer_phrase, percent_text, title_of

    cues = {cue.id: cue for cue in document.cues_heard}
    return [
        {
            "cue": cues[key].cue_no,
            "title": title_of(cues[key]),
            "field": one.field,
            "value": one.value,
            "said": answer_phrase(one.field, one.value),
            "confidence": round(one.confidence, 4),
            "sure": "by dates" if one.is_proved else percent_text(one.confidence),
            "because": "; ".join(one.reasons),
        }
        for key, suggested in opened.suggestions(document).items()
        for one in suggested
    ]


def _share(bounds: tuple[float, float] | None) -> str:
    """Write a share with its bounds."""
    from cuespotter.services import percent_text

    if bounds is None:
        return "not known"
    lower, upper = map(percent_text, bounds)
    return lower if lower == upper else f"{lower} to {upper}"
