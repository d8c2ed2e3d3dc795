"""The tools that the drills stand on."""


def test_drill_site_is_migrated_and_its_own(drill_site):
    count = "SELECT count(*) FROM members_user"
    assert drill_site.rows(count) == [(0,)]
    drill_site.python(
        "import sys\n"
        "from django.contrib.auth import get_user_model\n"
        "get_user_model().objects.create(email=sys.argv[1])",
        "ada@example.org",
    )
    assert drill_site.rows(count) == [(1,)]


def test_killed_process_leaves_nothing_half_done(drill_site):
    process = drill_site.start_python(
        "from django.contrib.auth import get_user_model\n"
        "from django.db import transaction\n"
        "with transaction.atomic():\n"
        "    get_user_model().objects.create(email='ada@example.org')\n"
        "    print('inserted')\n"
        "    input()\n"
    )
    assert process.stdout.readline() == "inserted\n"
    process.kill()
    process.communicate()
    assert drill_site.rows("SELECT count(*) FROM members_user") == [(0,)]


def test_commands_run_in_the_drill_site(drill_site):
    assert "[X] 0001_initial" in drill_site.manage("showmigrations", "voting")


def test_database_is_the_one_that_was_asked_for(drill_site):
    engine = drill_site.python("from django.db import connection; print(connection.vendor)")
    assert engine == {"sqlite": "sqlite", "postgres": "postgresql"}[drill_site.backend]
