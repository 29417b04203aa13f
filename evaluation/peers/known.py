"""The table of peers."""

from collections.abc import Callable, Mapping

from evaluation.identifiers import Identifier
from evaluation.peers.audfprint import Audfprint
from evaluation.peers.chromaprint import Chromaprint

PEERS: dict[str, Callable[[Mapping[str, str]], Identifier]] = {
    "audfprint": Audfprint,
    "chromaprint": Chromaprint,
}
"""By the name that ``evaluation.run --identifier`` takes; each is made from (path -> the truth's id)."""
