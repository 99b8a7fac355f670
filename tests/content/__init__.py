"""The content lint: what `questions/seven-signs/` promises to those who read and answer it."""
