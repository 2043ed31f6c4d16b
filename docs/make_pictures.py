"""Draw the pictures of the README and the guide: `python docs/make_pictures.py [FOLDER]`.

The screenshots are taken in Chromium, where there is one, by `pip install ".[test-browser]"`.
"""

import base64
import shutil
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

import numpy as np

import kullback as kb
from kullback import plots

HERE = Path(__file__).resolve().parent
DATA, MODEL = [0.55, 0.25, 0.15, 0.05], [0.05, 0.15, 0.3, 0.5]
# A model that moves towards the data in sixteen equal steps.
STEPS = np.linspace(MODEL, DATA, 17)
SCREENS = {"report": (1200, 900, "light"), "report-dark": (1200, 900, "dark")}
SCREENS |= {"report-phone": (390, 844, "light")}


def draw(folder):
    """Write the four pictures of a first course."""
    pictures = {
        "self_information": plots.self_information(),
        "entropy_of_a_coin": plots.entropy_of_a_coin(),
        "cross_entropy_decomposition": plots.cross_entropy_decomposition(DATA, STEPS),
        "divergence_terms": plots.divergence_terms(DATA, [0.25, 0.25, 0.25, 0.25]),
    }
    for name, chart in pictures.items():
        plots.save(chart, folder / f"{name}.svg")


def take_screenshots(folder):
    """Write what the page of the flights looks like, on wide, dark and narrow screens."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(option)
    with tempfile.TemporaryDirectory() as temporary, chdir(HERE.parent):
        page = Path(temporary) / "report.html"
        kb.compare("examples/reference.csv", "examples/current.csv").to_html(page)
        browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        browser.get(page.as_uri())
        for name, (width, height, light) in SCREENS.items():
            liking = {"features": [{"name": "prefers-color-scheme", "value": light}]}
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", liking)
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            shot = browser.execute_cdp_cmd("Page.captureScreenshot", {})
            (folder / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))
        browser.quit()


if __name__ == "__main__":
    FOLDER = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE / "pictures"
    FOLDER.mkdir(exist_ok=True)
    draw(FOLDER)
    if shutil.which("chromium") and shutil.which("chromedriver"):
        take_screenshots(FOLDER)
