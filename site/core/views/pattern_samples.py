"""Invented data for the pattern page: every part in every state."""

from django import forms
from django.core.paginator import Paginator

from core.views.pattern_counts import count_samples


class SampleForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As it stands on your membership card.")
    email = forms.EmailField(label="Email", help_text="We only use it to reach you about your vote.")
    town = forms.ChoiceField(
        label="Town", choices=[("", "Choose a town"), ("lowell", "Lowell"), ("lynn", "Lynn")]
    )
    language = forms.ChoiceField(
        label="Language of our mail", choices=[("en", "English"), ("es", "Español")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Anything we should know", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="I live in Massachusetts")


STEPS = ["Governor", "4th Middlesex", "Fair Share", "Review", "Done"]

TAGS = [
    ("open", "Open now"),
    ("announced", "Announced"),
    ("closed", "Closed"),
    ("endorsed", "Endorsed"),
    ("adopted", "Adopted"),
    ("not_adopted", "Not adopted"),
    ("neutral", "No endorsement"),
    ("warning", "Quorum missed"),
]

NOTICES = [
    ("info", "Voting opens on Sunday", "You will get an email with a link when it does."),
    ("success", "Your address is saved", "You can change it again at any time."),
    ("warning", "Your membership ends on Friday", "Renew by then to vote in the next vote."),
    (
        "error",
        "Your ballot was not cast",
        "The vote closed at 8 pm. Nothing was kept.",
    ),
]

CARDS = [
    {
        "title": "Housing we can afford",
        "url": "#housing",
        "kicker": "Shared prosperity",
        "text": "Rents rise faster than pay. Cities should be able to cap how fast.",
        "tag_label": "Adopted",
        "tag_kind": "adopted",
        "meta": "412 members decided",
    },
    {
        "title": "Ada Okafor",
        "url": "#ada",
        "kicker": "State Senate, 4th Middlesex",
        "text": "Nurse and union steward from Lowell.",
        "tag_label": "Open now",
        "tag_kind": "open",
        "meta": "Closes Friday",
    },
    {
        "title": "How a bill becomes law, and the four places where it quietly stops",
        "url": "#bill",
        "kicker": "News",
        "meta": "3 December 2026",
    },
]


def _panel(vote_id, state, tag_kind, tag_label, headline, detail="", **more):
    return {
        "vote_id": vote_id,
        "state": state,
        "tag_kind": tag_kind,
        "tag_label": tag_label,
        "headline": headline,
        "detail": detail,
        "vote_url": "#vote",
        "result_url": "#result" if state == "published" else "",
        **more,
    }


def _published(vote_id, kind, tag_kind, tag_label, headline, detail, percent, threshold="60"):
    return _panel(
        vote_id,
        "published",
        tag_kind,
        tag_label,
        headline,
        detail,
        outcome_kind=kind,
        percent_text=f"{percent} %" if percent else "",
        bar_percent=percent,
        threshold_percent=threshold,
    )


PANELS = [
    _panel(1, "announced", "announced", "Announced", "Members decide this from 4 to 9 December."),
    _panel(
        2,
        "open",
        "open",
        "Open now",
        "Open now: closes Friday, 9 December, 8 pm Eastern.",
        "3 days and 4 hours left.",
        question="Whom should we endorse in the 4th Middlesex?",
    ),
    _panel(3, "closed", "closed", "Closed", "Closed. The count is being certified."),
    _published(
        4,
        "endorsed",
        "endorsed",
        "Endorsed",
        "Endorsed by members",
        "71.4 % of 1,204 ballots (60 % needed).",
        "71.4",
    ),
    _published(
        5,
        "adopted",
        "adopted",
        "Adopted",
        "Members say yes to this",
        "60.0 % of 412 ballots (60 % needed).",
        "60.0",
    ),
    _published(
        6,
        "not_adopted",
        "not_adopted",
        "Not adopted",
        "Members say no",
        "38.0 % said yes (60 % needed).",
        "38.0",
    ),
    _published(
        7,
        "no_endorsement",
        "neutral",
        "No endorsement",
        "Members chose to endorse nobody",
        "“No endorsement” has 62 %.",
        "62.0",
    ),
    _published(
        8,
        "none",
        "neutral",
        "No endorsement",
        "Nobody reached 60 %, so there is no endorsement",
        "The highest share was 59.6 % of 99 ballots.",
        "59.6",
    ),
    _published(
        9,
        "quorum",
        "warning",
        "Quorum missed",
        "Too few members voted",
        "11 ballots came in. 12 were needed.",
        "",
    ),
    _published(
        10, "void", "not_adopted", "Void", "This vote does not count", "Two tellers voided it. Read why.", ""
    ),
    _panel(
        11,
        "cancelled",
        "neutral",
        "Cancelled",
        "This vote will not take place.",
        "The race has only one candidate.",
    ),
]


def _row(label, count, percent, kind="", winner=False, url="#candidate"):
    return {
        "label": label,
        "url": url,
        "count": f"{count} ballots",
        "percent_text": f"{percent} %",
        "bar_percent": percent,
        "kind": kind,
        "is_winner": winner,
    }


def _votes(label, count, percent, kind, note):
    """A row without a share: the bar has a scale of its own."""
    return {**_row(label, count, percent, kind, winner=bool(kind)), "percent_text": "", "note": note}


def _figures(eligible, ballots, turnout):
    return [
        {"label": "could vote", "value": eligible},
        {"label": "cast a ballot", "value": ballots},
        {"label": "turnout", "value": turnout},
    ]


def _bars(*rows, threshold="", words=""):
    return {"rows": rows, "threshold_percent": threshold, "threshold_text": words}


RESULTS = [
    {
        "outcome_kind": "endorsed",
        "outcome_sentence": "Members endorse Ada Okafor.",
        "question": "Whom should we endorse for State Senate in the 4th Middlesex?",
        "bars": _bars(
            _row("Ada Okafor", 860, "71.4", "endorsed", winner=True),
            _row("Benjamin Tavares-Whitcombe", 212, "17.6"),
            _row("No endorsement", 132, "11.0", "no_endorsement", url=""),
            threshold="60",
            words="60 % needed for an endorsement",
        ),
        "denominator_text": "Shares are of all 1,204 ballots.",
        "abstentions": "18 members skipped this contest.",
        "figures": _figures("2,310", "1,204", "52.1 %"),
        "notes": [
            "Certified by two tellers on 10 December 2026.",
            "The ballots were counted again by a second teller.",
        ],
    },
    {
        "outcome_kind": "elected",
        "outcome_sentence": "Members elected Ada Okafor and Cora Lim.",
        "question": "Who should sit on the board?",
        "bars": {
            **_bars(
                _votes("Ada Okafor", 412, "100", "elected", "Elected in round 1"),
                _votes("Cora Lim", 311, "75.5", "elected", "Elected in round 3"),
                _votes("Benjamin Tavares-Whitcombe", 212, "51.5", "", "Dropped out in round 2"),
                threshold="73.3",
                words="302 votes elect.",
            ),
            "meaning": "A bar shows the votes a choice had when its place was settled.",
        },
        "ties": ["Round 2: two choices were level at the end of the list. The lot favored Cora Lim."],
    },
    {
        "outcome_kind": "not_adopted",
        "outcome_sentence": "Members say no to the local sales tax.",
        "question": "Should we support a local sales tax?",
        "bars": _bars(
            _row("Yes", 157, "38.0", "", url=""),
            _row("No", 255, "62.0", "not_adopted", winner=True, url=""),
            threshold="60",
            words="60 % needed for a position",
        ),
        "denominator_text": "Shares are of all 412 ballots.",
    },
    {
        "outcome_kind": "none",
        "outcome_sentence": "Nobody reached 60 %, so there is no endorsement.",
        "bars": _bars(
            _row("Ada Okafor", 59, "59.6"),
            _row("Benjamin Tavares-Whitcombe", 25, "25.3"),
            _row("No endorsement", 15, "15.1", "no_endorsement", url=""),
            threshold="60",
            words="60 % needed for an endorsement",
        ),
        "denominator_text": "Shares are of all 99 ballots.",
    },
    {
        "outcome_kind": "no_endorsement",
        "outcome_sentence": "Members chose to endorse nobody in this race.",
        "bars": _bars(
            _row("Ada Okafor", 20, "20.0"),
            _row("Benjamin Tavares-Whitcombe", 20, "20.0"),
            _row("No endorsement", 60, "60.0", "no_endorsement", winner=True, url=""),
            threshold="60",
            words="60 % needed",
        ),
        "denominator_text": "Shares are of all 100 ballots.",
    },
    {
        "outcome_kind": "tie",
        "outcome_sentence": "The vote is a tie between Ada Okafor and Cora Lim, so nothing is decided.",
        "bars": _bars(_row("Ada Okafor", 60, "60.0"), _row("Cora Lim", 60, "60.0")),
    },
    {
        "outcome_kind": "advice",
        "outcome_sentence": "Members prefer a summer fair. This is advice; nothing is decided.",
        "bars": _bars(
            _row("A summer fair", 61, "61.0", "advice", winner=True), _row("A winter fair", 39, "39.0")
        ),
    },
    {
        "outcome_kind": "quorum",
        "outcome_sentence": "Too few members voted, so nothing was decided.",
        "figures": _figures("140", "11", "7.9 %"),
        "notes": ["12 ballots were needed for this vote to count."],
    },
    {"outcome_kind": "void", "outcome_sentence": "This vote was voided and does not count."},
]

CHOICES = [
    {
        "value": "ada",
        "label": "Ada Okafor",
        "description": "Nurse and union steward, Lowell. Democrat.",
        "initials": "AO",
        "read_more_html": "<p>Ada has worked nights at Lowell General for eleven years.</p>",
        "read_more_url": "#ada",
        "checked": True,
    },
    {
        "value": "ben",
        "label": "Benjamin Tavares-Whitcombe",
        "description": "City councillor, Chelmsford. Democrat.",
        "initials": "BT",
        "read_more_html": "<p>Ben brought free buses to Chelmsford.</p>",
    },
    {
        "value": "none",
        "label": "No endorsement",
        "description": "I want us to endorse nobody in this race.",
        "kind": "no_endorsement",
    },
]

YES_NO = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]

SCORES = [
    {
        "name": "score-ada",
        "label": "Ada Okafor",
        "points": [{"value": n, "label": n, "chosen": n == 4} for n in range(6)],
    },
    {
        "name": "score-ben",
        "label": "Benjamin Tavares-Whitcombe",
        "points": [{"value": n, "label": n} for n in range(6)],
    },
]


def _ranks(selected):
    words = ["Not ranked", "1st", "2nd", "3rd"]
    return [{"value": n or "", "label": word, "chosen": n == selected} for n, word in enumerate(words)]


RANKS = [
    {
        "name": "rank-ada",
        "label": "Ada Okafor",
        "initials": "AO",
        "ranks": _ranks(1),
        "read_more_html": "<p>Ada has worked nights at Lowell General for eleven years.</p>",
    },
    {"name": "rank-ben", "label": "Benjamin Tavares-Whitcombe", "initials": "BT", "ranks": _ranks(2)},
    {"name": "rank-cora", "label": "Cora Lim", "initials": "CL", "ranks": _ranks(0)},
]


def sample_context() -> dict:
    """Everything that templates/patterns/index.html shows."""
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm({"email": "ada@example", "name": ""}, auto_id="wrong_%s"),
        "page_obj": Paginator(range(60), 20).page(2),
        "crumbs": [
            {"title": "Home", "url": "/"},
            {"title": "Issues", "url": "#"},
            {"title": "Housing we can afford", "url": "#"},
        ],
        "steps": STEPS,
        "tags": TAGS,
        "notices": NOTICES,
        "cards": CARDS,
        "panels": PANELS,
        "results": RESULTS,
        "choices": CHOICES,
        "yes_no": YES_NO,
        "scores": SCORES,
        "ranks": RANKS,
        **count_samples(),
    }
