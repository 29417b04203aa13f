"""Draws how often answers of each confidence are right: ``python -m evaluation.reliability --help``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

SIDE = 320
"""Length of both axes in the picture's own units."""
MARGIN = 48


def reliability_svg(bins: Sequence[Mapping[str, float]], *, lowest: float = 0.5) -> str:
    """Draw a reliability plot: confidence said against the share that was right.

    Parameters
    ----------
    bins : sequence of mapping
        From `evaluation.score.calibration`: mean_confidence, right, n.
    lowest : float
        Where both axes begin.

    Returns
    -------
    str
        An SVG; a point on the diagonal means what it says, its area is how many answers it is of.
    """

    def place(value: float) -> float:
        return SIDE * (min(max(value, lowest), 1.0) - lowest) / (1.0 - lowest)

    whole = SIDE + 2 * MARGIN
    ticks = [lowest + (1.0 - lowest) * k / 5 for k in range(6)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" role="img">',
        "<title>Reliability of the confidence</title>",
        '<g font-family="sans-serif" font-size="12">',
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<path d="M{MARGIN} {MARGIN}v{SIDE}h{SIDE}" fill="none" stroke="#444"/>',
        f'<path d="M{MARGIN} {MARGIN + SIDE}l{SIDE} {-SIDE}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tick in ticks:
        x, y = MARGIN + place(tick), MARGIN + SIDE - place(tick)
        parts.append(f'<text x="{x:.0f}" y="{MARGIN + SIDE + 18}" text-anchor="middle">{tick:.1f}</text>')
        parts.append(f'<text x="{MARGIN - 8}" y="{y + 4:.0f}" text-anchor="end">{tick:.1f}</text>')
    for row in bins:
        x = MARGIN + place(row["mean_confidence"])
        y = MARGIN + SIDE - place(row["right"])
        radius = 3.0 + 0.45 * float(row["n"]) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#3056b0" opacity=".7"/>')
    parts += [
        f'<text x="{whole / 2:.0f}" y="{whole - 8}" text-anchor="middle">confidence said</text>',
        f'<text transform="translate(13 {whole / 2:.0f}) rotate(-90)" text-anchor="middle">right</text>',
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the plot of a run's results."""
    parser = argparse.ArgumentParser(description="Draw the reliability plot of a run.")
    parser.add_argument("results", type=Path, help="results-cuespotter.json of evaluation.run")
    parser.add_argument("picture", type=Path, help="SVG to write")
    given = parser.parse_args(arguments)
    results = json.loads(given.results.read_text(encoding="utf-8"))
    given.picture.write_text(reliability_svg(results["all"]["calibration"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
