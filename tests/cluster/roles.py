"""The roles of the administrator's page, made by its own SQL, under names that are free on the tests' server."""

import re
from pathlib import Path

import psycopg

PAGE = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text("utf-8")
BLOCKS = re.findall(r"(?ms)^```(\w+)\n(.*?)^```", PAGE)
OWNER, HAND = "archive", "archive_work"
"""Here the server's own user is called as the page calls the first of them."""


def make_roles(server):
    """Make database and roles anew; gives a URL for each role."""
    roles, _ = _scripts()
    with _connected(server, "cuespotter", "postgres") as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {OWNER} WITH (FORCE)")
        for role in (HAND, OWNER):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
    database = "postgres"
    for statement in roles.splitlines():
        if statement.startswith("\\connect"):
            database = statement.split()[1]
        else:
            with _connected(server, "cuespotter", database) as connection:
                connection.execute(statement)
    url = server.url_of(OWNER)
    return {name: url.replace("//cuespotter@", f"//{name}@") for name in (OWNER, HAND)}


def revoke_version(server):
    """Do what the page says once there are tables."""
    with _connected(server, OWNER, OWNER) as connection:
        connection.execute(_scripts()[1])


def _scripts():
    return [text.replace("cuespotter", OWNER) for kind, text in BLOCKS if kind == "sql"]


def _connected(server, user, database):
    place = {"host": str(server.folder), "port": server.port}
    return psycopg.connect(**place, user=user, dbname=database, autocommit=True)
