"""The long steps of an import, done by the worker while the reader watches how far it has come."""

import time
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from members.importing.errors import ImportProblem
from members.importing.running import apply_run, plan_run
from members.importing.undoing import undo_run
from members.models import ImportRun, User
from voting.api import hearing_progress

PLAN, APPLY, UNDO = "plan", "apply", "undo"
# Whatever has told nothing for so long was stopped with its worker.
_LOST_AFTER = 15 * 60
_REMEMBERED_FOR = 24 * 60 * 60


@dataclass(frozen=True)
class Work:
    """A step that is under way, or that failed. `problem`: a full sentence, "" while it goes on.

    `told`: when it was last heard of, in seconds since 1970.
    """

    step: str
    told: float
    done: int = 0
    total: int = 0
    problem: str = ""

    @property
    def is_going_on(self) -> bool:
        return not self.problem and time.time() - self.told < _LOST_AFTER

    @property
    def is_lost(self) -> bool:
        return not self.problem and not self.is_going_on


def begin(*, run: ImportRun, step: str, actor: User) -> None:
    """Hand a step of a run to the worker: PLAN, APPLY or UNDO. One that is under way is not begun twice."""
    work = work_on(run)
    if work and work.is_going_on:
        return
    _tell(run.pk, Work(step=step, told=time.time()))
    do_step.enqueue(run.pk, step, actor.pk)


def work_on(run: ImportRun) -> Work | None:
    """How far the step that is under way has come; None where there is none.

    What the run itself says counts for more: a worker on another machine may
    not reach this cache.
    """
    known = cache.get(_key(run.pk))
    work = Work(**known) if known else None
    return None if work and _is_done(run, work.step) else work


def _is_done(run: ImportRun, step: str) -> bool:
    match step:
        case "plan":
            return bool(run.fingerprint) or run.state != ImportRun.State.PLANNED
        case "apply":
            return run.state in (ImportRun.State.APPLIED, ImportRun.State.UNDONE)
    return run.state == ImportRun.State.UNDONE


@task()
def do_step(run_id: int, step: str, actor_id: int) -> None:
    """One step of an import. What goes wrong is told to whoever watches, and changes nothing."""
    run = ImportRun.objects.get(pk=run_id)
    actor = User.objects.filter(pk=actor_id).first()
    now = timezone.now()

    def told(done: int, total: int) -> None:
        _tell(run_id, Work(step=step, told=time.time(), done=done, total=total))

    try:
        with hearing_progress(told):
            match step:
                case "plan":
                    plan_run(run=run, on=timezone.localdate(now))
                case "apply":
                    apply_run(run=run, at=now, on=timezone.localdate(now), actor=actor)
                case "undo":
                    undo_run(run=run, at=now, actor=actor)
    except ImportProblem as problem:
        _tell(run_id, Work(step=step, told=time.time(), problem=str(problem)))
    except BaseException:
        # The worker reports it; whoever waits must not wait forever.
        _tell(run_id, Work(step=step, told=0))
        raise
    else:
        cache.delete(_key(run_id))


def forget_problem(run: ImportRun) -> None:
    """The reader has begun something else."""
    cache.delete(_key(run.pk))


def _tell(run_id: int, work: Work) -> None:
    cache.set(_key(run_id), asdict(work), _REMEMBERED_FOR)


def _key(run_id: int) -> str:
    return f"members.import:{run_id}"
