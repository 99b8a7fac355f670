"""How long one looks for what breaks: a little in `make test`, `make fuzz` for long."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("short", max_examples=100)
settings.register_profile("long", max_examples=10_000)
LONG = os.environ.get("FUZZ") == "long"


def fuzz(share: float = 1.0) -> settings:
    """The settings of a test that looks for what breaks; a slow one has a share of the examples."""
    profile = settings.get_profile("long" if LONG else "short")
    return settings(
        max_examples=max(1, int(profile.max_examples * share)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
