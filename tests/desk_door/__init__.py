"""The door of the desk: accounts, guessed passwords, logins, and what takes one."""
