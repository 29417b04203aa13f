"""What an editor opens: time lines and markers in pictures and timecode, with links to the music."""
