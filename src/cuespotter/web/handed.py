"""Files that the desk hands on: to be looked at within it, or to be kept under a plain name."""

from __future__ import annotations

from fastapi import Response

from cuespotter.web.guard import PREVIEW_POLICY


def preview(content: bytes, media_type: str) -> Response:
    """Show a file within the desk: a page as a page that may do nothing, anything else as text."""
    kind = "text/html; charset=utf-8" if media_type == "text/html" else "text/plain; charset=utf-8"
    return Response(content, media_type=kind, headers={"content-security-policy": PREVIEW_POLICY})


def download(content: bytes, media_type: str, *, title: str, otherwise: str, suffix: str) -> Response:
    """Give a file to be kept, named by a title in plain letters; `otherwise` where it has none."""
    kept = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in title)
    name = (kept.strip("-") or otherwise) + suffix
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
