"""The pictures of the README, taken from the running demo: `make screenshots`."""

import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402 -- after the set-up

from members.demo_people import ANA  # noqa: E402 -- after the set-up
from tests.browser.steps import Visitor  # noqa: E402 -- after the set-up
from tests.support.browsing import FLAGS, chromium, why_not  # noqa: E402 -- after the set-up
from tests.support.live_site import served_demo  # noqa: E402 -- after the set-up

FOLDER = ROOT / "docs" / "images"
CANDIDATE = "/en/elections/primary/senate-first-quabbin-and-nashua/beatriz-hathorne-ruiz/"
VOTE = "member-votes/house-and-election-day/"


def main() -> int:
    if reason := why_not():
        sys.exit(reason)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served_demo(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        desk = browser.new_page(base_url=site.url, viewport={"width": 1280, "height": 1180})
        desk.goto(CANDIDATE)
        save("candidate", desk.screenshot())
        phone = browser.new_page(base_url=site.url, viewport={"width": 390, "height": 1150})
        ana = Visitor(phone)
        ana.signs_in(ANA, to=VOTE)
        phone.goto("/en/my-ballots/")
        ana.link(ana.words("Vote now")).first.click()
        phone.wait_for_url("**/ballot/**")
        save("ballot", phone.screenshot())
        browser.close()
    return 0


def save(name: str, picture: bytes) -> None:
    """Few colors are enough for a page, and keep the file small."""
    path = FOLDER / f"{name}.png"
    Image.open(BytesIO(picture)).convert("RGB").quantize(128).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")  # noqa: T201 -- a script's answer


if __name__ == "__main__":
    sys.exit(main())
