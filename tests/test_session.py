"""assessment/session.py, as a page uses it"""

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from websockets.sync.client import connect

from assessment import auth, responses
from assessment.services import Services, provided
from assessment.settings import ROOT
from tests.conftest import PATIENCE
from tests.test_pages_keep import press


def keep(a: str | None = None) -> AppTest:
    """The keep page, with an assessment named in the address or without."""
    page = AppTest.from_file(str(ROOT / "assessment" / "menu.py"), default_timeout=PATIENCE)
    page.context["url"] = "http://10.0.0.5:8501/keep?a=x"
    if a is not None:
        page.query_params["a"] = a
    page.switch_page("pages/keep.py").run()
    assert not page.exception
    return page


def test_the_address_names_the_assessment_that_was_opened_last(s: Services, visitor: str) -> None:
    """Another one, begun in a second tab, never takes the first tab's answers."""
    first = responses.begin(s, "full", "sales")
    auth.grant(s, visitor, first)
    page = keep()
    assert page.query_params["a"] == first.id
    auth.grant(s, visitor, responses.begin(s, "full", "sales"))

    press(page, "Make a private link")

    assert len(auth.links(s, first.id, "resume")) == 1


def test_the_address_chooses_among_several(s: Services, visitor: str) -> None:
    """`?a=` opens that one, though another was opened later."""
    one, two = (responses.begin(s, "full", "sales") for _ in range(2))
    auth.grant(s, visitor, one)
    auth.grant(s, visitor, two)

    press(keep(one.id), "Make a private link")

    assert [len(auth.links(s, a.id, "resume")) for a in (one, two)] == [1, 0]


@pytest.mark.case("C29")
@pytest.mark.parametrize("a", ["", "unknown", "\x00", "../x", "x" * 3000])
def test_an_address_that_names_nothing_of_ours_opens_nothing(
    s: Services, visitor: str, a: str
) -> None:
    """Neither another person's assessment nor this browser's own."""
    auth.grant(s, visitor, responses.begin(s, "full", "sales"))
    foreign = responses.begin(s, "full", "sales")

    assert keep(a).button.len == 0
    assert keep(foreign.id).button.len == 0


def questions(server: str, id: str, origin: str, cookie: str) -> int:
    """How many questions the answering page asks a browser with that cookie."""
    asked = 0
    address = server.replace("http:", "ws:") + "/_stcore/stream"
    with connect(address, origin=origin, additional_headers={"Cookie": cookie}) as socket:
        visit = ClientState(page_name="answer", query_string=f"a={id}")
        socket.send(BackMsg(rerun_script=visit).SerializeToString())
        message = ForwardMsg()
        while not message.HasField("script_finished"):
            message = ForwardMsg.FromString(socket.recv(PATIENCE, decode=False))
            asked += message.delta.new_element.HasField("radio")
    return asked


def test_over_https_a_page_reads_only_the_cookie_that_nobody_can_plant(server: str) -> None:
    """Behind a proxy that ends HTTPS and says nothing of it, the origin tells."""
    origin = server.replace("http:", "https:")
    begun = httpx.post(
        f"{server}/begin", data={"scope": "full", "group": "sales"}, headers={"Origin": origin}
    )
    id = begun.headers["location"].partition("a=")[2]
    token = begun.cookies["__Host-visit"]

    assert questions(server, id, origin, f"__Host-visit={token}") > 0
    assert questions(server, id, origin, f"visit={token}") == 0


@pytest.mark.parametrize(
    ("public_url", "start"),
    [("", "http://10.0.0.5:8501/r#"), ("https://signs.example", "https://signs.example/r#")],
)
def test_links_hold_the_address_that_people_use(
    s: Services, visitor: str, public_url: str, start: str
) -> None:
    """The one the browser has open, unless the installation names its own."""
    auth.grant(s, visitor, responses.begin(s, "full", "sales"))
    settings = s.settings.model_copy(update={"public_url": public_url})

    with provided(Services(settings, s.store, s.shelf)):
        text = press(keep(), "Make a private link")

    assert f'value="{start}' in text
