"""What a player shows or plays: subtitles, chapters, tags, playlists."""
