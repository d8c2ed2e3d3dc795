"""What tests look for in answers."""

import re
from html import unescape

from django.urls import reverse


def ballot_url(vote):
    return reverse("voting:ballot", args=[vote.pk])


def desk_url(vote):
    return reverse("voting:desk_vote", args=[vote.pk])


def text_of(response) -> str:
    """The words of a page, without tags, on one line."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|template)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def main_of(response) -> str:
    """What the middle of a page shows, without the templates that only a script can show."""
    html = re.sub(r"<template\b.*?</template>", "", response.content.decode(), flags=re.S)
    return html[html.index("<main") : html.index("</main>")]


def hidden_fields(response) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    for name, value in re.findall(pattern, main_of(response)):
        if name != "csrfmiddlewaretoken":
            fields.setdefault(unescape(name), []).append(unescape(value))
    return fields


def press(client, url, response, button, **chosen):
    """Send the form of a screen as a browser would, with a button and what was chosen on it."""
    return client.post(url, {**hidden_fields(response), **chosen, "go": button})
