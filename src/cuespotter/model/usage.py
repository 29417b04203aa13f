"""The codes of the societies, derived by table from the answers that a cue stores.

An answer that nobody has given gives no code: a code is never guessed. The tables of PRS and APRA follow
the words of their public guides (theme, background, featured; commissioned, production, commercial);
the sheets themselves are the user's.
"""

from dataclasses import dataclass
from typing import Literal

from cuespotter.model.cue import Cue

UsageScheme = Literal["us", "cwr", "ddex", "prs", "apra"]

US_OF_PART = {"logo": "logo", "main_title": "MT", "end_title": "ET"}
"""Film part to United States cue sheet code; the body asks the next table."""
US_OF_BODY = {
    (True, "instrumental"): "VI",
    (True, "vocal"): "VV",
    (False, "instrumental"): "BI",
    (False, "vocal"): "BV",
}
"""(is it seen, vocal or not) to United States cue sheet code."""
CWR_OF_PART = {"logo": "L", "main_title": "T", "end_title": "T"}
DDEX_OF_CWR = {
    "L": "AudioLogo",
    "T": "Theme",
    "V": "OnScreenMusic",
    "B": "Background",
    "R": "RolledUpCue",
}
PRS_OF_ORIGIN = {"made_for_film": "X", "library": "L", "pre_existing": "P"}
"""Specially composed, production library, published commercially."""
APRA_OF_ORIGIN = {
    "made_for_film": "Specially Commissioned",
    "library": "Production Music",
    "pre_existing": "Commercial",
}
CWR_OF_ROLE = {
    "composer": "C",
    "lyricist": "A",
    "composer_lyricist": "CA",
    "arranger": "AR",
    "adaptor": "AD",
    "translator": "TR",
    "sub_arranger": "SR",
    "sub_author": "SA",
    "publisher": "E",
    "sub_publisher": "SE",
    "administrator": "AM",
    "acquirer": "AQ",
    "income_participant": "PA",
}
"""A party's role to the designation codes of Common Works Registration."""


@dataclass(frozen=True)
class SocietyCodes:
    """What one society's sheet writes for a cue; None where the answers do not suffice."""

    usage: str | None
    origin: str | None


def us_code(cue: Cue) -> str | None:
    """Derive the United States usage code of a cue.

    Logo gives 'logo', main title 'MT', end title 'ET'; in the body, what is seen gives 'VI' or 'VV', all
    other music 'BI' or 'BV'. A film part nobody has named counts as body.

    Returns
    -------
    str or None
        None while perception or vocal is unknown in the body.
    """
    if cue.film_part in US_OF_PART:
        return US_OF_PART[cue.film_part]
    if cue.perception is None or cue.vocal is None:
        return None
    return US_OF_BODY[cue.perception == "seen", cue.vocal]


def cwr_code(cue: Cue) -> str | None:
    """Derive the letter of Common Works Registration: L logo, T titles, V seen, B else, R rolled up."""
    if cue.is_rolled_up:
        return "R"
    if cue.film_part in CWR_OF_PART:
        return CWR_OF_PART[cue.film_part]
    if cue.perception is None:
        return None
    return "V" if cue.perception == "seen" else "B"


def ddex_code(cue: Cue) -> str | None:
    """Derive the cue use type of DDEX, by its letter of Common Works Registration."""
    letter = cwr_code(cue)
    return None if letter is None else DDEX_OF_CWR[letter]


def is_featured(cue: Cue) -> bool | None:
    """Say whether the characters hear the music, or it was marked as featured; None while unknown."""
    if cue.prominence is not None:
        return cue.prominence == "featured"
    return None if cue.perception is None else cue.perception != "not_heard"


def prs_codes(cue: Cue) -> SocietyCodes:
    """Derive usage T (theme), F (featured) or B (background), and origin X, L or P, as PRS and BBC ask."""
    if cue.film_part in ("main_title", "end_title"):
        return SocietyCodes("T", PRS_OF_ORIGIN.get(cue.work_origin))
    featured = is_featured(cue)
    usage = None if featured is None else ("F" if featured else "B")
    return SocietyCodes(usage, PRS_OF_ORIGIN.get(cue.work_origin))


def apra_codes(cue: Cue) -> SocietyCodes:
    """Derive usage Theme, Featured or Background, and the work's origin in APRA's words."""
    words = {"T": "Theme", "F": "Featured", "B": "Background"}
    usage = prs_codes(cue).usage
    return SocietyCodes(None if usage is None else words[usage], APRA_OF_ORIGIN.get(cue.work_origin))


def usage_code(cue: Cue, scheme: UsageScheme) -> str | None:
    """Derive a cue's usage code in any scheme.

    Parameters
    ----------
    cue : Cue
        The cue with its answers.
    scheme : {'us', 'cwr', 'ddex', 'prs', 'apra'}
        Whose code is wanted.

    Returns
    -------
    str or None
        The code; None while an answer is missing.
    """
    match scheme:
        case "us":
            return us_code(cue)
        case "cwr":
            return cwr_code(cue)
        case "ddex":
            return ddex_code(cue)
        case "prs":
            return prs_codes(cue).usage
        case "apra":
            return apra_codes(cue).usage
