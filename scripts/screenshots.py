"""Pictures of the map for the docs: docs/images/map-{light,dark}-{wide,narrow}.png, from the sample community.

Run from the repository: python -m scripts.screenshots [FOLDER]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from copnet.bootstrap import scratch_store
from copnet.graph import NetworkSpec
from copnet.services.demo import load_sample
from copnet.services.maps import map_page

SHAPES = {"wide": (1440, 900), "narrow": (390, 844)}
SELECTED = "#select=person%3Aamara-diallo"  # the dark wide one shows the details
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
FOLDER = Path(__file__).parents[1] / "docs" / "images"
LARGEST = 400_000  # bytes


def main(folder: Path) -> None:
    """Writes the four pictures and says how large they are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = os.environ.get("COPNET_CHROMIUM") or shutil.which("chromium")
    if not found:
        sys.exit("No Chromium found. Run `make setup-browser`, or set COPNET_CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        page = Path(scratch) / "map.html"
        with scratch_store() as store:
            load_sample(store)
            page.write_text(map_page(store.snapshot(), NetworkSpec(community="cohort"), standalone=True), "utf-8")
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        for theme in ("light", "dark"):
            for shape in SHAPES:
                _shoot(browser, page.as_uri(), folder / f"map-{theme}-{shape}.png", theme, shape)
        browser.close()


def _shoot(browser: Browser, address: str, file: Path, theme: str, shape: str) -> None:
    width, height = SHAPES[shape]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + (SELECTED if (theme, shape) == ("dark", "wide") else ""))
    page.wait_for_selector("html[data-ready=true]")
    page.wait_for_timeout(300)  # the last frame of the canvas
    page.screenshot(path=str(file), full_page=shape == "narrow")
    context.close()
    size = file.stat().st_size
    print(f"{file.name}: {size / 1000:.0f} kB")
    if size > LARGEST:
        sys.exit(f"{file.name} is larger than {LARGEST / 1000:.0f} kB.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
