"""What counts as the opening and the closing of a series' episodes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SeriesSettings:
    """How episodes are held against each other (series/). Nobody forgives a wrong skip: if in doubt, none."""

    head_s: float = 900.0
    """An opening begins in the first quarter of an hour: the longest cold opens take so long ..."""
    tail_s: float = 600.0
    """... and a closing in the last ten minutes, before a preview of the next episode ..."""
    edge_share: float = 1 / 3
    """... and both in this share of an episode at its ends: what returns in the middle is score."""
    least_s: float = 10.0
    """Shorter ones are stings and logos, and nobody skips them."""
    most_opening_s: float = 180.0
    """What is shared for longer is no opening: a recap, a double episode, one file twice."""
    most_closing_s: float = 420.0
    """Closings of films in parts are longer."""
    least_episodes: int = 3
    """Music in two episodes is score that returns, or a scene told again ..."""
    least_share: float = 0.4
    """... and so is what stands in fewer of the episodes compared."""
    copy_s: float = 2.0
    """Two files whose lengths differ by no more, ..."""
    copy_share: float = 0.8
    """... and which share so much of their beginnings at one stretch, are one episode, coded twice."""
    neighbours: int = 12
    """Episodes nearest in order that each is held against: openings change from season to season."""
    fan_out: int = 3
    """Neighbours paired with each peak, as of a recording."""
    step_cents: float = 25.0
    """Cells in which peaks of two episodes meet; they differ by a coder's work, a few cents."""
    most_lines: int = 12
    """Differences of time looked at for two episodes, those with most votes: a loop has several."""
    most_rounds: int = 3
    """Times that two episodes vote: what was found has no vote any more, so that a theme hides no opening."""
    least_deviation: float = 9.0
    """Standard deviations of chance by which the votes for a difference of time stand out of those around it:
    chance reaches 7.5, in mono as in 5.1; 12 s of music that is talked over has 10 and more."""
    blur_s: float = 2.0
    """Peaks are counted over so long: the pauses between notes are music."""
    least_match: float = 0.2
    """Share of peaks that meet where the same music plays under loud speech."""
    line_gap_s: float = 8.0
    """What stops for no longer, and goes on at the same difference of time, is one ..."""
    gap_s: float = 5.0
    """... and what goes on at another after a shorter pause was cut."""
    pause_s: float = 1.5
    """What lies between two stretches of music and is longer than a pause parts them, if it is not as long in
    another episode: they are two pieces."""
    same_piece_share: float = 0.5
    """Two episodes' stretches are one piece where so much of the shorter is shared ..."""
    complete_share: float = 0.5
    """... and an occurrence is complete that is so long, as a share of what most episodes have."""
    often_share: float = 0.75
    """Of two pieces, one that stands in less than this share of the other's episodes is rather not it ..."""
    order_share: float = 0.75
    """... nor one that comes after the other in this share of the episodes which have both ..."""
    returns_share: float = 0.3
    """... nor one that is heard twice in more than this share of its episodes, if the other is not."""
    least_faint_match: float = 0.1
    """Share of the peaks which two episodes have in common that meet where a third is talked over."""
    least_gain_s: float = 4.0
    """By so much must what is found so be longer than what was found of the episode without."""
    least_evidence: float = 30.0
    """Log likelihood ratio of the peaks that meet and those that do not, over a whole stretch."""
    least_line_s: float = 4.0
    """Two episodes that share less at one difference of time share nothing there."""
