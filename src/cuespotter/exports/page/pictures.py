"""Pictures on a page: files of the user's own and stills, as ``data:`` addresses: nothing is fetched."""

import base64
from dataclasses import dataclass
from pathlib import Path

from cuespotter.errors import ExportError
from cuespotter.lines import one_line

MOST_BYTES = 4_000_000
"""A poster of 2000 x 3000 pixels has one or two megabytes; nobody waits for a page of more."""
JPEG, PNG, GIF = "image/jpeg", "image/png", "image/gif"
WEBP, AVIF = "image/webp", "image/avif"
ENDINGS = {JPEG: ".jpg", PNG: ".png", GIF: ".gif", WEBP: ".webp", AVIF: ".avif"}


@dataclass(frozen=True)
class Picture:
    """A picture of a page.

    Attributes
    ----------
    src : str
        Its address: ``data:``, or a file beside the page.
    alt : str
        What it shows, for who cannot see it.
    """

    src: str
    alt: str


def read_picture(path: Path) -> tuple[bytes, str]:
    """Read a picture that browsers show: its bytes and media type.

    Raises
    ------
    ExportError
        It cannot be read, is no such picture, or is too large to be put into a page.
    """
    shown = one_line(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ExportError(f"the picture {shown} cannot be read: {error.strerror or error}") from error
    return content, check_picture(content, shown)


def check_picture(content: bytes, shown: str) -> str:
    """Give a picture's media type; raises `ExportError` where browsers show none such, or it is too large."""
    kind = media_type(content)
    if kind is None:
        raise ExportError(f"{shown} is no JPEG, PNG, WebP, AVIF or GIF; save the picture as one of these")
    if len(content) > MOST_BYTES:
        raise ExportError(
            f"the picture {shown} has more than {MOST_BYTES // 1_000_000} MB; make it smaller first"
        )
    return kind


def media_type(content: bytes) -> str | None:
    r"""Tell a picture's kind by its first bytes; None where it is none that browsers show.

    Examples
    --------
    >>> media_type(b"\x89PNG\r\n\x1a\n"), media_type(b"<svg")
    ('image/png', None)
    """
    starts = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF87a", GIF), (b"GIF89a", GIF))
    for start, kind in starts:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return AVIF if content[4:12] in (b"ftypavif", b"ftypavis") else None


def data_uri(content: bytes, kind: str) -> str:
    """Write a picture as an address that holds it."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
