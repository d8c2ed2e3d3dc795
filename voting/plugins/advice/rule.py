from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voting.api import Decision, DecisionRule, shares_of_ballots


class Advice(DecisionRule):
    """Nothing is decided: the result says what people prefer. It has no settings.

    Where choices stand level for a place, all of them lead: no lot is needed
    to ask people what they think.
    """

    slug = "advice"
    label = _("Advice only: nothing is decided")
    explanation = _("This is advice; nothing is decided.")

    def clean_settings(self, *, settings):
        return {}

    def sentence(self, *, settings):
        return gettext("This is advice; nothing is decided.")

    def decide(self, *, contest, count, turnout, settings):
        level = {
            key
            for tie in count.ties
            if tie.what == "elected" and tie.settled_by == "lot" and set(tie.favored) <= set(count.winners)
            for key in tie.choices
        }
        ahead = [key for key in count.winners if key not in level]
        return Decision(
            outcome="advice",
            winners=(*ahead, *sorted(level)),
            shares=shares_of_ballots(count=count),
            base=count.with_choice,
            tied=tuple(sorted(level)),
        )
