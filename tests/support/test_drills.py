"""The tools that the drills stand on."""


def test_drill_site_is_migrated_its_own_and_on_the_database_that_was_asked_for(drill_site):
    count = "SELECT count(*) FROM members_user"
    assert drill_site.rows(count) == [(0,)]
    engine = drill_site.python(
        "import sys\n"
        "from django.contrib.auth import get_user_model\n"
        "from django.db import connection\n"
        "get_user_model().objects.create(email=sys.argv[1])\n"
        "print(connection.vendor)",
        "ada@example.org",
    )
    assert drill_site.rows(count) == [(1,)]
    assert engine == {"sqlite": "sqlite", "postgres": "postgresql"}[drill_site.backend]


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
