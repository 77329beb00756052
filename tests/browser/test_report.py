"""The explain report in a real headless Chromium: it opens without errors, its filter works, a hostile
page remains text, and it fits a phone. Screenshots go to the folder of COPYDESK_SCREENSHOTS, if set."""

import os
import pathlib
import subprocess

import pytest

pytest.importorskip("selenium")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

from chromium import browser, shot, visible  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("COPYDESK_BIN", str(ROOT / "target" / "release" / "copydesk"))

MENU = "".join(f"<li><a href='/s/{i}'>Section {i} of the paper</a></li>" for i in range(12))
HOSTILE = """<!doctype html><html lang=en><head><title>Bridge reopens</title></head><body>
<nav><ul>MENU</ul></nav><article><h1>Bridge reopens &lt;script>document.title='owned'&lt;/script></h1>
<p>&lt;img src=x onerror="document.title='owned'"> The bridge over the Alder reopened on Monday after nine months of repairs.</p>
<p>Traffic returned within the hour, and the ferry that had stood in for it made its last crossing at noon, the city said.</p>
<p>"&lt;/p>&lt;/div>&lt;/main>&lt;style>*{display:none}&lt;/style>" was painted on the hull, and nobody knew what it meant to say.</p>
<p>Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongwordthatmustnotwidenthepage stood there too, in red.</p>
</article><footer><p>© Fairbrook Post <script>document.title='owned'</script>. All rights reserved.</p></footer></body></html>""".replace("MENU", MENU)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    (folder / "hostile.html").write_text(HOSTILE)
    subprocess.run([BIN, "explain", "--html", "report.html", "hostile.html"], cwd=folder, check=True)
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def page(report):
    driver = browser(1280, 900)
    driver.get(report)
    yield driver
    driver.quit()


def test_it_opens_in_silence(page):
    assert page.get_log("browser") == []
    assert page.title.endswith("copydesk explain")


def test_nothing_of_the_page_runs_or_becomes_markup(page):
    assert page.title != "owned"
    assert page.find_elements(By.CSS_SELECTOR, "script, img, iframe, object, embed, [onerror], [onload]") == []
    assert len(page.find_elements(By.CSS_SELECTOR, "style")) == 1
    assert "<script>" in page.find_element(By.TAG_NAME, "main").text
    # The page's policy blocks even an inserted script.
    page.execute_script("const s = document.createElement('script'); s.textContent = \"document.title='owned'\"; document.body.append(s);")
    assert page.title != "owned"
    page.refresh()
    page.get_log("browser")


def test_the_filter_works(page):
    kept = len(page.find_elements(By.CSS_SELECTOR, ".block.kept"))
    every = len(visible(page, "main > *"))
    assert 0 < kept < every
    page.find_element(By.ID, "show-kept").click()
    assert len(visible(page, ".block")) == kept == len(visible(page, ".block.kept"))
    assert visible(page, ".run") == []
    page.find_element(By.ID, "show-dropped").click()
    assert visible(page, ".block.kept") == [] and len(visible(page, ".run")) == 1
    page.find_element(By.ID, "show-all").click()
    assert len(visible(page, "main > *")) == every


def test_kept_and_dropped_differ_by_more_than_color(page):
    kept = page.find_element(By.CSS_SELECTOR, ".block.kept")
    dropped = page.find_element(By.CSS_SELECTOR, "main > .run")
    assert "kept" in kept.text and "dropped" in dropped.text
    assert kept.value_of_css_property("border-left-style") == "solid"
    assert dropped.value_of_css_property("border-left-style") == "dashed"


def test_hovering_moves_nothing_and_reasons_open_by_keyboard(page):
    page.refresh()
    assert visible(page, ".why") == []
    blocks = visible(page, "main > .block")
    before = [block.rect for block in blocks]
    webdriver.ActionChains(page).move_to_element(blocks[1]).perform()
    assert [block.rect for block in blocks] == before
    assert visible(page, ".why") == []
    blocks[1].find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    assert len(visible(page, ".why")) == 1


def test_menus_are_folded(page):
    page.refresh()
    run = page.find_element(By.CSS_SELECTOR, "main > .run")
    assert "blocks dropped" in run.text and "Section 3" not in run.text
    run.find_element(By.TAG_NAME, "summary").click()
    assert "Section 3 of the paper" in run.text


def test_the_cleaned_article_stands_beside(page):
    blocks = page.find_element(By.TAG_NAME, "main").rect
    article = page.find_element(By.CSS_SELECTOR, ".cleaned").rect
    assert article["x"] >= blocks["x"] + blocks["width"]
    assert "The bridge over the Alder" in page.find_element(By.CSS_SELECTOR, ".cleaned").text
    shot(page, "light.png")


@pytest.mark.parametrize("name, width, height, dark", [("dark", 1280, 900, True), ("phone", 390, 844, False)])
def test_it_is_right_in_the_dark_and_on_a_phone(report, name, width, height, dark):
    driver = browser(width, height, dark)
    try:
        driver.get(report)
        assert driver.get_log("browser") == []
        assert driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        red, green, blue = (
            int(part) for part in driver.find_element(By.TAG_NAME, "body").value_of_css_property("background-color").strip("rgba()").split(",")[:3]
        )
        assert (red + green + blue < 200) == dark
        if name == "phone":
            blocks = driver.find_element(By.TAG_NAME, "main").rect
            article = driver.find_element(By.CSS_SELECTOR, ".cleaned").rect
            assert article["y"] >= blocks["y"] + blocks["height"]
        shot(driver, f"{name}.png")
    finally:
        driver.quit()
