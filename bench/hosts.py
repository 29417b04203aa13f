"""Several hosts on one machine: network namespaces whose links are cut and healed (Linux, as root; iproute2).

Each host has a link of its own to a router, and a name of its own. A link that is cut drops every packet both
ways and says so to nobody: what a pulled cable or a firewall that forgets looks like from both ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Self

NET = "10.213"
"""First half of every address."""


def why_not() -> str | None:
    """Say why there can be no hosts here; None where there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "network namespaces need Linux and root"
    lacking = [name for name in ("ip", "unshare", "setpriv") if shutil.which(name) is None]
    if lacking:
        return f"{', '.join(lacking)} is not installed (Debian: apt-get install iproute2 util-linux)"
    try:
        with Hosts(("one", "two")) as hosts:
            tried = hosts.run("one", "test", "-e", "/proc/self/ns/net")
    except subprocess.CalledProcessError as error:
        return f"network namespaces cannot be made here: {error.stderr.strip() or error}"
    return None if tried == 0 else "no program can be run in a network namespace here"


class Hosts:
    """Some hosts and a router between them; use it in a ``with`` statement.

    Parameters
    ----------
    names : sequence of str
        Of the hosts, at most 8 characters each.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._router = self._space("router")

    def __enter__(self) -> Self:
        try:
            for space in (self._router, *map(self._space, self._names)):
                _ip("netns", "add", space)
            for number, name in enumerate(self._names):
                self._connect(number, name)
            forward = "echo 1 > /proc/sys/net/ipv4/ip_forward"
            _ip("netns", "exec", self._router, "sh", "-c", forward)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for space in (self._router, *map(self._space, self._names)):
            subprocess.run(["ip", "netns", "delete", space], stderr=subprocess.DEVNULL, check=False)

    def address(self, name: str) -> str:
        """Give a host's address."""
        return f"{NET}.{self._names.index(name)}.2"

    def command(self, name: str, user: str | None = None) -> list[str]:
        """Give what stands before a command that is to run on a host, as root or as some user."""
        named = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', name]
        be = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
        return ["ip", "netns", "exec", self._space(name), *named, *be]

    def run(self, name: str, *command: str) -> int:
        """Run a command on a host; gives its exit status."""
        return subprocess.run([*self.command(name), *command], check=False).returncode

    def cut(self, name: str) -> None:
        """Drop all that goes to a host and comes from it, without a word."""
        for way in self._ways(name):
            _ip("-n", self._router, "rule", "add", "pref", "10", *way, "blackhole")

    def heal(self, name: str) -> None:
        """Let everything pass again."""
        for way in self._ways(name):
            _ip("-n", self._router, "rule", "delete", "pref", "10", *way)

    def _ways(self, name: str) -> tuple[tuple[str, str], ...]:
        """Name both directions of a host's link."""
        return ("iif", name), ("to", self.address(name))

    def _space(self, name: str) -> str:
        """Name a namespace, as nobody else does."""
        return f"cuespotter-{os.getpid()}-{name}"

    def _connect(self, number: int, name: str) -> None:
        """Lay a cable from a host to the router."""
        space, router = self._space(name), self._router
        _ip("-n", router, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", space)
        for where, device, last in ((router, name, 1), (space, "eth0", 2)):
            _ip("-n", where, "address", "add", f"{NET}.{number}.{last}/24", "dev", device)
            _ip("-n", where, "link", "set", device, "up")
        _ip("-n", space, "link", "set", "lo", "up")
        _ip("-n", space, "route", "add", "default", "via", f"{NET}.{number}.1")


def _ip(*words: str) -> None:
    """Run `ip`."""
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
