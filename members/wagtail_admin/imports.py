"""Bringing a list into the roll: file, columns, report, and only then the roll itself."""

from itertools import islice

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from core.views.fresh import freshly_confirmed
from members.domain.exporting import csv_lines
from members.importing.background import APPLY, PLAN, UNDO, begin, forget_problem, work_on
from members.importing.errors import ImportProblem
from members.importing.formats import FORMATS
from members.importing.notes import field_label
from members.importing.running import discard_run, set_mapping, start_run, table_of
from members.importing.values import text
from members.models import ImportRow, ImportRun, ImportUpload
from members.wagtail_admin.import_forms import MappingForm, UploadForm
from members.wagtail_admin.office_views import OfficeView

_RUNS_ON_A_PAGE = 50
_ROWS_ON_A_PAGE = 100
_SAMPLES = 3
Outcome = ImportRow.Outcome
State = ImportRun.State
# What wants to be read comes first.
_ORDER = [
    Outcome.REFUSED,
    Outcome.AMBIGUOUS,
    Outcome.CHANGED,
    Outcome.NEW,
    Outcome.VANISHED,
    Outcome.SKIPPED,
    Outcome.UNCHANGED,
]


class ImportViewSet(ViewSet):
    icon = "upload"

    def get_urlpatterns(self):
        return [
            path("", ImportListView.as_view(), name="index"),
            path("new/", UploadView.as_view(), name="new"),
            path("<int:pk>/", RunView.as_view(), name="run"),
            path("<int:pk>/columns/", ColumnsView.as_view(), name="columns"),
            path("<int:pk>/rows.csv", RowsView.as_view(), name="rows"),
            path("<int:pk>/plan/", PlanView.as_view(), name="plan"),
            path("<int:pk>/apply/", ApplyView.as_view(), name="apply"),
            path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
            path("<int:pk>/discard/", DiscardView.as_view(), name="discard"),
        ]


class _ImportView(OfficeView):
    permission_required = "import"
    header_icon = "upload"
    http_method_names = ["get", "head", "post"]

    def get_trail(self):
        return [(reverse("member_imports:index"), gettext_lazy("Imports"))]


class ImportListView(_ImportView):
    template_name = "members/office/imports.html"
    page_title = gettext_lazy("Imports")
    http_method_names = ["get", "head"]

    def get_trail(self):
        return []

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(
                gettext_lazy("New import"), reverse("member_imports:new"), icon_name="plus", priority=10
            )
        ]

    def get_context_data(self, **kwargs):
        page = Paginator(ImportRun.objects.select_related("actor"), _RUNS_ON_A_PAGE).get_page(
            self.request.GET.get("p")
        )
        runs = [{"run": run, "format": format_words(run), "counts": counts_of(run)} for run in page]
        return super().get_context_data(**kwargs, page=page, runs=runs)


class UploadView(_ImportView):
    template_name = "members/office/import_new.html"
    page_title = gettext_lazy("New import")

    def post(self, request, *args, **kwargs):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file, mapping = form.cleaned_data["file"], form.cleaned_data["mapping"]
        try:
            run = start_run(
                file=file.file,
                file_name=file.name,
                at=timezone.now(),
                actor=request.user,
                mapping=mapping,
                keep_file=True,
            )
        except ImportProblem as problem:
            form.add_error("file", str(problem))
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("member_imports:columns", run.pk)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", UploadForm())
        return super().get_context_data(**kwargs)


class _RunView(_ImportView):
    """`run`: the one that the address names."""

    @cached_property
    def run(self) -> ImportRun:
        return get_object_or_404(ImportRun.objects.select_related("actor", "mapping"), pk=self.kwargs["pk"])

    def back(self):
        return redirect("member_imports:run", self.run.pk)

    def get_trail(self):
        address = reverse("member_imports:run", args=[self.run.pk])
        return [*super().get_trail(), (address, _("Import %(number)s") % {"number": self.run.pk})]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, run=self.run, format=format_words(self.run))


class ColumnsView(_RunView):
    """Which column is which field."""

    template_name = "members/office/import_columns.html"
    page_title = gettext_lazy("Columns")

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except ImportProblem as problem:
            messages.error(request, str(problem))
            return self.back()

    @cached_property
    def table(self):
        return table_of(self.run)

    def post(self, request, *args, **kwargs):
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        mapping = form.as_mapping()
        try:
            set_mapping(run=self.run, mapping=mapping, table=self.table)
        except ImportProblem as problem:
            form.add_error(None, str(problem))
            return self.render_to_response(self.get_context_data(form=form))
        if mapping.name:
            # Only one that fits the file it was made for is kept.
            mapping.save()
            self.run.mapping = mapping
            self.run.save(update_fields=["mapping"])
        begin(run=self.run, step=PLAN, actor=request.user)
        return self.back()

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self._form())
        rows = [[text(cell) for cell in row.cells] for row in islice(self.table.rows(), _SAMPLES)]
        return super().get_context_data(
            **kwargs, header=self.table.header, samples=rows, remarks=self.table.remarks
        )

    def _form(self, data=None) -> MappingForm:
        return MappingForm(data, header=self.table.header, columns=self.run.columns, options=self.run.options)


