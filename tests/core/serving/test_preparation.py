import pytest
from wagtail.models import Site

from core.serving import preparation

pytestmark = pytest.mark.django_db


@pytest.fixture
def commands(settings, tmp_path, monkeypatch, django_user_model):
    """The names of the commands that the preparation calls; loading the demo makes one demo row."""
    settings.DATA_DIR = tmp_path / "data"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DEMO = True
    called = []

    def call(name, **options):
        called.append(name)
        if name == "collectstatic":
            settings.STATIC_ROOT.mkdir(exist_ok=True)
        if name == "load_demo":
            django_user_model.objects.get_or_create(email="demo@example.org", is_demo=True)

    monkeypatch.setattr(preparation, "call_command", call)
    return called


def prepare():
    preparation.prepare(say=lambda text: None, demo_address="http://localhost:8123")


def test_first_start_does_everything_that_is_not_done(commands):
    prepare()
    # The tests' database has every migration.
    assert commands == ["collectstatic", "load_demo"]


def test_second_start_does_nothing(commands):
    prepare()
    commands.clear()
    prepare()
    assert commands == []


def test_changed_static_file_is_collected(commands, settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    prepare()
    (source / "new.css").write_text("a {}")
    commands.clear()
    prepare()
    assert commands == ["collectstatic"]


def test_removed_demo_is_loaded_again(commands, django_user_model):
    prepare()
    django_user_model.objects.filter(is_demo=True).delete()
    commands.clear()
    prepare()
    assert commands == ["load_demo"]


def test_real_site_gets_no_demo(commands):
    preparation.prepare(say=lambda text: None, demo_address=None)
    assert "load_demo" not in commands


def test_database_behind_is_migrated_and_the_demo_loaded_again(commands, monkeypatch):
    prepare()
    commands.clear()
    monkeypatch.setattr(
        preparation.MigrationExecutor, "migration_plan", lambda self, targets: [("a step", False)]
    )
    prepare()
    assert commands == ["migrate", "load_demo"]


def test_demo_knows_the_port_that_it_is_served_on(commands):
    prepare()
    assert Site.objects.get(is_default_site=True).root_url == "http://localhost:8123"
