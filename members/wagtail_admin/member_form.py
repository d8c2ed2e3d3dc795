"""Changing a record: what was recorded about periods stays, and every change is written into its history."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic

from members.domain.history import record_change
from members.domain.member_facts import differences, facts_of
from members.wagtail_admin.refusing import RefusingMixin


class KeptRowForm(WagtailAdminModelForm):
    """A recorded row can be ended; what it says stays as it was recorded."""

    fixed: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.fixed:
                self.fields[name].disabled = True


class MembershipForm(KeptRowForm):
    fixed = ("tier", "starts_on", "expires_on", "source")


class ChapterMembershipForm(KeptRowForm):
    fixed = ("chapter", "starts_on")


class SuspensionForm(KeptRowForm):
    fixed = ("starts_on",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A decision against a member has a reason that can be read later.
        self.fields["reason"].required = True


class KeptRowsFormSet(BaseChildFormSet):
    """Rows that are recorded are not removed."""

    message = ""

    def _should_delete_form(self, form):
        return not form.instance.pk and super()._should_delete_form(form)

    def clean(self):
        super().clean()
        asked = super()._should_delete_form
        if any(form.instance.pk and asked(form) for form in self.forms):
            raise forms.ValidationError(self.message)


class MembershipFormSet(KeptRowsFormSet):
    message = _("A recorded membership stays. Enter the day it was canceled instead.")


class ChapterFormSet(KeptRowsFormSet):
    message = _("The time in a chapter stays. Enter its last day instead.")


class SuspensionFormSet(KeptRowsFormSet):
    message = _("A recorded suspension stays. Enter its last day instead.")


class KeptRowsPanel(InlinePanel):
    """`row_form`, `row_formset`: the rules for its rows."""

    def __init__(self, *args, row_form, row_formset, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_form = row_form
        self.row_formset = row_formset

    def clone_kwargs(self):
        return super().clone_kwargs() | {"row_form": self.row_form, "row_formset": self.row_formset}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": self.row_form, "formset": self.row_formset}
        return options


class _RecordedMixin(RefusingMixin):
    """Saves, and writes down what is another than before."""

    def get_success_url(self):
        return reverse("member_roll:inspect", args=[self.object.pk])

    def save_instance(self):
        before, now = self.facts_before(), timezone.now()
        member = super().save_instance()
        record_change(
            member=member,
            at=now,
            actor=self.request.user,
            source="office",
            changes=differences(before, facts_of(member)),
        )
        return member


class MemberCreateView(_RecordedMixin, generic.CreateView):
    def facts_before(self):
        return {}


class MemberEditView(_RecordedMixin, generic.EditView):
    def facts_before(self):
        return facts_of(self.object)


EDIT_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("member_no"),
                FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
                FieldPanel("display_name"),
                FieldPanel("language"),
            ],
            heading=_("Person"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("town")]),
                FieldPanel("phone"),
                FieldPanel("do_not_contact"),
            ],
            heading=_("Postal address and phone"),
        ),
        InlinePanel(
            "emails",
            [FieldPanel("address"), FieldPanel("is_primary")],
            heading=_("E-mail addresses"),
            label=_("Address"),
        ),
        KeptRowsPanel(
            "memberships",
            [
                FieldPanel("tier"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("expires_on")]),
                FieldPanel("cancelled_on"),
                FieldPanel("source"),
            ],
            heading=_("Memberships"),
            label=_("Membership"),
            help_text=_("A renewal is a new row. To correct a row, cancel it and add the right one."),
            row_form=MembershipForm,
            row_formset=MembershipFormSet,
        ),
        KeptRowsPanel(
            "chapter_memberships",
            [FieldPanel("chapter"), FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])],
            heading=_("Chapters"),
            label=_("Chapter"),
            help_text=_("Who moves to another chapter gets a last day here and a first day there."),
            row_form=ChapterMembershipForm,
            row_formset=ChapterFormSet,
        ),
        KeptRowsPanel(
            "suspensions",
            [
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]), FieldPanel("reason")]
                )
            ],
            heading=_("Suspensions"),
            label=_("Suspension"),
            row_form=SuspensionForm,
            row_formset=SuspensionFormSet,
        ),
        InlinePanel(
            "external_ids",
            [FieldRowPanel([FieldPanel("system"), FieldPanel("value")])],
            heading=_("Numbers in other systems"),
            label=_("Number"),
        ),
    ]
)
