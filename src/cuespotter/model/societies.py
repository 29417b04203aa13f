"""Performing right societies, by the names under which cue sheets call them, and what is none.

The list completes and spells; it refuses nothing: there are more societies than it names.
"""

from collections.abc import Mapping

SOCIETIES: Mapping[str, str] = {
    "ABRAMUS": "Brazil",
    "ACUM": "Israel",
    "AKM": "Austria",
    "AMCOS": "Australia",
    "APRA": "Australia",
    "APDAYC": "Peru",
    "ARTISJUS": "Hungary",
    "ASCAP": "United States",
    "BMI": "United States",
    "BUMA": "Netherlands",
    "CASH": "Hong Kong",
    "COMPASS": "Singapore",
    "EAU": "Estonia",
    "GEMA": "Germany",
    "GMR": "United States",
    "HDS-ZAMP": "Croatia",
    "IMRO": "Ireland",
    "IPRS": "India",
    "JASRAC": "Japan",
    "KODA": "Denmark",
    "KOMCA": "Korea",
    "LATGA": "Lithuania",
    "MCSC": "China",
    "MUSICAUTOR": "Bulgaria",
    "NEXTONE": "Japan",
    "OSA": "Czech Republic",
    "PRS": "United Kingdom",
    "SABAM": "Belgium",
    "SACEM": "France",
    "SACM": "Mexico",
    "SADAIC": "Argentina",
    "SAMRO": "South Africa",
    "SAYCO": "Colombia",
    "SCD": "Chile",
    "SESAC": "United States",
    "SGAE": "Spain",
    "SIAE": "Italy",
    "SOCAN": "Canada",
    "SOKOJ": "Serbia",
    "SOZA": "Slovakia",
    "SPA": "Portugal",
    "STEF": "Iceland",
    "STIM": "Sweden",
    "SUISA": "Switzerland",
    "TEOSTO": "Finland",
    "TONO": "Norway",
    "UACRR": "Ukraine",
    "UBC": "Brazil",
    "ZAIKS": "Poland",
}
"""Name -> where it is at home."""
NO_SOCIETY = "NS"
"""As forms write it where a party belongs to none."""
PUBLIC_DOMAIN = "PD"
"""As forms write it where the rights have run out."""
_NONE_WORDS = frozenset({"ns", "non-society", "no society", "none", "non society", "n/a", "not affiliated"})
_DOMAIN_WORDS = frozenset({"pd", "public domain", "dp", "domaine public", "gemeinfrei", "traditional"})


def society_name(text: str) -> str:
    """Write a society as forms do; one that the list does not name stays as it was written.

    Examples
    --------
    >>> [society_name(one) for one in ("ascap", "Public domain", "none", "Zaiks", "My own")]
    ['ASCAP', 'PD', 'NS', 'ZAIKS', 'My own']
    """
    plain = " ".join(text.split())
    if is_public_domain(plain):
        return PUBLIC_DOMAIN
    if is_no_society(plain):
        return NO_SOCIETY
    return plain.upper() if plain.upper() in SOCIETIES else plain


def is_no_society(text: str | None) -> bool:
    """Say whether a party is told to belong to no society."""
    return _folded(text) in _NONE_WORDS


def is_public_domain(text: str | None) -> bool:
    """Say whether a party's rights are told to have run out."""
    return _folded(text) in _DOMAIN_WORDS


def _folded(text: str | None) -> str:
    """Write a name without case, dots and double spaces."""
    return " ".join((text or "").replace(".", "").casefold().split())
