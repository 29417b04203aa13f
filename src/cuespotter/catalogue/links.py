"""The link to a database server: one that is cut without a word holds nobody up.

A cable that is pulled, a router that is switched off, a firewall that forgets: no packet says so.
Left to itself, Linux tries for 2 minutes to connect and for 15 to be heard, and a server keeps what a machine
that is gone had locked for 2 hours. Both ends are told here to give up sooner: the client when it connects,
the server right after.
"""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import URL, Engine, event

PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "4",
    "tcp_user_timeout": "30000",
}
"""Of the client, in seconds but for the last, which is in ms: half a lease, so that a worker that is cut off
knows it before it is taken for dead, and a cable that is moved to another socket costs nothing."""
SERVERS_PATIENCE = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
    "tcp_user_timeout": "30000",
    "idle_in_transaction_session_timeout": "600000",
}
"""Of the server, as above; the last, in ms, is for a machine that answers while its program does not: what it
has locked is free again. No transaction of ours rests for minutes between two statements."""
_DRIVERS = ("psycopg", "psycopg2")
"""Those that are made of libpq."""
_ASK = """
    SELECT set_config(name, asked.value, false) FROM unnest(%s::text[], %s::text[]) AS asked (name, value)
    JOIN pg_settings USING (name) WHERE source = 'default'
"""
"""What the administrator has set for the server, the database, the role or in the URL stands."""


def patience(url: URL) -> dict[str, str]:
    """Say how a connection is to be made; what the URL or the environment says stands.

    Examples
    --------
    >>> from sqlalchemy import make_url
    >>> asked = patience(make_url("postgresql+psycopg://db/name?tcp_user_timeout=2000&keepalives_idle=1"))
    >>> sorted(asked)
    ['connect_timeout', 'keepalives_count', 'keepalives_interval']
    """
    if not _is_libpq(url):
        return {}
    said = set(url.query) | ({"connect_timeout"} if "PGCONNECT_TIMEOUT" in os.environ else set())
    return {name: value for name, value in PATIENCE.items() if name not in said}


def ask_server(engine: Engine) -> None:
    """Have every new connection of an engine tell the server how long to wait for this machine."""
    if not _is_libpq(engine.url):
        return

    @event.listens_for(engine, "connect")
    def _ask(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ASK, [list(SERVERS_PATIENCE), list(SERVERS_PATIENCE.values())])
        # a setting of the session is lost with the transaction in which it was made
        connection.commit()


def _is_libpq(url: URL) -> bool:
    """Say whether a database is PostgreSQL and reached by its own library."""
    return url.get_backend_name() == "postgresql" and url.get_driver_name() in _DRIVERS
