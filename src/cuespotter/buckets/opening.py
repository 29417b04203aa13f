"""A bucket is opened, and what it refuses is said in one line without any key.

By obstore, for reasons that `cluster.storage` tells.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cuespotter.errors import UsageError
from cuespotter.lines import one_line

if TYPE_CHECKING:
    from obstore.store import ObjectStore

CONNECT_S = 10.0
_LONGEST = 300
_UNTRUSTED = re.compile(r"InvalidCertificate\(\s*(\w+)")
"""Stands deep in what obstore says of a server that is not trusted; its first line does not tell."""
_CODE = re.compile(r"<Code>(\w{1,60})</Code>")
"""S3's own word for what is wrong; the rest of such an answer may name the key that was used."""
_STATUS = "non-2xx status code: "
"""Before it obstore says what it asked for, which may be long and is told anyway."""
_BODY = re.compile(r"(:?\s*<.*|:\s*)$", re.DOTALL)


def open_bucket(place: str, *, answer_s: float, patience_s: float, most_tries: int) -> ObjectStore:
    """Open a bucket; nothing is asked of it yet.

    Parameters
    ----------
    place : str
        A URL, ``s3://bucket/prefix``; keys, region and endpoint come from the environment (``AWS_...``).
    answer_s : float
        An answer that is not there whole after so long is given up.
    patience_s : float
        A request that fails is repeated for so long ...
    most_tries : int
        ... and so often.

    Returns
    -------
    ObjectStore

    Raises
    ------
    UsageError
        There are keys in the URL.
    ModuleNotFoundError
        obstore is not installed.
    """
    from obstore.store import from_url  # noqa: PLC0415 (an extra)

    check_keyless(place)
    # options given here put those of the environment out of force
    is_plain_allowed = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true", "yes"}
    return from_url(
        place,
        client_options={
            "timeout": timedelta(seconds=answer_s),
            "connect_timeout": timedelta(seconds=CONNECT_S),
            "allow_http": is_plain_allowed,
        },
        retry_config={"max_retries": most_tries, "retry_timeout": timedelta(seconds=patience_s)},
    )


def check_keyless(place: str) -> None:
    """Refuse a URL with keys in it, which every message would show."""
    parts = urlsplit(place)
    if "@" in parts.netloc or parts.query:
        raise UsageError(
            f"what lies in a bucket is named {parts.scheme}://BUCKET/... and no more; keys stand in the "
            "environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)"
        )


def refusal(error: Exception) -> str:
    """Say in a few words why a bucket did not do what was asked; what to look at follows in brackets."""
    said = str(error)
    first = _BODY.sub("", said.split("\n", maxsplit=1)[0])
    code, untrusted = _CODE.search(said), _UNTRUSTED.search(said)
    words = one_line(first.rpartition(_STATUS)[2])[:_LONGEST]
    if code is not None:
        words += f" {code[1]}"
    if untrusted is not None:
        words += f": its certificate is not trusted, {untrusted[1]}"
    return (
        f"({words}); check its name, its rights and the "
        "environment (AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT_URL, SSL_CERT_FILE)"
    )
