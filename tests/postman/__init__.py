"""The postman: what fails, hangs, comes back, or is there after a restart."""
