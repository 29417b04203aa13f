"""The review desk: needs the web extra."""
