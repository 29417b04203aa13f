"""What is filed or counted: cue sheets in their layouts, the workbooks, the rows of all facts."""
