"""The reader of question banks: what it makes of a folder, and what it says of faults."""
