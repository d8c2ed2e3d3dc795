from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voting.api import (
    Decision,
    DecisionRule,
    InvalidSettings,
    clean_quorum,
    quorum_met,
    quorum_sentence,
    shares_of_ballots,
)


class MethodWinners(DecisionRule):
    """Those whom the counting method finds to have won are elected, if enough people took part.

    Settings: quorum_kind and quorum_value. There is never a tie: what the
    method's own steps leave level, the recorded lot settles, and the result
    says so. A seat that "no endorsement" wins stays empty.
    """

    slug = "method_winners"
    label = _("Whoever wins the count, with an optional quorum")
    explanation = _("The winners of the count are elected.")

    def clean_settings(self, *, settings):
        quorum, problems = clean_quorum(settings=settings)
        if problems:
            raise InvalidSettings(problems)
        return quorum

    def check_contest(self, *, contest, method, settings):
        if contest.seats > 1 and contest.keys_of_kind("no_endorsement"):
            raise InvalidSettings(
                {
                    "rule": _(
                        "With several seats this rule cannot tell what “no endorsement” means. Remove it."
                    )
                }
            )

    def sentence(self, *, settings):
        sentences = [
            gettext("Whoever wins the count is elected. If choices stay level, a lot decides."),
            quorum_sentence(settings=settings),
        ]
        return " ".join(filter(None, sentences))

    def decide(self, *, contest, count, turnout, settings):
        kinds = {choice.key: choice.kind for choice in contest.choices}
        elected = tuple(key for key in count.winners if kinds[key] != "no_endorsement")
        winners: tuple[str, ...] = ()
        if not quorum_met(count=count, turnout=turnout, settings=settings):
            outcome = "quorum_not_met"
        elif not count.winners:
            outcome = "none_reached_threshold"
        elif not elected:
            outcome, winners = "no_endorsement", count.winners
        else:
            outcome = {"yes": "position_yes", "no": "position_no"}.get(kinds[elected[0]], "elected")
            winners = elected
        return Decision(
            outcome=outcome,
            winners=winners,
            shares=shares_of_ballots(count=count),
            base=count.with_choice,
        )
