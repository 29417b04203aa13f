"""A party: a person or house with a share in a work, and what a society needs to know of it."""

from typing import Literal

from pydantic import Field

from cuespotter.model.base import Model

WriterRole = Literal[
    "composer",
    "lyricist",
    "composer_lyricist",
    "arranger",
    "adaptor",
    "translator",
    "sub_arranger",
    "sub_author",
]
PublisherRole = Literal["publisher", "sub_publisher", "administrator", "acquirer", "income_participant"]
PartyRole = WriterRole | PublisherRole

PUBLISHER_ROLES: frozenset[str] = frozenset(
    ["publisher", "sub_publisher", "administrator", "acquirer", "income_participant"]
)

GROUP_SIGNS = "&+/!?"
ARTICLES = frozenset(["the", "los", "las", "les", "die", "das"])
GROUP_WORDS = frozenset(
    """
    and und et of the with vs band orchestra orchester orchestre orquesta ensemble duo trio quartet quintet
    sextet choir chorus chor coro brothers sisters boys girls project collective group crew gang singers
    players philharmonic philharmonia symphony sinfonietta allstars all-stars experience sound system
    """.split()  # noqa: SIM905 (a list of words is easier to read)
)
"""Words that stand in names of groups, and next to never in a person's."""
PERSON_WORDS = frozenset(
    """
    van von der den de del della di da do dos du la le ten ter zu bin ibn al jr sr ii iii
    """.split()  # noqa: SIM905
)
LONG_NAME_WORDS = 4


class Party(Model):
    """One writer or publisher of a work. A share nobody has told is None, never 0."""

    name: str = Field(description="as it is credited: 'Iggy Pop', 'James Osterberg Music'")
    role: PartyRole
    first_name: str | None = Field(default=None, description="a writer's, where a form asks for both")
    last_name: str | None = None
    ipi: str | None = Field(default=None, description="IPI name number, up to eleven digits, as text")
    society: str | None = Field(default=None, description="performing right society, for example 'BMI'")
    share_percent: float | None = Field(default=None, ge=0, le=100, description="share of performing right")

    @property
    def is_publisher(self) -> bool:
        """Whether it stands on the publishers' side of the work."""
        return self.role in PUBLISHER_ROLES

    @property
    def is_parted(self) -> bool:
        """Whether somebody has told first and last name."""
        return self.last_name is not None or self.first_name is not None

    @property
    def split_name(self) -> tuple[str, str]:
        """First and last name as stored, or as 'Last, First'; else the name parted at its last space.

        A group's name is not parted: all of it is the last name.

        Examples
        --------
        >>> Party(name="Ada Marlow", role="composer").split_name
        ('Ada', 'Marlow')
        >>> Party(name="The Quay", role="composer").split_name
        ('', 'The Quay')
        """
        if self.is_parted:
            return self.first_name or "", self.last_name or ""
        last, comma, first = self.name.partition(",")
        if comma and first.strip() and "," not in first:
            return first.strip(), last.strip()
        if is_group(self.name):
            return "", self.name
        first, _, last = self.name.rpartition(" ")
        return first, last


def is_group(name: str) -> bool:
    """Say whether a name reads as a group's and not as a person's.

    It joins several ('Belle and Sebastian'), begins with an article, has a figure, a word for a group, or
    four words and more of which none belongs to a person's name ('van', 'de', 'Jr.').

    Examples
    --------
    >>> [is_group(name) for name in ("Kings of Convenience", "Simon & Garfunkel", "Ludwig van Beethoven")]
    [True, True, False]
    """
    words = [word.strip(".,").casefold() for word in name.split()]
    if any(letter.isdigit() or letter in GROUP_SIGNS for letter in name) or not GROUP_WORDS.isdisjoint(words):
        return True
    begins = len(words) > 1 and words[0] in ARTICLES
    return begins or (len(words) >= LONG_NAME_WORDS and PERSON_WORDS.isdisjoint(words))
