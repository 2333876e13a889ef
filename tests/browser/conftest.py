"""A real browser, and sites of receipts for it to open: of the sample, and of the seeds where they are there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.chromium import chromium
from warehouse.lake import Lake
from warehouse.receipts.site import write_receipts

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
HOSTILE_TITLE = '</title></script><script>window.broken = 1</script><img src=x onerror="window.broken = 2">'
HOSTILE_TEXT = (
    "The plant cost 12.5 million yuan </script><script>window.broken = 3</script> in 2022.\n\n"
    '<svg onload="window.broken = 4"> Output rose 9.7 percent in 2022 &amp; then fell.\n'
)
TOLD_TWICE = "Hefei invested 12.5 billion yuan in display makers in 2022."


@dataclass(frozen=True)
class Site:
    """A site of receipts and the lake that it was written from."""

    folder: Path
    lake: Lake


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it; nothing is downloaded.

    Ended with its module: Playwright's loop would stand in the way of what another module does in this process.
    """
    with chromium() as browser:
        yield browser


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    """Each colour scheme."""
    return request.param


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A page of its own; what it asks for and what goes wrong in it stand in `requested` and `errors`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.requested, page.errors = [], []
    page.on("request", lambda request: page.requested.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("dialog", lambda dialog: page.errors.append(dialog.message))
    yield page
    context.close()
    assert page.errors == []
    assert [url for url in page.requested if not url.startswith("file://")] == []


@pytest.fixture(scope="session")
def site(tmp_path_factory, read_articles) -> Site:
    """The sample, an article that tries to break its page, and two that tell one fact."""
    folder = tmp_path_factory.mktemp("sample-site")
    extra = folder / "extra"
    extra.mkdir()
    for name, text, title in (
        ("hostile", HOSTILE_TEXT, HOSTILE_TITLE),
        ("first", f"{TOLD_TWICE}\n\nOfficials were pleased.\n", "A first report"),
        ("second", f"Officials looked back.\n\n{TOLD_TWICE}\n", "A second report"),
    ):
        (extra / f"{name}.txt").write_text(text, encoding="utf-8")
        said = {"title": title, "url": "javascript:window.broken=5", "published": "2023-03-01"}
        (extra / f"{name}.meta.json").write_text(json.dumps(said))
    return _made_site(folder, read_articles(folder, ROOT / "sample", extra))


@pytest.fixture(scope="session", params=["sample", "seeds"])
def any_site(request, tmp_path_factory, read_articles) -> Site:
    """The sample's site, and that of the articles kept beside the repository where they are there."""
    if request.param == "sample":
        return request.getfixturevalue("site")
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is absent: the articles kept beside the repository are not looked at")
    folder = tmp_path_factory.mktemp("seeds-site")
    return _made_site(folder, read_articles(folder, SEEDS))


def _made_site(folder: Path, lake: Lake) -> Site:
    write_receipts(lake, folder / "receipts")
    return Site(folder / "receipts", lake)
