"""Taking members out of the site, and who did it."""

from tempfile import TemporaryFile

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from core.views.fresh import freshly_confirmed
from members.domain.errors import OfficeError
from members.domain.exporting import COLUMNS, CSV, XLSX, csv_lines, record_export, table, write_xlsx
from members.models import MemberExport
from members.wagtail_admin.member_list import MemberFilterSet, narrowed_members
from members.wagtail_admin.office_views import OfficeView

_ON_A_PAGE = 50
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=200,
        help_text=_("Such as “Mailing of the Boston chapter”. It is kept in the list of exports."),
    )
    form = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(CSV, _("CSV")), (XLSX, _("Excel (XLSX)"))],
        initial=CSV,
        widget=forms.RadioSelect,
    )
    bom = forms.BooleanField(
        label=_("The CSV file is for Excel"),
        required=False,
        help_text=_("Adds a mark by which Excel knows letters with accents (UTF-8 with BOM)."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(key, column.label) for key, column in COLUMNS.items()],
        initial=list(COLUMNS),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take what you need and no more."),
    )


@method_decorator(freshly_confirmed, name="post")
class ExportView(OfficeView):
    """The members of the list as it was narrowed, as a file."""

    permission_required = "export"
    template_name = "members/office/export.html"
    page_title = _("Export members")
    header_icon = "download"
    http_method_names = ["get", "head", "post"]

    def post(self, request, *args, **kwargs):
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said, now = form.cleaned_data, timezone.now()
        members, filters = self._members()
        # In the order of the list of columns, whatever the browser sent first.
        columns = [key for key in COLUMNS if key in said["columns"]]
        try:
            export = record_export(
                members=members,
                form=said["form"],
                columns=columns,
                filters=filters,
                purpose=said["purpose"],
                by=request.user,
                at=now,
            )
        except OfficeError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        today = timezone.localdate(now)
        rows = table(members=members, columns=columns, on=today)
        name = f"members-{today.isoformat()}-{export.pk}.{said['form']}"
        return _csv(rows, name, bom=said["bom"]) if said["form"] == CSV else _xlsx(rows, name)

    def get_context_data(self, **kwargs):
        members, filters = self._members()
        kwargs.setdefault("form", ExportForm())
        return super().get_context_data(
            **kwargs,
            count=members.count(),
            filters=filter_words(filters),
            action=f"{self.request.path}?{self.request.GET.urlencode()}",
            exports_url=reverse("member_roll:exports"),
        )

    def _members(self):
        return narrowed_members(self.request.GET, self.request)


class ExportListView(OfficeView):
    """Every export there was."""

    permission_required = "export"
    template_name = "members/office/exports.html"
    page_title = _("Exports")
    header_icon = "download"

    def get_context_data(self, **kwargs):
        page = Paginator(MemberExport.objects.select_related("by"), _ON_A_PAGE).get_page(
            self.request.GET.get("p")
        )
        rows = [{"export": export, "filters": filter_words(export.filters)} for export in page]
        return super().get_context_data(**kwargs, page=page, rows=rows)


def filter_words(filters: dict[str, str]) -> list[tuple[str, str]]:
    """What a list was narrowed by, in words: (name of the filter, value)."""
    data = QueryDict(mutable=True)
    data.update(filters)
    form = MemberFilterSet(data).form
    form.is_valid()
    words = [(str(_("Search")), filters["q"])] if filters.get("q") else []
    for name, value in filters.items():
        if name not in form.fields:
            continue
        field = form.fields[name]
        chosen = dict(getattr(field, "choices", [])) if not hasattr(field, "queryset") else {}
        words.append((str(field.label), str(chosen.get(value) or form.cleaned_data.get(name) or value)))
    return words


def _csv(rows, name, *, bom):
    response = StreamingHttpResponse(csv_lines(rows, bom=bom), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _xlsx(rows, name):
    # A file without a name: it is gone when the answer is out.
    file = TemporaryFile()  # noqa: SIM115 -- the answer closes it
    write_xlsx(rows, file=file)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    return response
