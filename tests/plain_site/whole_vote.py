"""One member vote on a site that has nothing of ours but `voting`; run in a process of its own."""

import os
import sys
from datetime import timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.plain_site.settings"
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402 -- after the set-up
from django.core.management import call_command  # noqa: E402 -- after the set-up
from django.test import Client  # noqa: E402 -- after the set-up
from django.urls import reverse  # noqa: E402 -- after the set-up
from django.utils import timezone  # noqa: E402 -- after the set-up

call_command("check")
call_command("migrate", verbosity=0)

from tests.factories.voting import make_vote_page  # noqa: E402 -- after the set-up
from tests.sample_plugin.electorate import GROUP  # noqa: E402 -- after the set-up
from voting.domain.announcing import announce_vote  # noqa: E402 -- after the set-up
from voting.domain.certifying import certify_vote  # noqa: E402 -- after the set-up
from voting.domain.counting import count_vote  # noqa: E402 -- after the set-up
from voting.domain.lifecycle import close_vote, open_vote, publish_vote  # noqa: E402 -- after the set-up
from voting.models import MemberVote  # noqa: E402 -- after the set-up

group = Group.objects.create(name=GROUP)
people = [User.objects.create_user(f"user{n}", f"user{n}@example.org") for n in range(7)]
group.user_set.set(people[:5])
now = timezone.now()
page = make_vote_page(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1))
vote = MemberVote.objects.get(page=page)
vote.tellers.set(people[5:])
announce_vote(member_vote=vote, at=now - timedelta(days=1))
open_vote(member_vote=vote, at=page.opens_at)
address = reverse("voting:ballot", args=[vote.pk])
for person in people[:5]:
    client = Client()
    client.force_login(person)
    answer = client.post(address, {"go": "cast", "step": "2", "race": "a"}, follow=True)
    if answer.status_code != 200:
        sys.exit(f"casting answered {answer.status_code}")
close_vote(member_vote=vote, at=page.closes_at)
count_vote(member_vote=vote, at=page.closes_at)
for teller in people[5:]:
    certify_vote(member_vote=vote, teller=teller, at=page.closes_at)
publish_vote(member_vote=vote, at=page.closes_at)
html = Client().get(page.get_url()).content.decode()
vote.refresh_from_db()
tally = vote.contests.get().tally
print(vote.state, tally.outcome, tally.result["tallies"]["a"], "Ada" in html)  # noqa: T201 -- what the test reads
