"""Two records of one person: finding them, comparing them, making one of them."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views.fresh import freshly_confirmed
from members.domain.errors import MergeError
from members.domain.merging import ABSORB, FIELD_GROUPS, KEEP, LOGIN, MergePlan, merge_members, plan_merge
from members.domain.searching import duplicates_of, possible_duplicates, search_members
from members.domain.standing import standing_of
from members.models import Member
from members.wagtail_admin.member_list import STATUS_WORDS
from members.wagtail_admin.office_views import OfficeView

_GROUPS_SHOWN = 200
_FOUND_SHOWN = 20


class DuplicatesView(OfficeView):
    """Records that may be one person."""

    permission_required = "merge"
    template_name = "members/office/duplicates.html"
    page_title = gettext_lazy("Possible duplicates")
    header_icon = "copy"

    def get_context_data(self, **kwargs):
        groups = possible_duplicates(limit=_GROUPS_SHOWN)
        return super().get_context_data(
            **kwargs,
            groups=[[described(member) for member in group] for group in groups],
            is_cut=len(groups) == _GROUPS_SHOWN,
            limit=_GROUPS_SHOWN,
        )


class ChooseView(OfficeView):
    """Which record is the same person as this one?"""

    permission_required = "merge"
    template_name = "members/office/merge_choose.html"
    page_title = gettext_lazy("Merge")
    header_icon = "copy"

    @cached_property
    def member(self) -> Member:
        return get_object_or_404(_with_all(), pk=self.kwargs["pk"])

    def get_trail(self):
        return [(reverse("member_roll:inspect", args=[self.member.pk]), self.member.name)]

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("q", "").strip()
        found = []
        if text:
            others = search_members(members=_with_all().exclude(pk=self.member.pk), text=text)
            found = [described(other) for other in others[:_FOUND_SHOWN]]
        alike = {other.pk for other in duplicates_of(self.member)}
        suggested = [described(other) for other in _with_all().filter(pk__in=alike)]
        return super().get_context_data(
            **kwargs,
            member=described(self.member),
            q=text,
            found=found,
            suggested=suggested,
            shown=_FOUND_SHOWN,
        )


class ChoiceForm(forms.Form):
    """Which record is right where both say something; one choice for each group of fields that differs."""

    def __init__(self, *args, plan: MergePlan, **kwargs):
        super().__init__(*args, **kwargs)
        for field in plan.fields:
            if field.differs:
                self._add(field.key, field.label, field.keep, field.absorb)
        if plan.keep.user and plan.absorb.user:
            self._add(
                LOGIN, gettext_lazy("Login"), login_words(plan.keep.user), login_words(plan.absorb.user)
            )

    def _add(self, name, label, keep, absorb):
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[(KEEP, keep), (ABSORB, absorb)],
            initial=KEEP,
            widget=forms.RadioSelect,
        )

    def choices_made(self) -> dict:
        """What `plan_merge` and `merge_members` take."""
        data = self.cleaned_data if self.is_bound else {}
        return {
            "take": [key for key in FIELD_GROUPS if data.get(key) == ABSORB],
            "login": data.get(LOGIN) or KEEP,
        }


@method_decorator(freshly_confirmed, name="post")
class MergeView(OfficeView):
    """What merging would do, the choices that are open, and doing it."""

    permission_required = "merge"
    template_name = "members/office/merge.html"
    page_title = gettext_lazy("Merge two records")
    header_icon = "copy"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def both(self) -> tuple[Member, Member]:
        keep, absorb = self.kwargs["pk"], self.kwargs["other"]
        found = _with_all().in_bulk([keep, absorb])
        if len(found) != len({keep, absorb}):
            raise Http404
        return found[keep], found[absorb]

    def get_trail(self):
        keep = self.both[0]
        return [(reverse("member_roll:inspect", args=[keep.pk]), keep.name)]

    def post(self, request, *args, **kwargs):
        form = ChoiceForm(request.POST, plan=self._plan())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        keep, absorb = self.both
        name, number = absorb.name, absorb.member_no
        try:
            merge_members(keep=keep, absorb=absorb, by=request.user, at=timezone.now(), **form.choices_made())
        except MergeError as error:
            # Whoever reads the page sees what stands in the way, as it is now.
            messages.error(request, _("%(reason)s Nothing was changed.") % {"reason": error})
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(
            request,
            _("The record of %(name)s (%(number)s) is part of this one now.")
            % {"name": name, "number": number},
        )
        return redirect("member_roll:inspect", keep.pk)

    def get_context_data(self, **kwargs):
        plan = self._plan()
        keep, absorb = self.both
        kwargs.setdefault("form", ChoiceForm(plan=plan))
        return super().get_context_data(
            **kwargs,
            plan=plan,
            keep=described(keep),
            absorb=described(absorb),
            settled=[field for field in plan.fields if not field.differs and field.value],
            login=login_words(plan.login),
            two_logins=bool(plan.login_left),
            swap_url=reverse("member_roll:merge", args=[absorb.pk, keep.pk]),
            obstacles=[str(error) for error in plan.obstacles],
        )

    def _plan(self) -> MergePlan:
        keep, absorb = self.both
        return plan_merge(keep=keep, absorb=absorb, by=self.request.user, at=timezone.now())


def _with_all():
    return (
        Member.objects.with_standing()
        .select_related("user")
        .prefetch_related("emails", "external_ids", "merged_records", "chapter_memberships")
    )


def described(member: Member) -> dict:
    """A record as somebody compares it with another one."""
    town = f"{member.town} {member.postal_code}".strip()
    return {
        "pk": member.pk,
        "name": member.name,
        "member_no": member.member_no,
        "emails": [email.address for email in member.emails.all()],
        "place": ", ".join(part for part in (member.street, town) if part),
        "status": STATUS_WORDS[standing_of(member, timezone.localdate()).status],
        "memberships": member.memberships.all(),
        "has_login": member.user_id is not None,
        "url": reverse("member_roll:inspect", args=[member.pk]),
    }


def login_words(user) -> str:
    """A login without its address: its number, its name and since when."""
    if user is None:
        return ""
    day = timezone.localdate(user.date_joined).isoformat()
    return _("Login %(number)s: %(name)s, since %(day)s") % {
        "number": user.pk,
        "name": user.name or _("no name"),
        "day": day,
    }
