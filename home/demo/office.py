"""What the demo's operator finds in the office: chapters, and a list that waits to be brought in."""

import io

from home.demo.calendar import Calendar
from members.importing.running import plan_run, start_run
from members.models import Chapter, ChapterMembership, ImportRun, Member

# By which it is known again.
FILE_NAME = "demo-spring-list.csv"
_CHAPTERS = {
    "demo-north-central": ("North Central chapter", ("Fitchburg", "Gardner", "Leominster", "Lunenburg")),
    "demo-nashoba": ("Nashoba chapter", ("Ayer", "Groton", "Shirley")),
}


def load_chapters(calendar: Calendar) -> None:
    """Put the demo's members into the chapter of their town, once."""
    for code, (name, towns) in _CHAPTERS.items():
        chapter, is_new = Chapter.objects.get_or_create(code=code, defaults={"name": name, "is_demo": True})
        if is_new:
            ChapterMembership.objects.bulk_create(
                ChapterMembership(member=member, chapter=chapter, starts_on=calendar.day(-400))
                for member in Member.objects.filter(is_demo=True, town__in=towns)
            )


def load_import(calendar: Calendar) -> None:
    """A dry run with a row of each kind: new, changed, ambiguous, refused."""
    if ImportRun.objects.filter(file_name=FILE_NAME).exists():
        return
    first, last = calendar.day(0).isoformat(), calendar.day(364).isoformat()
    rows = [
        "member_no,first_name,last_name,email,town,tier,starts_on,expires_on",
        f"D-9001,Hieronymus,Larkspur-Bielski,hieronymus@example.org,Ayer,demo-member,{first},{last}",
        f"D-0006,Delphine,Marchbanks-Oyelaran,delphine@example.org,Athol,demo-member,{first},{last}",
        f",,Vantage-Ibarra,home@example.org,Lunenburg,demo-member,{first},{last}",
        f"D-9002,Percival,Umber-Castellanos,not an address,Groton,demo-member,{last},{first}",
    ]
    run = start_run(
        file=io.BytesIO("\r\n".join(rows).encode()),
        file_name=FILE_NAME,
        at=calendar.moment(-1, 10),
        keep_file=True,
    )
    run.options["whole_list"] = False
    plan_run(run=run, on=calendar.day(0))


def remove_import() -> None:
    ImportRun.objects.filter(file_name=FILE_NAME).delete()
