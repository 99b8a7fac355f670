"""What can be pressed on a page of a workshop, and what is drawn there."""

from streamlit.testing.v1 import AppTest

PAGES = ("workshop", "screen")


def press(page: AppTest, label: str) -> AppTest:
    """The page after the button with that label was pressed."""
    next(b for b in page.button if b.label == label).click().run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    """What can be pressed."""
    return [button.label for button in page.button]


def charts(page: AppTest) -> list[str]:
    """The specifications of the charts."""
    return [chart.proto.spec for chart in page.get("vega_lite_chart")]
