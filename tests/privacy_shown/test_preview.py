"""What the heads in a room will show, and the ways out where that is little."""

from assessment.privacy import preview
from tests.privacy_shown.people import FLOORS


def test_the_preview_says_what_these_heads_will_show_and_the_ways_out() -> None:
    """Twelve, six and two: one group shows all, one its scores, one nothing."""
    heads = {"sales": 12, "marketing": 6, "leadership": 2}
    seen = preview(heads, FLOORS, ("sales", "marketing", "leadership"))
    assert [(g.group, g.score, g.distribution) for g in seen.groups] == [
        ("sales", True, True),
        ("marketing", True, False),
        ("leadership", False, False),
    ]
    assert (seen.overall, seen.comments, seen.costs_most) == (True, True, True)
    assert (seen.gaps, seen.intervals, seen.mirrors) == ((("sales", "marketing"),), (), ())
    ways = {(w.kind, w.group, w.shows, w.people, w.floor) for w in seen.ways}
    assert ways == {
        ("invite", "marketing", "distribution", 4, None),
        ("lower", "marketing", "distribution", None, 6),
        ("invite", "leadership", "score", 3, None),
        ("invite", "leadership", "distribution", 8, None),
        ("open_table", None, None, None, None),
    }


def test_the_preview_of_a_large_room_needs_no_way_out() -> None:
    """All is shown, the mirror of both sides too, and of those who are neither."""
    heads = dict.fromkeys(("sales", "marketing", "leadership"), 20)
    seen = preview(heads, FLOORS, tuple(heads))
    assert seen.ways == ()
    assert len(seen.gaps) == len(seen.intervals) == 3
    assert seen.mirrors == (
        ("sales", "marketing"),
        ("marketing", "sales"),
        ("leadership", "sales"),
        ("leadership", "marketing"),
    )
    assert not preview({}, FLOORS, ("sales",)).overall
