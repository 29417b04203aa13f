"""Disks that fail: at one operation, from one operation on, or by a power cut that forgets what was not forced."""

import itertools
import os

from cuespotter.index.durable import Disk

OPERATIONS = ("create", "write", "seek", "sync", "close", "rename", "unlink", "sync_folder")


class PowerCut(BaseException):
    """The machine stops here."""


def _counted(name):
    """Make an operation that asks `before` first."""

    def operation(self, *arguments):
        self.before(name, *arguments)
        return getattr(Disk, name)(self, *arguments)

    return operation


class CountingDisk(Disk):
    """Counts its operations."""

    def __init__(self):
        self.operations = 0

    def before(self, name, *arguments):
        """Count."""
        self.operations += 1


for _name in OPERATIONS:
    setattr(CountingDisk, _name, _counted(_name))


class FaultyDisk(CountingDisk):
    """Fails at operation number `fail_at`, counted from 0, with an error number; if `stuck`, from then on."""

    def __init__(self, fail_at, number, *, stuck):
        super().__init__()
        self.fail_at, self.number, self.stuck = fail_at, number, stuck
        self.failed = []

    def before(self, name, *arguments):
        """Fail if it is time; a write fails after half its bytes, a close has closed all the same."""
        now = self.operations
        super().before(name, *arguments)
        if now < self.fail_at or (now > self.fail_at and not self.stuck):
            return
        self.failed.append(name)
        if name == "write":
            file, data = arguments
            file.write(memoryview(data)[: len(data) // 2])
        if name == "close":
            arguments[0].close()
        raise OSError(self.number, os.strerror(self.number))


class ForgetfulDisk(CountingDisk):
    """Stops at operation number `cut_at`, and knows then what could be found on the disk afterwards."""

    def __init__(self, folder, cut_at):
        super().__init__()
        self.folder, self.cut_at = folder, cut_at
        self.stopped = False
        self.opened = []
        self.forced = {path.stat().st_ino: path.read_bytes() for path in folder.iterdir()}
        self.forced_names = self._names()

    def before(self, name, *arguments):
        """Stop if it is time."""
        if self.stopped or self.operations == self.cut_at:
            self.stopped = True
            for file in self.opened:
                file.close()
            raise PowerCut
        super().before(name, *arguments)

    def create(self, path):
        """Open, and remember to close when the machine stops."""
        file = super().create(path)
        self.opened.append(file)
        return file

    def sync(self, file):
        """Force, and remember that it was."""
        super().sync(file)
        self.forced[os.fstat(file.fileno()).st_ino] = os.pread(file.fileno(), 1 << 30, 0)

    def sync_folder(self, folder):
        """Force, and remember that it was."""
        super().sync_folder(folder)
        self.forced_names = self._names()

    def states(self):
        """Give every {name: content} that the folder may have: names forced or not, contents forced, not or half."""
        now = {path.stat().st_ino: path.read_bytes() for path in self.folder.iterdir()}
        for names, written in itertools.product((self.forced_names, self._names()), (0.0, 0.5, 1.0)):
            yield {name: self._content(inode, now.get(inode, b""), written) for name, inode in names.items()}

    def _names(self):
        return {path.name: path.stat().st_ino for path in self.folder.iterdir()}

    def _content(self, inode, now, written):
        """Give what was forced, or (of a file never forced) some of what was written."""
        return self.forced.get(inode, now[: int(len(now) * written)])
