"""Background work while tests run: at once, except for what only searching needs.

Sites that a test starts as processes of their own use it too, so it loads no pytest.
"""

from django_tasks.backends.immediate import ImmediateBackend

INDEXES = ("modelsearch.tasks", "wagtail.tasks")


class QuickBackend(ImmediateBackend):
    """Runs every task at once, but leaves Wagtail's indexes alone.

    They take a quarter of the time of all tests. The fixture `search_index`
    keeps them for the tests that search.
    """

    keeps_indexes = False

    def _execute_task(self, task_result):
        if self.keeps_indexes or not task_result.task.module_path.startswith(INDEXES):
            super()._execute_task(task_result)
