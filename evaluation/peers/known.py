"""The table of peers."""

from collections.abc import Callable, Mapping, Sequence

from evaluation.identifiers import Cuespotter, Identifier
from evaluation.peers.audfprint import Audfprint
from evaluation.peers.chromaprint import Chromaprint

PEERS: dict[str, Callable[[Mapping[str, str]], Identifier]] = {
    "audfprint": Audfprint,
    "chromaprint": Chromaprint,
}
"""By the name that ``--identifier`` takes; each is made from (path -> the truth's id)."""
OURS = "cuespotter"
IDENTIFIERS = (OURS, *PEERS)


def identifier_named(name: str, names: Mapping[str, str], asking: Sequence[str] = ()) -> Identifier:
    """Make an identifier; `asking`: further words of ``identify``, for ours."""
    return Cuespotter(names, asking=asking) if name == OURS else PEERS[name](names)
