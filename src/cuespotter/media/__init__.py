"""From files to sound: what a file holds, its tags, and its samples on its own clock."""
