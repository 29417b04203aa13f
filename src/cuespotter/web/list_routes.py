"""Lists: made, put in order, told of and handed on at the desk."""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response

from cuespotter.errors import CatalogueError, MissingFileError, StaleError, UsageError
from cuespotter.model.kept_list import KeptList, ListKind, ListWords
from cuespotter.services import ExportOptions, PageOptions, revision
from cuespotter.web.desk import Desk
from cuespotter.web.handed import download, preview
from cuespotter.web.list_answers import (
    Addable,
    CueChoice,
    EntryRow,
    EntryWords,
    ListEdit,
    ListForget,
    ListRow,
    ListState,
    ListTold,
    PictureKept,
    PictureSent,
)
from cuespotter.web.names import DeskHere, FilmId, Text

router = APIRouter(prefix="/api", tags=["lists"])
ListName = Annotated[str, Query(alias="name", min_length=1, max_length=200)]
PictureName = Annotated[str, Query(pattern=r"^[0-9a-f]{16}$")]
Suffix = Annotated[str, Query(pattern=r"^\.(html|md|m3u8)$")]
MEDIA_TYPES = {".html": "text/html", ".md": "text/markdown", ".m3u8": "audio/mpegurl"}


@router.get("/lists")
def list_lists(desk: DeskHere) -> list[ListRow]:
    """List the lists that are kept."""
    return [
        ListRow(name=kept.name, kind=kept.kind, entries=len(desk.library.make_list(kept).entries))
        for kept in desk.library.lists()
    ]


@router.get("/lists/one")
def read_list(desk: DeskHere, name: ListName) -> ListState:
    """Give a list, and what is in it now."""
    return _state(desk, desk.library.kept_list(name))


@router.put("/lists/one")
def put_list(desk: DeskHere, edit: ListEdit) -> ListState:
    """Keep a list, if it is still as it was seen."""
    before = _seen(desk, edit.told.name, edit.seen)
    kept = _as_kept(desk, edit.told, before)
    desk.library.keep_list(kept)
    return _state(desk, kept)


@router.post("/lists/forget")
def forget_list(desk: DeskHere, wanted: ListForget) -> list[ListRow]:
    """Forget a list, if it is still as it was seen; gives those that are left."""
    _seen(desk, wanted.name, wanted.seen)
    desk.library.forget_list(wanted.name)
    return list_lists(desk)


@router.get("/lists/choices")
def list_choices(desk: DeskHere, kind: ListKind, text: Text = "") -> list[Addable]:
    """List what can be put into a list: films, recordings or releases that a text or filter fits."""
    made = desk.library.list_choices(kind, text)
    return [Addable(id=one.id, title=one.title, by=one.by, year=one.year) for one in made]


@router.get("/lists/cues/{film_id}")
def list_cues(desk: DeskHere, film_id: FilmId) -> list[CueChoice]:
    """List the cues that can stand for a film in a list."""
    known = desk.film(film_id).id
    return [CueChoice(id=one, words=words) for one, words in desk.library.cue_choices(known).items()]


@router.get("/lists/file", response_class=Response)
def write_list_file(
    desk: DeskHere,
    name: ListName,
    suffix: Suffix,
    *,
    is_fragment: Annotated[bool, Query()] = False,
    is_preview: Annotated[bool, Query()] = False,
) -> Response:
    """Give a list as page, fragment, Markdown or playlist: as a file, or to be looked at."""
    made = desk.library.make_list(desk.library.kept_list(name))
    options = ExportOptions(page=PageOptions(fragment=is_fragment))
    content = desk.library.list_bytes(made, suffix, options)
    if is_preview:
        return preview(content, MEDIA_TYPES[suffix])
    return download(content, MEDIA_TYPES[suffix], title=name, otherwise="list", suffix=suffix)


@router.post("/lists/picture")
def keep_picture(desk: DeskHere, sent: PictureSent) -> PictureKept:
    """Keep a picture for an entry, in the library's folder."""
    try:
        content = base64.b64decode(sent.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UsageError("the picture is not in Base64") from error
    return PictureKept(picture=_token(desk.library.keep_picture(content)))


@router.get("/lists/picture", response_class=Response)
def read_picture(desk: DeskHere, name: ListName, picture: PictureName) -> Response:
    """Give a picture of an entry."""
    path = _pictures(desk, desk.library.kept_list(name)).get(picture)
    if path is None or not path.is_file():
        raise MissingFileError("the picture is not where it was", path=picture)
    content, kind = desk.library.read_picture(path)
    return Response(content, media_type=kind)


def _seen(desk: Desk, name: str, seen: str | None) -> KeptList | None:
    """Make sure that a list is as it was seen; gives it, or None where there was none."""
    before = next((one for one in desk.library.lists() if one.name == name), None)
    if before is None and seen is None:
        return None
    if before is None:
        raise CatalogueError(f"there is no list {name!r} any more; somebody has taken it away")
    if seen is None:
        raise CatalogueError(f"there is a list {name!r} already; give the new one another name")
    if revision(before) != seen:
        raise StaleError(f"the list {name!r} was changed elsewhere since you looked; look again")
    return before


def _as_kept(desk: Desk, told: ListTold, before: KeptList | None) -> KeptList:
    """Make of what was sent what is kept: pictures by their places, links that lead somewhere."""
    pictures = _pictures(desk, before)
    words = []
    for one in told.words:
        if one.link and not one.link.startswith(("http://", "https://")):
            raise UsageError(f"{one.link!r} is no web address; write it whole: https://example.org/page")
        if one.picture is not None and one.picture not in pictures:
            raise UsageError("that picture is not there; choose it again")
        place = None if one.picture is None else str(pictures[one.picture])
        words.append(ListWords(id=one.id, note=one.note, link=one.link or None, picture=place, cue=one.cue))
    said = [one for one in words if one.note or one.link or one.picture or one.cue]
    return KeptList.model_validate({**told.model_dump(exclude={"words"}), "words": said})


def _pictures(desk: Desk, kept: KeptList | None) -> dict[str, Path]:
    """Give the pictures that an entry may have, by their names: those of the list, and those kept here."""
    own = [Path(one.picture) for one in (kept.words if kept is not None else []) if one.picture]
    return {_token(path): path for path in [*desk.library.kept_pictures(), *own]}


def _token(path: Path) -> str:
    return hashlib.sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _state(desk: Desk, kept: KeptList) -> ListState:
    words = [
        EntryWords(
            id=one.id,
            note=one.note,
            link=one.link,
            cue=one.cue,
            picture=None if one.picture is None else _token(Path(one.picture)),
        )
        for one in kept.words
    ]
    told = ListTold.model_construct(**{**kept.model_dump(), "words": words})
    entries = [
        EntryRow(id=one.id, title=one.title, by=one.by, year=one.year, details=list(one.details), cue=one.cue)
        for one in desk.library.make_list(kept).entries
    ]
    return ListState(
        told=told, revision=revision(kept), entries=entries, orders=desk.library.list_orders(kept.kind)
    )
