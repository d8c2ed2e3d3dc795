"""Ballots to approve, to rank and to score: by keyboard, without a script, by hand, on small screens."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import PHONE, Findings, broken_rules
from tests.factories.voting import choice, contest, make_vote, make_vote_index, make_voters
from tests.voting.views.pages import ballot_url

CHOICES = {
    "ada": "Ada Okafor",
    "ben": "Benjamin Tavares-Whitcombe",
    "cora": "Cora Lim",
}
METHODS = {
    "approval": {"max_marks": 2},
    "instant_runoff": {},
    "schulze": {},
    "star": {},
}
WINNERS = {"rule": "method_winners"}


@pytest.fixture(autouse=True)
def languages(settings, tmp_path):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    settings.VOTING_KEY_DIR = tmp_path / "keys"


@pytest.fixture
def ballot(own_page, client, db):
    """A function that opens the ballot of a vote with one contest, in a browser of a voter."""
    voters = make_voters(5)
    client.force_login(voters[0])
    page_of_ada = make_vote_index()
    page_of_ada.search_description = "Ada has worked nights at Lowell General for eleven years."
    page_of_ada.save_revision().publish()

    def open_ballot(method, *, options=None, language="en", **context):
        block = contest(
            *(
                choice(label, key=key, text="Democrat, Lowell.", page=page_of_ada if key == "ada" else None)
                for key, label in CHOICES.items()
            ),
            choice("No endorsement", key="nobody", kind="no_endorsement"),
            key="race",
            method=method,
            rule=WINNERS,
        )
        block["value"]["options"] = METHODS[method] if options is None else options
        page = own_page(client, **context)
        page.goto(ballot_url(make_vote(block, voters=voters)).replace("/en/", f"/{language}/"))
        return page

    return open_ballot


def _ranks(page) -> dict[str, str]:
    """The ranks that the form would send, in the order in which the rows stand."""
    rows = page.eval_on_selector_all(
        "[data-rank] select", "all => all.map((each) => [each.name, each.value])"
    )
    return {name.removeprefix("race."): value for name, value in rows}


def _summary(page) -> str:
    return page.inner_text("[data-ranks-summary]").replace("\u2068", "").replace("\u2069", "")


def _press_from_keyboard(page, name: str, key: str = "Enter") -> None:
    """Tab to the control of this name, which shows that it has the focus, and press it."""
    wanted = f"""() => {{
        const e = document.activeElement, mark = e.closest(".choice, label") || e;
        const label = e.labels?.[0]?.querySelector(".choice__label") || e.labels?.[0] || e;
        const name = e.getAttribute("aria-label") || label.textContent;
        return [name.trim().startsWith({name!r}), [e, mark].some(
            (each) => parseFloat(getComputedStyle(each).outlineWidth) > 0)];
    }}"""
    for _ in range(60):
        page.keyboard.press("Tab")
        reached, shown = page.evaluate(wanted)
        if reached:
            assert shown, name
            page.keyboard.press(key)
            return
    pytest.fail(f"Tab never reaches {name!r}.")


def _next(page) -> None:
    page.get_by_role("button", name="Next", exact=True).click()


# --- ranks ----------------------------------------------------------------------------------------


def test_ranks_are_given_and_cast_from_the_keyboard_alone(ballot):
    page = ballot("instant_runoff")
    _press_from_keyboard(page, "Move Cora Lim up")
    # The focus stays with the row that moved.
    assert "Cora Lim" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    _press_from_keyboard(page, "Move Benjamin Tavares-Whitcombe up")
    page.keyboard.press("Enter")
    assert list(_ranks(page).items())[:3] == [("ben", "1"), ("cora", "2"), ("ada", "")]
    assert _summary(page) == (
        "Your ballot says: 1. Benjamin Tavares-Whitcombe; 2. Cora Lim; "
        "left unranked: Ada Okafor, No endorsement."
    )
    _press_from_keyboard(page, "Next")
    expect(page.get_by_role("heading", name="Check your ballot")).to_be_visible()
    expect(page.locator(".review__lines li").first).to_have_text("1. Benjamin Tavares-Whitcombe")
    _press_from_keyboard(page, "Cast my ballot")
    expect(page.get_by_role("heading", name="Your ballot is cast")).to_be_visible()


def test_rank_chosen_from_the_list_moves_the_row_there(ballot):
    page = ballot("instant_runoff")
    page.get_by_label("Rank of Ada Okafor").select_option("1")
    page.get_by_label("Rank of Cora Lim").select_option("1")
    assert list(_ranks(page).items())[:2] == [("cora", "1"), ("ada", "2")]
    page.get_by_label("Rank of Cora Lim").select_option("")
    assert list(_ranks(page).items())[:2] == [("ada", "1"), ("cora", "")]


def test_row_is_dragged_to_its_rank(ballot):
    page = ballot("instant_runoff", viewport=PHONE)
    for name in ("ada", "ben"):
        page.get_by_label(f"Rank of {CHOICES[name]}").select_option("1")
    assert list(_ranks(page))[:2] == ["ben", "ada"]
    _drag(page, "Cora Lim", to="Benjamin Tavares-Whitcombe")
    assert list(_ranks(page).items())[:3] == [("cora", "1"), ("ben", "2"), ("ada", "3")]
    assert _summary(page).startswith("Your ballot says: 1. Cora Lim; 2. Benjamin Tavares-Whitcombe;")


def test_row_that_is_dragged_to_the_end_is_left_unranked(ballot):
    page = ballot("instant_runoff")
    page.get_by_label("Rank of Ada Okafor").select_option("1")
    page.get_by_label("Rank of Cora Lim").select_option("2")
    _drag(page, "Ada Okafor", to="No endorsement")
    assert _ranks(page)["ada"] == "" and _ranks(page)["cora"] == "1"


def test_drag_is_done_with_a_finger_too(ballot):
    page = ballot("instant_runoff", viewport=PHONE, has_touch=True)
    _touch_drag(page, "Cora Lim", to="Ada Okafor")
    assert list(_ranks(page).items())[:2] == [("cora", "1"), ("ada", "")]


def _handle(page, label: str) -> dict:
    row = page.locator("[data-rank]", has_text=label)
    row.scroll_into_view_if_needed()
    return row.locator("[data-rank-handle]").bounding_box()


def _drag(page, label: str, *, to: str) -> None:
    """Past the middle of the other row, as a hand does."""
    start, end = _handle(page, label), page.locator("[data-rank]", has_text=to).bounding_box()
    x = start["x"] + start["width"] / 2
    is_up = end["y"] < start["y"]
    page.mouse.move(x, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, end["y"] + (2 if is_up else end["height"] - 2), steps=8)
    page.mouse.up()


def _touch_drag(page, label: str, *, to: str) -> None:
    start, end = _handle(page, label), page.locator("[data-rank]", has_text=to).bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    fingers = page.context.new_cdp_session(page)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in (0.5, 0.9, 1):
        point = {"x": x, "y": y + (end["y"] + 2 - y) * part}
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_choices_share_a_rank_where_the_method_allows_it(ballot):
    page = ballot("schulze")
    for name in ("ada", "ben"):
        page.get_by_label(f"Rank of {CHOICES[name]}").select_option("1")
    page.get_by_label("Rank of Cora Lim").select_option("2")
    assert list(_ranks(page).values()) == ["1", "1", "2", ""]
    assert "1. Ada Okafor, Benjamin Tavares-Whitcombe (level); 2. Cora Lim" in _summary(page)
    # Up takes a choice out of the group, ahead of it.
    page.get_by_role("button", name="Move Benjamin Tavares-Whitcombe up").click()
    assert list(_ranks(page).items())[:2] == [("ben", "1"), ("ada", "2")]
    _next(page)
    expect(page.locator(".review__lines li").nth(1)).to_have_text("2. Ada Okafor")


def test_full_ballot_takes_no_more_ranks(ballot):
    page = ballot("instant_runoff", options={"max_ranks": 2})
    for label in ("Ada Okafor", "Cora Lim"):
        page.get_by_role("button", name=f"Move {label} up").click()
    expect(page.get_by_role("button", name="Move No endorsement up")).to_be_disabled()
    page.get_by_role("button", name="Move Cora Lim down").click()
    expect(page.get_by_role("button", name="Move No endorsement up")).to_be_enabled()


def test_ranked_ballot_works_without_a_script(ballot):
    page = ballot("instant_runoff", java_script_enabled=False)
    expect(page.locator("[data-rank-move]").first).to_be_hidden()
    page.get_by_label("Rank of Ada Okafor").select_option("1")
    page.get_by_label("Rank of Cora Lim").select_option("1")
    _next(page)
    expect(page.locator("#wrong")).to_contain_text("Two choices have the same rank. Give each rank once.")
    expect(page.get_by_label("Rank of Cora Lim")).to_have_value("1")
    page.get_by_label("Rank of Cora Lim").select_option("3")
    _next(page)
    expect(page.locator(".review__lines")).to_contain_text("1. Ada Okafor")
    expect(page.locator(".review__lines")).to_contain_text("2. Cora Lim")
    page.get_by_role("button", name="Go back").click()
    expect(page.locator("[data-ranks-summary]")).to_contain_text("1. Ada Okafor; 2. Cora Lim; left unranked:")
    expect(page.get_by_label("Rank of Cora Lim")).to_have_value("3")


# --- marks and scores -------------------------------------------------------------------------------


def test_marks_are_made_from_the_keyboard_and_too_many_lose_nothing(ballot):
    page = ballot("approval")
    for label in CHOICES.values():
        _press_from_keyboard(page, label, "Space")
    _press_from_keyboard(page, "Next")
    expect(page.locator("#wrong")).to_contain_text("You can mark at most 2 choices.")
    assert page.locator("input:checked").count() == 3
    page.get_by_role("checkbox", name="Cora Lim").uncheck()
    _next(page)
    expect(page.locator(".review__lines li")).to_have_text(["Ada Okafor", "Benjamin Tavares-Whitcombe"])


def test_scores_are_given_from_the_keyboard(ballot):
    page = ballot("star")
    _press_from_keyboard(page, "0", "Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    _next(page)
    expect(page.locator(".review__lines li").first).to_have_text("Ada Okafor: 4")


def test_scores_work_without_a_script(ballot):
    page = ballot("star", java_script_enabled=False)
    page.get_by_role("group", name="Cora Lim").get_by_role("radio", name="5").check()
    _next(page)
    expect(page.locator(".review__lines")).to_contain_text("Cora Lim: 5")


# --- every ballot ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_ballot_breaks_a_rule_or_is_too_wide(ballot, method, language):
    page = ballot(method, language=language)
    found = Findings()
    found.look("empty", page, schemes=("light", "dark"))
    page.locator("button[value=next]").click()
    found.look("with an error", page, sizes=(PHONE,))
    if method in ("instant_runoff", "schulze"):
        page.locator("select").first.select_option("1")
    else:
        page.locator("input[type=checkbox], input[type=radio]").first.check()
    found.look("filled in", page, schemes=("light", "dark"), sizes=(PHONE,))
    page.locator("button[value=next]").click()
    found.look("review", page, sizes=(PHONE,))
    found.check()


@pytest.mark.parametrize("method", METHODS)
def test_page_of_a_choice_is_read_without_leaving_the_ballot(ballot, method):
    page = ballot(method)
    address = page.url
    page.get_by_text("Read more about Ada Okafor").click()
    expect(page.get_by_text("Ada has worked nights at Lowell General for eleven years.")).to_be_visible()
    assert page.url == address


@pytest.mark.parametrize("method", METHODS)
def test_controls_are_large_enough_for_a_finger(ballot, method):
    page = ballot(method, viewport=PHONE)
    small = """() => [...document.querySelectorAll(
          "main button, main select, main summary, .choice__pick, .score__points label, [data-rank-handle]")]
        .filter((e) => e.checkVisibility())
        .filter((e) => { const box = e.getBoundingClientRect(); return box.height < 44 || box.width < 24; })
        .map((e) => e.outerHTML)"""
    assert page.evaluate(small) == []


def test_what_is_chosen_shows_in_forced_colors(ballot):
    page = ballot("star", forced_colors="active")
    page.get_by_role("group", name="Cora Lim").get_by_role("radio", name="5").check()
    label = page.locator("label:has(input:checked)")
    other = page.locator("label:not(:has(input:checked))").first
    border = "(each) => getComputedStyle(each).borderTopColor"
    assert label.evaluate(border) != other.evaluate(border)
    assert broken_rules(page, sizes=(PHONE,)) == []
