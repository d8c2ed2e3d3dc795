"""Issue areas, issue pages and positions."""

from datetime import date
from itertools import count

from wagtail.models import Locale

from issues.models import IssueArea, IssuePage, PolicyPosition
from tests.factories.home import add_page

_numbers = count(1)


def make_area(name=None, **fields):
    number = next(_numbers)
    fields = {"short_tag": "Area", "slug": f"area-{number}", "locale": Locale.get_default(), **fields}
    return IssueArea.objects.create(name=name or f"Area {number}", **fields)


def make_issue(index, *, area=None, **fields):
    number = next(_numbers)
    fields = {
        "title": f"Issue {number}",
        "slug": f"issue-{number}",
        "summary": "Rents rise faster than pay. We want caps.",
        "what_we_want": "<p>Let cities cap rents.</p>",
        "last_reviewed_on": date(2026, 11, 1),
        **fields,
    }
    return add_page(index, IssuePage(area=area or make_area(), **fields))


def make_position(issue, **fields):
    fields = {
        "stance": "support",
        "text": "Cities may cap rents.",
        "adopted_on": date(2026, 10, 1),
        "adopted_by": "committee",
        "locale": Locale.get_default(),
        **fields,
    }
    return PolicyPosition.objects.create(issue=issue, **fields)
