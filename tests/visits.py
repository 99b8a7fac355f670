"""Pages as one browser sees them, without a browser."""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio

from assessment import responses
from assessment.records import Assessment
from assessment.services import Services
from assessment.settings import ROOT

MENU = str(ROOT / "assessment" / "menu.py")


def visit(page: str, **query: str) -> AppTest:
    """The page in a new session, after its first run."""
    at = AppTest.from_file(MENU, default_timeout=60)
    for name, value in query.items():
        at.query_params[name] = value
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return at


def radio(at: AppTest, item: str) -> Radio:
    """The options of an item."""
    return next(found for found in at.radio if found.key.endswith(f"_{item}"))


def html(at: AppTest) -> str:
    """All HTML of the page but its style sheet."""
    return "\n".join(e.proto.body for e in at.get("html") if "<style>" not in e.proto.body)


def links(at: AppTest) -> dict[str, str]:
    """The links to pages: what they say, and where they lead."""
    return {e.proto.label: f"{e.proto.page}?{e.proto.query_string}" for e in at.get("page_link")}


def kept(s: Services, assessment: Assessment) -> Assessment:
    """The assessment as it is in the store now."""
    found = responses.load(s, assessment.id)
    assert found
    return found
