"""Certificates of one's own: an authority that signed "localhost", and another one that signed nothing here."""

from dataclasses import dataclass
from pathlib import Path

HOST = "localhost"


@dataclass(frozen=True)
class Certificates:
    """Files: the authority's certificate, another authority's, the server's key and certificate chain."""

    authority: Path
    stranger: Path
    key: Path
    chain: Path


def make_certificates(folder):
    import trustme

    authority, stranger = trustme.CA(), trustme.CA()
    made = Certificates(*(folder / f"{name}.pem" for name in ("authority", "stranger", "key", "chain")))
    served = authority.issue_cert(HOST)
    authority.cert_pem.write_to_path(made.authority)
    stranger.cert_pem.write_to_path(made.stranger)
    served.private_key_pem.write_to_path(made.key)
    for one in served.cert_chain_pems:
        one.write_to_path(made.chain, append=True)
    made.key.chmod(0o600)
    return made
