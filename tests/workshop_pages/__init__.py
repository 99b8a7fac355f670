"""A workshop's console and its projector: the lobby, the rounds, what is shown, the end."""
