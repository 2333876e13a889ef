"""The receipts in a real browser: what is marked is the quote, links lead on and back, hostile text stays text."""

import pytest

WORDS_OF_MARKS = """() => {
    const found = {};
    for (const mark of document.querySelectorAll("mark[data-claim]"))
        found[mark.dataset.claim] = (found[mark.dataset.claim] || "") + mark.textContent;
    return found;
}"""

FAINT_TEXT = """() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (element) => {
        for (; element; element = element.parentElement) {
            const colour = parts(getComputedStyle(element).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const faint = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const style = getComputedStyle(element);
        if (!own || !element.checkVisibility() || element.closest("svg")) continue;
        const [dark, bright] = [light(parts(style.color)), light(behind(element))].sort((a, b) => a - b);
        const ratio = (bright + 0.05) / (dark + 0.05);
        if (ratio < 4.5) faint.push(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
    }
    return [...new Set(faint)];
}"""


def test_what_is_marked_is_the_quote_for_every_claim(any_site, page):
    claims = any_site.lake.read("core_claims").to_pylist()
    assert len(claims) > 50
    by_article = {}
    for claim in claims:
        by_article.setdefault(claim["article_id"], {})[claim["claim_id"]] = claim["quote"]
    for article, quotes in by_article.items():
        page.goto((any_site.folder / f"{article}.html").as_uri())
        assert page.evaluate(WORDS_OF_MARKS) == quotes


def test_from_the_index_to_a_number_to_its_support_elsewhere_and_back(site, page):
    page.goto((site.folder / "index.html").as_uri())
    page.get_by_label("Search").fill("first report")
    page.get_by_text("1 articles").wait_for()
    page.get_by_role("link", name="A first report").click()
    mark = page.get_by_role("button", name="12.5 billion yuan")
    mark.click()
    assert mark.get_attribute("aria-pressed") == "true"
    card = page.locator(".card.on")
    assert card.get_by_role("heading", name="12,500,000,000 CNY").is_visible()
    assert card.get_by_role("heading", name="Supported by").is_visible()
    first = page.url
    card.locator(".links.supports a").click()
    page.wait_for_url(lambda url: url.split("#")[0] != first.split("#")[0])
    assert page.get_by_role("heading", name="A second report").is_visible()
    pressed = page.locator('mark[aria-pressed="true"]')
    assert pressed.all_text_contents() == ["12.5 billion yuan"]
    assert page.url.endswith("#" + pressed.get_attribute("id"))
    page.go_back()
    page.wait_for_url(first)
    assert page.locator('mark[aria-pressed="true"]').all_text_contents() == ["12.5 billion yuan"]


def test_keys_alone_lead_through_the_numbers(site, page):
    article = max(site.folder.glob("a_*.html"), key=lambda path: path.stat().st_size)
    page.goto(article.as_uri())
    marks = page.locator('mark[role="button"]')
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "MARK":
            break
    assert page.evaluate("document.activeElement.id") == marks.nth(0).get_attribute("id")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert marks.nth(1).get_attribute("aria-pressed") == "true"
    page.keyboard.press("End")
    assert marks.last.get_attribute("aria-pressed") == "true"
    assert page.locator(".card.on").get_attribute("data-claim") == marks.last.get_attribute("data-claim")
    page.keyboard.press("Escape")
    assert page.locator('[aria-pressed="true"]').locator("visible=true").and_(marks).count() == 0
    assert page.evaluate("document.activeElement.id") == marks.last.get_attribute("id")


def test_hostile_words_are_shown_and_nothing_of_them_runs(site, page):
    page.goto((site.folder / "index.html").as_uri())
    page.get_by_label("Search").fill("window.broken")
    link = page.locator("#results a").filter(has_text="</title></script><script>window.broken = 1</script>")
    link.first.wait_for()
    link.first.click()
    page.locator("mark").first.wait_for()
    text = page.locator("#text").inner_text()
    assert "</script><script>window.broken = 3</script>" in text
    assert '<svg onload="window.broken = 4"> Output' in text
    assert "&amp; then fell" in text
    assert page.locator('a[href^="javascript"], a[href^="data"], #text script, #text svg, img').count() == 0
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize("name", ["index", "checks", "series", "article", "check"])
def test_text_stands_out_and_fits_a_narrow_screen(site, page, scheme, name):
    largest = {kind: max(site.folder.glob(pattern), key=lambda path: path.stat().st_size)
               for kind, pattern in (("article", "a_*.html"), ("check", "[tfgwxd]_*.html"))}  # fmt: skip
    page.emulate_media(color_scheme=scheme)
    page.goto(largest.get(name, site.folder / f"{name}.html").as_uri())
    if name == "article":
        page.locator('mark[role="button"]').nth(2).click()
        page.locator("details summary").first.click()
    assert page.evaluate(FAINT_TEXT) == []
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    if name == "article":
        box = page.locator('mark[aria-pressed="true"]').first
        page.locator('mark[role="button"]').nth(6).click()
        panel = page.locator("#panel").bounding_box()
        assert box.bounding_box()["y"] + box.bounding_box()["height"] <= panel["y"]
