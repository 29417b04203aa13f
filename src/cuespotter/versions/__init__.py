"""Which recordings are of the same work, by their harmony? Questions for a reviewer, never claims."""
