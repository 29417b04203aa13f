"""What an editor's list says: an EDL, a time line, a session's text -> which clip plays from when to when."""

from cuespotter.edit_lists.base import EditEvent, EditList
from cuespotter.edit_lists.read import read_edit_list

__all__ = ["EditEvent", "EditList", "read_edit_list"]