class RunView(_RunView):
    """The report: what the file would do, does, or did."""

    template_name = "members/office/import_run.html"
    http_method_names = ["get", "head"]

    def get_page_title(self):
        return _("Import %(number)s") % {"number": self.run.pk}

    def get_trail(self):
        return [(reverse("member_imports:index"), gettext_lazy("Imports"))]

    def get_context_data(self, **kwargs):
        outcome = self.request.GET.get("outcome", "")
        page = Paginator(rows_of(self.run, outcome), _ROWS_ON_A_PAGE).get_page(self.request.GET.get("p"))
        work = work_on(self.run)
        is_planned = self.run.state == State.PLANNED
        return super().get_context_data(
            **kwargs,
            work=work,
            is_going_on=bool(work and work.is_going_on),
            counts=counts_of(self.run),
            outcome=outcome,
            outcome_label=dict(Outcome.choices).get(outcome, ""),
            page=page,
            rows=[shown_row(row) for row in page],
            has_file=ImportUpload.objects.filter(run=self.run).exists(),
            may_apply=is_planned and bool(self.run.fingerprint) and bool(_changes(self.run)),
            changes=_changes(self.run),
            is_planned=is_planned,
            is_applied=self.run.state == State.APPLIED,
        )


class RowsView(_RunView):
    """The rows of the report as a file, for whoever mends the list."""

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        rows = rows_of(self.run, request.GET.get("outcome", "")).iterator(chunk_size=1000)
        response = StreamingHttpResponse(
            csv_lines(_table(rows), bom=True), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="import-{self.run.pk}.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


class PlanView(_RunView):
    """Makes the dry run again, by the same columns: the roll may have changed since."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        waiting = ImportRun.objects.filter(pk=self.run.pk, state=State.PLANNED)
        # What it said is no longer what would happen.
        if waiting.update(fingerprint=""):
            begin(run=self.run, step=PLAN, actor=request.user)
        return self.back()


@method_decorator(freshly_confirmed, name="post")
class ApplyView(_RunView):
    """Hands the file to the worker, which writes it into the roll."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if self.run.state != State.PLANNED or not self.run.fingerprint:
            messages.error(request, _("This import is no longer waiting to be applied."))
            return self.back()
        begin(run=self.run, step=APPLY, actor=request.user)
        return self.back()


@method_decorator(freshly_confirmed, name="post")
class UndoView(_RunView):
    """What undoing would do, and doing it."""

    template_name = "members/office/import_undo.html"
    page_title = gettext_lazy("Undo")

    def post(self, request, *args, **kwargs):
        if self.run.state != State.APPLIED:
            messages.error(request, _("Only an applied import can be undone."))
            return self.back()
        begin(run=self.run, step=UNDO, actor=request.user)
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs, counts=counts_of(self.run), is_applied=self.run.state == State.APPLIED
        )


class DiscardView(_RunView):
    """Lets go of a dry run and its file."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            discard_run(run=self.run, at=timezone.now())
        except ImportProblem as problem:
            messages.error(request, str(problem))
            return self.back()
        forget_problem(self.run)
        messages.success(request, _("The file is gone. The roll is as it was."))
        return redirect("member_imports:index")


def format_words(run: ImportRun) -> str:
    """What kind of list it was."""
    return str(FORMATS[run.format].name) if run.format in FORMATS else run.format


def counts_of(run: ImportRun) -> list[tuple[str, str, int]]:
    """(outcome, its word, number of rows), in the order in which they want to be read."""
    words = dict(Outcome.choices)
    return [(str(each), words[each], run.counts[each]) for each in _ORDER if run.counts.get(each)]


def rows_of(run: ImportRun, outcome: str = ""):
    """The rows that the report keeps, of one outcome or of all."""
    places = Case(*(When(outcome=each, then=place) for place, each in enumerate(_ORDER)))
    rows = run.rows.select_related("member")
    if outcome in Outcome.values:
        return rows.filter(outcome=outcome).order_by("number", "pk")
    return rows.order_by(places, "number", "pk")


def shown_row(row: ImportRow) -> dict:
    """A row with the words that a reader needs."""
    return {
        "row": row,
        "changes": [(field_label(name), old, new) for name, (old, new) in row.changes.items()],
    }


def _changes(run: ImportRun) -> int:
    return sum(run.counts.get(each, 0) for each in (Outcome.NEW, Outcome.CHANGED))


def _table(rows):
    yield [_("Row"), _("Outcome"), _("Member number"), _("Column"), _("Problem"), _("Changes")]
    for row in rows:
        changes = "; ".join(f"{field_label(name)}: {old} → {new}" for name, (old, new) in row.changes.items())
        start = [
            str(row.number or ""),
            str(row.get_outcome_display()),
            row.member.member_no if row.member else "",
        ]
        for problem in row.problems or [{"column": "", "message": ""}]:
            yield [*start, problem["column"], problem["message"], changes]
