"""The page in a real browser without a network: no request, no error, no barrier, in any light.

With KULLBACK_SCREENSHOTS=folder the screenshots are kept for people to look at; KULLBACK_AXE may
name an axe.min.js newer than that of the package axe-core-python.
"""

import base64
import json
import os
import shutil
from importlib import resources
from pathlib import Path

import pytest

webdriver = pytest.importorskip("selenium.webdriver")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
if not (CHROMIUM and DRIVER):
    pytest.skip("no Chromium with its driver (Debian: chromium, chromium-driver)", True)

pytestmark = pytest.mark.browser
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
SCREENS = {"light": (1200, "light"), "dark": (1200, "dark"), "phone": (390, "light")}
DARK, LIGHT = "rgb(20, 23, 26)", "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def browser():
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    yield driver
    driver.quit()


@pytest.fixture(params=["flights_page", "hostile_page", "entangled_page"])
def page(request, browser):
    """Return a browser that shows the page, and the page's address."""
    browser.get_log("performance"), browser.get_log("browser")
    address = request.getfixturevalue(request.param).as_uri()
    browser.get(address)
    return browser, address


def look(browser, width, light):
    """Give the window a width and the reader a liking for light or dark."""
    liking = {"features": [{"name": "prefers-color-scheme", "value": light}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", liking)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def keep(name, picture):
    folder = os.environ.get("KULLBACK_SCREENSHOTS")
    if folder:
        Path(folder, name).write_bytes(base64.b64decode(picture))


def events(browser, name):
    """Return what the browser noted under a name since it was last asked."""
    notes = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [note["params"] for note in notes if note["method"] == name]


def axe():
    """Return the program of axe-core: that of its package for Python, or a newer one."""
    if "KULLBACK_AXE" in os.environ:
        return Path(os.environ["KULLBACK_AXE"]).read_text("utf-8")
    pytest.importorskip("axe_core_python")
    return (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")


def test_the_page_asks_for_nothing_and_runs_nothing(page):
    browser, address = page
    requests = events(browser, "Network.requestWillBeSent")
    assert [sent["request"]["url"] for sent in requests] == [address]
    assert browser.get_log("browser") == []
    assert browser.title.endswith(" compared")
    assert browser.execute_script("return document.scripts.length") == 1
    assert browser.execute_script("return document.images.length") == 0


def test_the_result_can_be_read_out_of_the_page(page):
    browser, _ = page
    found = browser.execute_script(
        "return JSON.parse(document.getElementById('result').textContent)"
    )
    assert found["schema"] == "kullback.comparison/1"


def test_the_page_forbids_what_it_does_not_do(flights_page, tmp_path, browser):
    """A script and a picture put into it by force stay without effect."""
    text = flights_page.read_text("utf-8")
    forced = "<script>document.title = 'ran'</script><img src='http://127.0.0.1:9/x.png'>"
    path = tmp_path / "forced.html"
    path.write_text(text.replace("</body>", f"{forced}</body>"), "utf-8")
    browser.get_log("performance")
    browser.get(path.as_uri())
    assert browser.title != "ran"
    reasons = [failed.get("blockedReason") for failed in events(browser, "Network.loadingFailed")]
    assert reasons == ["csp"]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_answer_is_seen_at_once_and_nothing_sticks_out(page, request, screen):
    browser, _ = page
    width, light = SCREENS[screen]
    look(browser, width, light)
    top = browser.execute_script("return document.querySelector('h1').getBoundingClientRect().top")
    assert 0 <= top < 60
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert colour == (DARK if light == "dark" else LIGHT)
    height = browser.execute_script("return document.documentElement.scrollHeight")
    whole = {"x": 0, "y": 0, "width": width, "height": min(height, 8000), "scale": 1}
    picture = browser.execute_cdp_cmd(
        "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": whole}
    )
    keep(f"{request.node.callspec.params['page']}-{screen}.png", picture["data"])


def test_marks_of_the_pictures_change_with_the_light(page):
    browser, _ = page
    first = "return getComputedStyle(document.querySelector('svg [fill=\"#0072b2\"]')).fill"
    seen = []
    for light in ("light", "dark"):
        look(browser, 1200, light)
        seen.append(browser.execute_script(first))
    assert seen == ["rgb(0, 114, 178)", "rgb(74, 163, 223)"]


def test_the_page_prints_on_white(page, request):
    browser, _ = page
    look(browser, 1200, "dark")
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert colour == LIGHT
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]
    assert base64.b64decode(printed).startswith(b"%PDF-")
    keep(f"{request.node.callspec.params['page']}-print.pdf", printed)


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_barrier(page, screen):
    browser, _ = page
    look(browser, *SCREENS[screen])
    browser.execute_script(axe())
    found = browser.execute_async_script(
        "axe.run(document, {resultTypes: ['violations']}).then(arguments[arguments.length - 1])"
    )
    assert [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
