"""The page of `copydesk serve` in Chromium: paste, drop, open, every view, three widths, dark mode, right-to-left text,
errors, and a hostile page. Needs a `copydesk` with the feature `serve`, which the Python package has."""

import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest

pytest.importorskip("selenium")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

from chromium import browser, shot, visible  # noqa: E402

COMMAND = os.environ.get("COPYDESK_SERVE_BIN", str(pathlib.Path(sys.executable).parent / "copydesk"))

MENU = "".join(f"<li><a href='/s/{i}'>Section {i} of the paper</a></li>" for i in range(12))
BODY = """<p>The <b>bridge</b> over the <a href="/alder">Alder</a> reopened on Monday after nine months of repairs, the city said.</p>
<p>Traffic returned within the hour, and the ferry that had stood in for it made its last crossing at noon.</p>
<h2>A second span</h2><p>The council will vote on the second span in June, and the money for it has been set aside.</p>
<p>Engineers replaced four hundred rivets and the whole of the eastern walkway, they said on the site.</p>
<p>Shops along the quay stayed open late, and the bakery gave away what it had left at ten.</p>"""
PAGE = f"""<!doctype html><html lang=en><head><title>Bridge reopens - Fairbrook Post</title>
<meta property="og:site_name" content="Fairbrook Post"><meta property="article:published_time" content="2031-05-05T18:42:00+02:00"></head><body><nav><ul>{MENU}</ul></nav>
<article><h1>Bridge reopens</h1><p class=byline>By Mara Ellison</p>{BODY}</article>
<footer><p>© Fairbrook Post. All rights reserved.</p></footer></body></html>"""
HOSTILE = PAGE.replace(
    "<h2>",
    "<p onclick=\"document.title='owned'\">The name on the hull was <a href=\"javascript:document.title='owned'\">painted</a> in red, "
    "they said, and &lt;script>document.title='owned'&lt;/script> was all that it said to those on the quay.</p>"
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    f"<p>{'Averylongword' * 20} stood there too, in the middle of a line that nobody on the quay could read.</p><h2>",
)
ARABIC = """<!doctype html><html lang=ar dir=rtl><head><title>إعادة فتح الجسر</title></head><body><article><h1>إعادة فتح الجسر</h1>
<p>أعيد فتح الجسر فوق النهر يوم الاثنين بعد تسعة أشهر من أعمال الإصلاح، بحسب ما أعلنته بلدية المدينة في بيان لها مساء اليوم.</p>
<p>وعادت حركة المرور خلال ساعة واحدة، وقامت العبارة التي حلت محل الجسر برحلتها الأخيرة عند الظهر وسط حضور كبير من السكان.</p>
<p>وسيصوت المجلس على بناء الجزء الثاني في شهر يونيو المقبل، وقد تم تخصيص الأموال اللازمة له في ميزانية هذا العام.</p></article></body></html>"""


