"""Jobs in the catalogue's PostgreSQL, and the processes that work on them: beyond one machine."""
