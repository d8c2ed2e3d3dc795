"""What the demo's operator finds in the office: a list that waits to be brought in."""

import io

from home.demo.calendar import Calendar
from members.importing.running import plan_run, start_run
from members.models import ImportRun

# By which it is known again.
FILE_NAME = "demo-spring-list.csv"


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
