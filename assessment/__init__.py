"""The app: everything a person sees, and everything that is kept."""
