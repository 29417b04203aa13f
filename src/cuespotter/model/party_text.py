"""A party as it is typed: 'composer=Ann Writer, share=50, ipi=00014107338, society=ASCAP'."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from cuespotter.errors import UsageError
from cuespotter.model.party import Party
from cuespotter.model.refusal import refusal
from cuespotter.model.usage import CWR_OF_ROLE

DETAILS: Mapping[str, str] = {
    "share": "share_percent",
    "ipi": "ipi",
    "society": "society",
    "first": "first_name",
    "last": "last_name",
}
"""What may be said of a party -> the model's field."""
ROLE_OF_CODE = {code.casefold(): role for role, code in CWR_OF_ROLE.items()} | {"author": "lyricist"}
"""Roles may be written as the codes of Common Works Registration."""
_DETAIL = re.compile(rf",\s*(?=(?:{'|'.join(DETAILS)})\s*=)", re.IGNORECASE)
"""Where one detail ends: a name may hold commas of its own."""


def role_named(text: str) -> str:
    """Bring a role to the model's spelling; one that is none is given as it is.

    Examples
    --------
    >>> [role_named(one) for one in ("Composer", "CA", "sub publisher", "singer")]
    ['composer', 'composer_lyricist', 'sub_publisher', 'singer']
    """
    role = text.strip().casefold().replace(" ", "_").replace("-", "_")
    return ROLE_OF_CODE.get(role, role)


def read_party(text: str) -> Party:
    """Read a party: its role and name, and behind commas what is known of it.

    Raises
    ------
    UsageError
        The role or a detail is none, or a detail has no such value.

    Examples
    --------
    >>> party = read_party("composer=Ann Writer, share=50, society=ASCAP")
    >>> (party.name, party.role, party.share_percent, party.society)
    ('Ann Writer', 'composer', 50.0, 'ASCAP')
    """
    first, *rest = _DETAIL.split(text)
    role, sign, name = first.partition("=")
    if not sign or role_named(role) not in CWR_OF_ROLE or not name.strip():
        raise UsageError(
            f"{text!r} is no party; write ROLE=NAME, share=50, ipi=..., society=..., with a role of "
            f"{', '.join(CWR_OF_ROLE)}"
        )
    values: dict[str, object] = {"name": name.strip(), "role": role_named(role)}
    for detail in rest:
        key, _, value = detail.partition("=")
        values[DETAILS[key.strip().casefold()]] = value.strip() or None
    share = values.get("share_percent")
    if isinstance(share, str):
        values["share_percent"] = share.removesuffix("%").strip().replace(",", ".")
    unknown = re.search(r",\s*(\w+)\s*=", name)
    if unknown:
        raise UsageError(f"{unknown[1]!r} says nothing of a party; there are {', '.join(DETAILS)}")
    try:
        return Party.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"{text!r}: {refusal(error)}") from error
