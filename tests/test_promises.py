"""What the project promises to those who install, run and read it."""

import re
import subprocess
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.support.fingerprints import APPS, ROOT

# Read by programs that come with us, or by Django's own start.
FOREIGN_VARIABLES = {"PORT", "DJANGO_SETTINGS_MODULE"}


def our_commands():
    return sorted(
        path.stem
        for app in APPS
        for path in (ROOT / app).rglob("management/commands/*.py")
        if not path.stem.startswith("_")
    )


def example_variables():
    return re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)


@pytest.mark.django_db
def test_no_migration_is_outstanding():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    except SystemExit:
        pytest.fail(out.getvalue())


@pytest.mark.parametrize("command", our_commands())
def test_command_is_described_in_the_documentation(command):
    pages = "\n".join(path.read_text() for path in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
    assert re.search(rf"\b{command}\b", pages), f"docs/ says nothing about the command {command!r}"


@pytest.mark.parametrize("variable", example_variables())
def test_variable_of_the_example_is_read_by_the_site(variable):
    if variable in FOREIGN_VARIABLES:
        return
    settings = "\n".join(path.read_text() for path in (ROOT / "site" / "config").rglob("*.py"))
    # The names of OIDC providers are made up by the operator.
    pattern = re.sub(r"^OIDC_EXAMPLE_", "{_prefix}_", variable)
    stem = re.sub(r"_(KEY|SECRET)$", "", variable)
    assert re.search(rf"\b{variable}\b|{re.escape(pattern)}|_keys\(\"{stem}\"\)|_keys\(_prefix\)", settings)


def test_variables_that_the_settings_read_are_in_the_example():
    settings = "\n".join(path.read_text() for path in (ROOT / "site" / "config").rglob("*.py"))
    read = set(re.findall(r"(?:environ(?:\.get\(|\[)|env_(?:bool|int|list)\()\s*\"([A-Z_]+)\"", settings))
    assert read - set(example_variables()) - {"TEST_DATABASE"} == set()


def test_targets_of_the_makefile_are_explained():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    help_text = makefile[makefile.index("help:") : makefile.index("install:\n")]
    unexplained = {name for name in targets if not re.search(rf"\b{name}\b", help_text)}
    assert unexplained <= {"help", "browser"}


def test_locked_packages_agree_between_the_sets():
    def versions(name):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
        return {line.removesuffix(" \\") for line in lines if "==" in line}

    assert versions("base") <= versions("demo") <= versions("dev")


@pytest.mark.parametrize("name", ["base", "demo", "dev"])
def test_locked_packages_have_hashes_and_name_no_index(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    assert "--index" not in text and "--find-links" not in text
    packages = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_every_dependency_is_locked():
    """`pyproject.toml` and requirements/ have not drifted apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["dependencies"] + sum(project["optional-dependencies"].values(), [])
    locked = (ROOT / "requirements" / "dev.txt").read_text()
    wanted = {re.match(r"[\w.-]+", name)[0].lower().replace("_", "-") for name in named}
    assert {name for name in wanted if not re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)} == set()


def test_license_is_the_one_that_is_declared():
    assert (ROOT / "LICENSE").read_text().startswith("BSD 3-Clause License")


def test_shell_scripts_have_no_syntax_error():
    for path in [ROOT / ".ci" / "run", *(ROOT / "scripts").glob("*.sh")]:
        assert subprocess.run(["bash", "-n", path], check=False).returncode == 0, Path(path).name


# What no test of ours proves, so that no sentence of ours says it.
TOO_MUCH = re.compile(
    r"an[oó]n[iy]m|unhackable|inhackeable|tamper-?proof|end[- ]to[- ]end[- ]verifiab"
    r"|coercion[- ](?:free|resistan)",
    re.IGNORECASE,
)


def files_with_words():
    """Whatever people read: templates, catalogs, the demo, the handbook, and the sentences in the code."""
    folders = ["templates", "docs", "site/locale", "site/static/js", *APPS]
    endings = {".html", ".txt", ".md", ".po", ".py", ".js"}
    found = {path for name in folders for path in (ROOT / name).rglob("*") if path.suffix in endings}
    return sorted(found | {ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md"})


def test_nobody_is_promised_what_no_test_proves():
    files = files_with_words()
    assert len(files) > 100
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files
        for line in path.read_text().splitlines()
        # Django's own name for somebody who is not signed in, and for a type in a schema.
        if TOO_MUCH.search(line.replace("is_anonymous", "").replace("AnonymousUser", ""))
    ]
    assert found == []


def test_search_for_too_much_finds_it():
    for words in ("Your vote is anonymous.", "El voto es anónimo.", "An end-to-end verifiable vote"):
        assert TOO_MUCH.search(words)