@pytest.fixture(scope="module")
def address():
    command = [COMMAND, "serve", "--listen", "127.0.0.1:0", "--max-bytes", "1M"]
    try:
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        pytest.skip(f"no {COMMAND}: install the Python package")
    try:
        line = process.stderr.readline()
        if "unrecognized subcommand" in line:
            pytest.skip(f"{COMMAND} is built without the feature serve")
        yield re.search(r"http://\S+/", line)[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def driver(address):
    driver = browser(1280, 900)
    yield driver
    driver.quit()


@pytest.fixture
def page(driver, address):
    driver.get(address)
    driver.get_log("browser")
    return driver


def text(driver, name):
    return driver.find_element(By.ID, name).text


def wait(driver, until):
    WebDriverWait(driver, 20).until(until)


def paste(driver, html):
    """Puts a page into the field as pasting does, and cleans it."""
    driver.execute_script("document.getElementById('page').value = arguments[0]", html)
    driver.find_element(By.ID, "clean").click()
    done(driver)


def done(driver):
    wait(driver, lambda d: d.find_element(By.ID, "clean").is_enabled() and text(d, "status") == "")
    assert visible(driver, "#result")


def drop(driver, name, content):
    driver.execute_script(
        """const data = new DataTransfer();
        data.items.add(new File([arguments[1]], arguments[0], { type: "text/html" }));
        for (const type of ["dragover", "drop"])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));""",
        name,
        content,
    )


def show(driver, name):
    driver.find_element(By.ID, f"tab-{name}").click()
    panels = visible(driver, '[role="tabpanel"]')
    assert [panel.get_attribute("id") for panel in panels] == [f"view-{name}"]
    return panels[0]


def fits(driver):
    return driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


def test_a_pasted_page_and_its_views(page):
    driver = page
    paste(driver, PAGE)
    assert text(driver, "outcome").startswith("Article · article page · ")
    article = driver.find_element(By.ID, "view-article")
    assert article.find_element(By.TAG_NAME, "h1").text == "Bridge reopens"
    assert article.find_element(By.TAG_NAME, "h2").text == "A second span"
    assert article.find_element(By.TAG_NAME, "strong").text == "bridge"
    assert "The bridge over the Alder" in article.text and "Section 3" not in article.text
    fields = show(driver, "fields").text
    for expected in ("Mara Ellison", "2031-05-05T18:42:00+02:00", "Fairbrook Post"):
        assert expected in fields
    assert "[object" not in fields
    # Where each field was found, with its probability.
    assert re.search(r"Bridge reopens\n[^\n]+, \d+ %", fields)
    assert show(driver, "markdown").text.lstrip("Copy\n").startswith("---")
    assert '"outcome":"article"' in show(driver, "json").text.replace(" ", "")
    show(driver, "why")
    driver.switch_to.frame("why")
    assert driver.find_elements(By.CSS_SELECTOR, ".block.kept") and driver.find_elements(By.CSS_SELECTOR, ".run")
    driver.switch_to.default_content()
    assert driver.get_log("browser") == []


def test_the_address_resolves_links(page):
    page.find_element(By.ID, "url").send_keys("https://post.example/bridge")
    paste(page, PAGE)
    link = page.find_element(By.CSS_SELECTOR, "#view-article a")
    assert link.get_attribute("href") == "https://post.example/alder"
    assert link.get_attribute("rel") == "noreferrer noopener"


def test_a_dropped_file_is_cleaned_and_can_be_removed(page):
    drop(page, "bridge.html", PAGE)
    done(page)
    assert "bridge.html" in text(page, "chosen-name") and not visible(page, "#drop")
    assert "The bridge over the Alder" in text(page, "view-article")
    assert not page.find_element(By.ID, "page").is_enabled()
    page.find_element(By.ID, "forget").click()
    assert page.find_element(By.ID, "page").is_enabled() and not visible(page, "#chosen")


def test_an_opened_file_is_sent_in_its_own_encoding(page, tmp_path):
    path = tmp_path / "latin1.html"
    path.write_bytes(PAGE.replace("Bridge reopens", "Brücke öffnet").replace("<head>", "<head><meta charset=iso-8859-1>").encode("latin-1"))
    page.find_element(By.ID, "file").send_keys(str(path))
    done(page)
    assert page.find_element(By.CSS_SELECTOR, "#view-article h1").text == "Brücke öffnet"


def test_the_keyboard_alone(page):
    paste(page, PAGE)
    tab = page.find_element(By.ID, "tab-article")
    tab.send_keys(Keys.ARROW_RIGHT)
    assert page.switch_to.active_element.get_attribute("id") == "tab-fields" and visible(page, "#view-fields")
    page.switch_to.active_element.send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert page.switch_to.active_element.get_attribute("id") == "tab-json" and visible(page, "#view-json")


def test_a_page_without_an_article_and_errors(page):
    page.find_element(By.ID, "clean").click()
    assert "Paste a page" in text(page, "status")
    paste(page, "<p>x")
    assert text(page, "outcome").startswith("No article: no-text")
    drop(page, "large.html", "<p>" + "x" * 1_200_000)
    wait(page, lambda d: "larger than this server accepts" in text(d, "status"))
    assert "bad" in page.find_element(By.ID, "status").get_attribute("class")
    # The server refuses the page; the browser's own log says so too.
    page.get_log("browser")


def test_nothing_of_a_hostile_page_runs(page):
    paste(page, HOSTILE)
    assert "document.title='owned'" in text(page, "view-article")
    assert page.find_elements(By.CSS_SELECTOR, "#view-article :is(script, img, style, iframe, [onclick], [href^=javascript])") == []
    page.find_element(By.XPATH, "//*[@id='view-article']//*[contains(text(), 'painted')]").click()
    show(page, "why")
    assert page.title == "copydesk" and fits(page)
    assert [entry for entry in page.get_log("browser") if "sandboxed" not in entry["message"]] == []


@pytest.mark.parametrize(
    "name, width, height, dark",
    [("phone", 390, 844, False), ("tablet", 820, 1180, False), ("desktop", 1440, 900, False), ("dark", 1440, 900, True)],
)
def test_widths_and_dark_mode(address, name, width, height, dark):
    driver = browser(width, height, dark)
    try:
        driver.get(address)
        assert fits(driver)
        paste(driver, HOSTILE)
        for view in ("article", "fields", "why", "markdown", "json"):
            show(driver, view)
            assert fits(driver), view
            shot(driver, f"serve-{name}-{view}.png")
        assert driver.get_log("browser") == []
        form = driver.find_element(By.ID, "form").rect
        result = driver.find_element(By.ID, "result").rect
        if width >= 1024:
            assert result["x"] >= form["x"] + form["width"]
        else:
            assert result["y"] >= form["y"] + form["height"]
        color = driver.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
        red, green, blue = map(int, re.findall(r"\d+", color)[:3])
        assert (red + green + blue < 200) == dark
        # Large enough for a finger.
        assert all(e.rect["height"] >= 32 for e in visible(driver, "button, select, input:not([type=file])"))
    finally:
        driver.quit()


def test_right_to_left(page):
    paste(page, ARABIC)
    assert "language" in show(page, "fields").text
    article = show(page, "article")
    for paragraph in article.find_elements(By.TAG_NAME, "p"):
        if "الجسر" in paragraph.text:
            assert paragraph.value_of_css_property("direction") == "rtl"
    assert article.find_element(By.TAG_NAME, "h1").value_of_css_property("direction") == "rtl"
    shot(page, "serve-arabic.png")
    assert fits(page)
