"""The blocks in which an editor writes the contests of a member vote."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from voting.api import (
    ChoiceSpec,
    ContestSpec,
    InvalidSettings,
    counting_methods,
    decision_rules,
)

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
    quorum_kind = blocks.ChoiceBlock(choices=QUORUMS, default="none", label=_("Quorum"))
    quorum_value = blocks.IntegerBlock(min_value=0, default=0, required=False, label=_("Quorum value"))

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
    rule = RuleBlock()

    class Meta:
        icon = "tasks"
        label = _("Contest")

    def clean(self, value):
        cleaned = super().clean(value)
        method = counting_methods.get(cleaned["method"])
        if method.fixed_choices and cleaned["choices"]:
            raise StructBlockValidationError(
                {
                    "choices": ListBlockValidationError(
                        non_block_errors=[_("This way of choosing brings its own choices. Remove these.")]
                    )
                }
            )
        try:
            method.check_contest(contest=contest_spec(key="draft", value=cleaned))
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
        return cleaned


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
    return ContestSpec(key=key, choices=choices)
