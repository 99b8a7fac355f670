"""A client's progress: runs compared, drawn, followed up."""
