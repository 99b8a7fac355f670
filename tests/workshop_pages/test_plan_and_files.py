"""The plan, the end, and what the facilitator takes home."""

import pytest

from assessment.services import Services
from assessment.workshop import rounds
from assessment.workshop.plan import agreed_on
from tests.make_workshops import Hosted
from tests.visits import html, visit
from tests.workshop_pages.looking import PAGES, press


def test_a_plan_is_written_kept_dropped_and_put_back(hosted: Hosted, s: Services) -> None:
    """Owners from both sides; what was taken out by a slip comes back as it was."""
    hosted.reveal("s1").plan()
    page = visit("workshop", w=hosted.id)
    next(f for f in page.text_input if f.key.startswith("sales")).set_value("Cy").run()
    (planned,) = agreed_on(s, hosted.now)
    assert (planned.sales, planned.marketing) == ("Cy", "Bo")

    press(page, "Take out")
    assert agreed_on(s, hosted.now) == ()
    press(page, "Put it back")
    assert agreed_on(s, hosted.now) == (planned,)

    press(page, "Take it")
    assert len(agreed_on(s, hosted.now)) == 2
    assert agreed_on(s, hosted.now)[1].action


def test_an_action_changed_elsewhere_is_not_undone_here(hosted: Hosted, s: Services) -> None:
    """Two devices may write on one action."""
    hosted.plan()
    one, other = (visit("workshop", w=hosted.id) for _ in range(2))
    next(f for f in other.text_input if f.key.startswith("sales")).set_value("Cy").run()

    next(f for f in one.text_input if f.key.startswith("marketing")).set_value("Di").run()

    (planned,) = agreed_on(s, hosted.now)
    assert (planned.sales, planned.marketing) == ("Cy", "Di")


@pytest.mark.parametrize("name", PAGES)
def test_text_that_people_typed_is_shown_letter_by_letter(name: str, hosted: Hosted) -> None:
    """In the plan and at the end."""
    hosted.reveal("s1").plan()
    plan = html(visit(name, w=hosted.id))
    page = visit("workshop", w=hosted.id)
    next(b for b in page.checkbox if b.key.startswith("sure")).check().run()
    press(page, "End the workshop")
    end = html(visit(name, w=hosted.id))

    assert hosted.now.phase == "ended"
    assert ("Meet &lt;i&gt;monthly&lt;/i&gt;" in plan) is (name == "screen")
    assert "Meet &lt;i&gt;monthly&lt;/i&gt;" in end
    assert "<i>monthly" not in plan + end


def test_the_facilitator_takes_files_home_after_the_reveal(s: Services, hosted: Hosted) -> None:
    """Paper in the lobby; report, tables and pictures after a reveal; then the plan."""
    early = Hosted(s, hosted.host)
    for id, typed in ((early.id, 0), (hosted.id, 1)):
        text = html(visit("workshop", w=id))
        assert text.count('href="./workshop-sheets.pdf') == 1
        assert text.count('href="./paper') == typed
    table = Hosted(s, hosted.host, mode="open").open(sales=1)
    assert "workshop-sheets.pdf" not in html(visit("workshop", w=table.id))
    hosted.reveal(hosted.now.signs[0])
    assert "./workshop.pdf" not in html(visit("workshop", w=hosted.id))
    rounds.turn(s, hosted.id, "overview")

    shown = html(visit("workshop", w=hosted.id))

    for file in ("workshop.pdf", "workshop.xlsx", "workshop/chart/gaps.png"):
        assert f'href="./{file}?w={hosted.id}"' in shown
    assert "workshop-plan" not in shown
    hosted.plan()
    assert f'href="./workshop-plan.ics?w={hosted.id}"' in html(visit("workshop", w=hosted.id))


def test_an_earlier_workshop_is_chosen_and_left_out_again(s: Services, visitor: str) -> None:
    """What is chosen is kept, and so is the wish to compare with none."""
    first = Hosted(s, visitor).open()
    first.reveal(first.now.signs[0])
    second = Hosted(s, visitor).open()
    second.reveal(second.now.signs[0])
    rounds.turn(s, second.id, "overview")
    page = visit("workshop", w=second.id)

    box = next(b for b in page.selectbox if b.key == f"earlier_{second.id}")
    box.set_value(first.id).run()
    assert second.now.earlier == first.id

    page = visit("workshop", w=second.id)
    box = next(b for b in page.selectbox if b.key == f"earlier_{second.id}")
    assert box.value == first.id
    box.set_value("").run()
    assert second.now.earlier is None


def test_the_projector_offers_nothing_to_take(s: Services, hosted: Hosted) -> None:
    """What the room sees has no links to files."""
    hosted.reveal(hosted.now.signs[0])
    rounds.turn(s, hosted.id, "overview")

    assert "./workshop" not in html(visit("screen", w=hosted.id))
