"""The blocks in which an editor writes the contests of a member vote."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    CountingMethod,
    DecisionRule,
    InvalidSettings,
    PluginMissing,
    counting_methods,
    decision_rules,
)

# The rule of every survey, and of nothing else.
ADVICE = "advice"
CHOICE_KINDS = [
    ("option", _("A choice")),
    ("no_endorsement", _("No endorsement")),
]
DENOMINATORS = [
    ("choices_cast", _("Ballots with a choice in this contest")),
    ("ballots_submitted", _("All ballots of the vote")),
    ("yes_plus_no", _("Yes and no votes together")),
    ("eligible_minus_recused", _("Everybody on the roll")),
]
QUORUMS = [
    ("none", _("No quorum")),
    ("ballots", _("A number of ballots")),
    ("percent_of_roll", _("A percentage of the roll")),
    ("percent_of_members", _("A percentage of all members")),
    ("percent_of_ballots", _("A percentage of the ballots, in this contest")),
]


def method_choices():
    """Named functions, so that a migration keeps their names and not what was installed that day."""
    return counting_methods.choices()


def rule_choices():
    return decision_rules.choices()


class VoteChoiceBlock(blocks.StructBlock):
    """One choice: either a page (a candidate, say) or words of its own."""

    label = blocks.CharBlock(
        max_length=160, required=False, label=_("Words"), help_text=_("Leave empty to use the page's title.")
    )
    text = blocks.CharBlock(max_length=240, required=False, label=_("One line about it"))
    page = blocks.PageChooserBlock(required=False, label=_("Page to read"))
    kind = blocks.ChoiceBlock(choices=CHOICE_KINDS, default="option", label=_("Kind"))

    class Meta:
        icon = "list-ul"
        label = _("Choice")

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["label"] and not cleaned["page"]:
            raise StructBlockValidationError(
                {"label": ValidationError(_("Write the choice, or choose its page."))}
            )
        return cleaned


class SettingsTextBlock(blocks.TextBlock):
    """Names and values for a machine: nothing to translate."""

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class CountingOptionsBlock(blocks.StructBlock):
    """What can be settled about the counting; each method knows some of these and refuses the others."""

    max_marks = blocks.IntegerBlock(
        min_value=1,
        required=False,
        label=_("Most marks on a ballot"),
        help_text=_("For approval. Empty means as many as one likes."),
    )
    max_score = blocks.IntegerBlock(
        min_value=1,
        max_value=10,
        required=False,
        label=_("Highest score"),
        help_text=_("For score. Usually 5."),
    )
    max_ranks = blocks.IntegerBlock(
        min_value=1,
        required=False,
        label=_("Most ranks on a ballot"),
        help_text=_("For ranked ballots. Empty means that every choice can be ranked."),
    )
    keep_no_endorsement = blocks.BooleanBlock(
        required=False,
        label=_("“No endorsement” is never eliminated"),
        help_text=_("For instant-runoff."),
    )
    until_two = blocks.BooleanBlock(
        required=False,
        label=_("Go on until two are left"),
        help_text=_("For instant-runoff. Else the count ends with a majority."),
    )
    strength = blocks.ChoiceBlock(
        choices=[
            ("winning_votes", _("Votes of the winning side")),
            ("margins", _("Lead of the winning side")),
        ],
        required=False,
        label=_("What makes a pairwise win strong"),
        help_text=_("For Schulze and ranked pairs."),
    )
    unranked = blocks.ChoiceBlock(
        choices=[("last", _("Below every ranked choice")), ("no_opinion", _("No opinion about it"))],
        required=False,
        label=_("What an unranked choice means"),
        help_text=_("For Schulze and ranked pairs."),
    )
    others = SettingsTextBlock(
        required=False,
        default="",
        label=_("Other settings"),
        help_text=_("One a line, as in: name = value. For methods that other packages bring."),
    )

    class Meta:
        icon = "cogs"
        label = _("Details of the counting")
        label_format = _("Details of the counting")
        help_text = _(
            "Leave this empty to count in the usual way. "
            "Each setting says for which way of choosing it is; set for another one, it is refused."
        )
        collapsed = True

    def clean(self, value):
        cleaned = super().clean(value)
        lines = [line for line in (cleaned["others"] or "").splitlines() if line.strip()]
        if any("=" not in line for line in lines):
            raise StructBlockValidationError(
                {"others": ValidationError(_("Write each line as in: name = value."))}
            )
        return cleaned


class RuleBlock(blocks.StructBlock):
    """When the count decides."""

    rule = blocks.ChoiceBlock(choices=rule_choices, default="threshold", label=_("Rule"))
    threshold_numerator = blocks.IntegerBlock(min_value=1, default=60, label=_("Share needed: parts"))
    threshold_denominator = blocks.IntegerBlock(min_value=1, default=100, label=_("Share needed: out of"))
    comparison = blocks.ChoiceBlock(
        choices=[("at_least", _("At least this share")), ("more_than", _("More than this share"))],
        default="at_least",
        label=_("Compared how"),
    )
    denominator = blocks.ChoiceBlock(choices=DENOMINATORS, default="choices_cast", label=_("Share of what"))
    max_endorsed = blocks.IntegerBlock(
        min_value=1,
        default=1,
        required=False,
        label=_("Most that can win by their share"),
        help_text=_("If more are over the line, those with the most votes win."),
    )
    quorum_kind = blocks.ChoiceBlock(choices=QUORUMS, default="none", label=_("Quorum"))
    quorum_value = blocks.IntegerBlock(min_value=0, default=0, required=False, label=_("Quorum value"))

    option_quorum = blocks.IntegerBlock(
        min_value=0,
        default=0,
        required=False,
        label=_("Ballots that each choice needs"),
        help_text=_("For the rule with a default choice: ballots that prefer the choice to it."),
    )
    majority_numerator = blocks.IntegerBlock(
        min_value=1,
        default=1,
        required=False,
        label=_("Majority over the default choice"),
        help_text=_("For the rule with a default choice. 3 here and 1 below means three to one."),
    )
    majority_denominator = blocks.IntegerBlock(min_value=1, default=1, required=False, label=_("to"))

    class Meta:
        icon = "tick-inverse"
        label = _("Decision rule")

    def clean(self, value):
        cleaned = super().clean(value)
        settings = {name: field for name, field in cleaned.items() if name != "rule"}
        try:
            decision_rules.get(cleaned["rule"]).clean_settings(settings=settings)
        except InvalidSettings as error:
            raise StructBlockValidationError(
                {name: ValidationError(text) for name, text in error.problems.items()}
            ) from None
        return cleaned


class ContestBlock(blocks.StructBlock):
    """One question of a member vote."""

    question = blocks.CharBlock(max_length=200, label=_("Question"))
    explanation = blocks.RichTextBlock(
        features=["bold", "italic", "link", "ul"], required=False, label=_("Explanation")
    )
    subject = blocks.PageChooserBlock(
        required=False,
        label=_("What it is about"),
        help_text=_("An issue, a race or a candidate. The result is shown beside that page."),
    )
    method = blocks.ChoiceBlock(
        choices=method_choices, default="single_choice", label=_("How members choose")
    )
    choices = blocks.ListBlock(VoteChoiceBlock(), min_num=0, default=[], label=_("Choices"))
    seats = blocks.IntegerBlock(
        min_value=1,
        max_value=15,
        default=1,
        label=_("Seats"),
        help_text=_("How many are elected. One for an endorsement."),
    )
    options = CountingOptionsBlock()
    rule = RuleBlock()

    class Meta:
        icon = "tasks"
        label = _("Contest")

    def clean(self, value):
        cleaned = super().clean(value)
        method = counting_methods.get(cleaned["method"])
        _check_counting(method, cleaned)
        if method.fixed_choices and cleaned["choices"]:
            raise StructBlockValidationError(
                {
                    "choices": ListBlockValidationError(
                        non_block_errors=[_("This way of choosing brings its own choices. Remove these.")]
                    )
                }
            )
        spec = contest_spec(key="draft", value=cleaned)
        try:
            method.check_contest(contest=spec)
        except InvalidSettings as error:
            raise StructBlockValidationError(
                {
                    name: (
                        ListBlockValidationError(non_block_errors=[text])
                        if name == "choices"
                        else ValidationError(text)
                    )
                    for name, text in error.problems.items()
                }
            ) from None
        rule, settings = rule_of(cleaned)
        try:
            rule.check_contest(contest=spec, method=method, settings=rule.clean_settings(settings=settings))
        except InvalidSettings as error:
            raise _in_part("rule", error) from None
        return cleaned


def _check_counting(method: CountingMethod, value) -> None:
    if value["seats"] > method.most_seats:
        raise StructBlockValidationError(
            {"seats": ValidationError(_("This way of choosing fills one seat."))}
        )
    try:
        method.clean_options(options=given_options(value))
    except InvalidSettings as error:
        raise _in_part("options", error) from None


def _in_part(name: str, error: InvalidSettings) -> StructBlockValidationError:
    """The problems beside the fields of one part of the contest; those of no field stand above it."""
    return StructBlockValidationError(
        {
            name: StructBlockValidationError(
                {field: ValidationError(text) for field, text in error.problems.items()}
            )
        }
    )


def rule_of(value, *, advisory: bool = False) -> tuple[DecisionRule, dict[str, Any]]:
    """The decision rule of a contest, and the settings that were given for it.

    `advisory`: the contest is one of a survey, which has one rule only.
    """
    if advisory:
        return decision_rules.get(ADVICE), {}
    given = {name: setting for name, setting in value["rule"].items() if name != "rule"}
    return decision_rules.get(value["rule"]["rule"]), given


def given_options(value) -> dict[str, Any]:
    """The options of counting that an editor filled in, by name."""
    options = value.get("options") or {}
    given = {name: setting for name, setting in options.items() if name != "others" and setting}
    for line in (options.get("others") or "").splitlines():
        name, found, setting = line.partition("=")
        if found:
            given[name.strip()] = setting.strip()
    return given


def contest_spec(*, key: str, value) -> ContestSpec:
    """The contest of a block value as plain values; choices take their block ids as keys."""
    method = counting_methods.get(value["method"])
    if method.fixed_choices:
        choices = tuple(ChoiceSpec(key=name, kind=kind) for name, kind, _label in method.fixed_choices)
    else:
        choices = tuple(
            ChoiceSpec(key=item.id or f"choice-{number}", kind=item.value["kind"])
            for number, item in enumerate(value["choices"].bound_blocks)
        )
    options: dict[str, Any] = {}
    # A draft may be looked at before its settings are right.
    with suppress(InvalidSettings, PluginMissing):
        options = method.clean_options(options=given_options(value))
    return ContestSpec(key=key, choices=choices, seats=value.get("seats") or 1, options=options)
