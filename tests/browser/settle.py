"""Waiting for a page to be drawn, and what is checked of every drawn page."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request, expect

PATIENCE = 30_000
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Streamlit's own, none of ours to mend: the rule, and what the element it finds contains.
KNOWN_TO_AXE = {("presentation-role-conflict", "stFileUploaderDropzone")}
# A deep link tries these below its own path until it finds where the app begins.
TRIED_BY_DEEP_LINKS = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Visit:
    """A person's browser tab: its page, what it asked for, and what it complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begin to write down requests and complaints."""
        self.page.on("request", self._asked)
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)

    def elsewhere(self) -> list[str]:
        """Requests that left this computer."""
        asked = ((url, urlsplit(url)) for url in self.requests)
        return [url for url, parts in asked if parts.hostname and parts.hostname != "127.0.0.1"]

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        place = message.location["url"]
        if message.type == "error" and not place.endswith(TRIED_BY_DEEP_LINKS):
            self.complaints.append(f"{message.text} {place}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))


def open_page(page: Page, url: str, charts: int = 0) -> None:
    """Go to an address and wait until the page is drawn."""
    page.goto(url)
    settle(page, charts)


def settle(page: Page, charts: int = 0) -> None:
    """Wait until the script has ended and that many charts are drawn; fail if the page reports an error."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=PATIENCE)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    if charts:
        drawn = page.get_by_test_id("stVegaLiteChart").locator(".marks")
        drawn.nth(charts - 1).wait_for(state="attached", timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("quote reference")).to_have_count(0)


def barriers(page: Page) -> list[str]:
    """What axe finds on the page that keeps somebody out: rule and element."""
    page.wait_for_timeout(800)  # what fades in is measured paler than it will be
    found = Axe().run(page, options={"runOnly": AXE_RULES}).response["violations"]
    nodes = [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]
    return [f"{rule}: {html[:160]}" for rule, html in nodes if not _is_known(rule, html)]


def deprecations(log: str) -> list[str]:
    """Lines in which Streamlit says that something we call is going away."""
    return [line for line in log.splitlines() if "will be removed" in line]


def _is_known(rule: str, html: str) -> bool:
    return any(rule == known and mark in html for known, mark in KNOWN_TO_AXE)
