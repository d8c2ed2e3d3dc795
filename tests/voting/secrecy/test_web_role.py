"""On a real PostgreSQL server: the web process fills the box, certifies, publishes, and cannot look in."""

import uuid
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from tests.drill.running import play
from tests.support import postgres
from tests.support.processes import Site

pytestmark = [
    pytest.mark.drill,
    pytest.mark.postgres,
    pytest.mark.skipif(bool(postgres.WHY_NOT), reason=postgres.WHY_NOT or "there is one"),
]

SCENES = "tests.voting.secrecy.role_scenes"
NO_PERMISSION = "42501"
# Makes somebody else the owner of all that the migrations made.
HAND_OVER = """
DO $$ DECLARE each record; BEGIN
FOR each IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  AND c.relkind IN ('r', 'p', 'v', 'S') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
  AND d.deptype IN ('a', 'i') AND c.relkind = 'S') LOOP
  EXECUTE format('ALTER TABLE public.%1$I OWNER TO {owner}', each.relname);
END LOOP;
FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
  EXECUTE format('ALTER FUNCTION %s OWNER TO {owner}', each.name);
END LOOP; END $$
"""


class TwoRoles:
    """A database with an owner who is no superuser, and a role for the web process."""

    def __init__(self, *, database: str, owner: str, web: str, folder):
        self.database, self.owner, self.web = database, owner, web
        common = {
            "DATA_DIR": str(folder),
            "VOTING_KEY_DIR": str(folder / "keys"),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": address(database, web),
            "VOTING_ACCEPTED_FINDINGS": "",
        }
        self.web_site = Site(common)
        self.owner_site = Site({**common, "OWNER_DATABASE_URL": address(database, owner)})

    def sql(self, statement: str) -> list[tuple]:
        """As a superuser."""
        with postgres.connect(self.database) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []


def address(database: str, role: str) -> str:
    facts = postgres.server().get_postmaster_info()
    return f"postgres://{role}@{quote(str(facts.socket_dir), safe='')}:{facts.port or 5432}/{database}"


@contextmanager
def roles(*names: str):
    with postgres.connect() as connection:
        for name in names:
            connection.execute(f"CREATE ROLE {name} LOGIN")
        try:
            yield
        finally:
            for name in names:
                connection.execute(f"DROP ROLE {name}")


@pytest.fixture
def two_roles(tmp_path):
    suffix = uuid.uuid4().hex[:8]
    owner, web = f"owner_{suffix}", f"web_{suffix}"
    with roles(owner, web), postgres.fresh_database() as database:
        site = TwoRoles(database=database, owner=owner, web=web, folder=tmp_path)
        site.sql(f"ALTER DATABASE {database} OWNER TO {owner}")
        site.sql(f"ALTER DATABASE {database} SET log_error_verbosity = 'terse'")
        site.sql(HAND_OVER.format(owner=owner))
        yield site
        site.sql(f"DROP OWNED BY {web}")


def test_a_whole_vote_under_two_roles(two_roles):
    web, owner = two_roles.web_site, two_roles.owner_site
    people = play(owner, SCENES, "prepare")
    vote = people["vote"]
    said = owner.manage("restrict_web_role")
    assert said == f"The role {two_roles.web} can drop ballots into the box and cannot look into it."

    operator, (one, two) = people["operator"], people["tellers"]
    acts = [[operator, {"do": "appoint", "tellers": people["tellers"]}], [operator, {"do": "announce"}]]
    assert play(web, SCENES, "at_the_desk", vote=vote, acts=acts) == [302, 302]
    assert play(web, SCENES, "see", user=operator, vote=vote) == 200
    assert play(owner, SCENES, "do_what_is_due", vote=vote, hours=1.1) == ["opened"]

    cast = play(web, SCENES, "cast_on_the_web", vote=vote, people=[*people["people"], people["people"][0]])
    assert [address.endswith("/done/") for address in cast] == [True] * 6 + [False]
    answers = play(web, SCENES, "try_everything", vote=vote)
    assert set(answers.values()) == {NO_PERMISSION}, answers
    assert two_roles.sql("SELECT count(*) FROM voting_secret_sealedballot") == [(6,)]
    facts = play(web, SCENES, "facts", vote=vote)
    assert (facts["state"], facts["stored"], facts["findings"]) == ("open", 6, [])
    assert "accepted" not in facts["opened"]

    acts = [[one, {"do": "ask_close_early", "reason": "All have voted."}], [two, {"do": "agree_close_early"}]]
    assert play(web, SCENES, "at_the_desk", vote=vote, acts=acts) == [302, 302]
    assert play(owner, SCENES, "do_what_is_due", vote=vote, hours=0) == ["counted"]
    acts = [[one, {"do": "certify"}], [two, {"do": "certify"}]]
    assert play(web, SCENES, "at_the_desk", vote=vote, acts=acts) == [302, 302]
    file = two_roles.sql(f"SELECT pg_relation_filepath('voting_secret_sealed_{vote.replace('-', '')}')")[0][0]
    assert (postgres.folder() / file).stat().st_size
    assert play(owner, SCENES, "do_what_is_due", vote=vote, hours=100) == ["secrets destroyed"]
    two_roles.sql("CHECKPOINT")
    assert not (postgres.folder() / file).exists()
    assert play(web, SCENES, "at_the_desk", vote=vote, acts=[[operator, {"do": "publish"}]]) == [302]
    facts = play(web, SCENES, "facts", vote=vote)
    assert (facts["state"], facts["stored"], facts["table"], facts["broken_line"]) == (
        "published",
        0,
        False,
        None,
    )


def test_restricting_can_be_repeated_and_printed(two_roles):
    owner = two_roles.owner_site
    owner.manage("restrict_web_role")
    before = rights(two_roles)
    printed = owner.manage("restrict_web_role", "--role", two_roles.web, "--print")
    owner.manage("restrict_web_role")
    assert rights(two_roles) == before
    # What it prints is what it does.
    two_roles.sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {two_roles.web}")
    assert rights(two_roles) != before
    two_roles.sql(f"SET ROLE {two_roles.owner}; {printed}")
    assert rights(two_roles) == before


def rights(two_roles) -> list[tuple]:
    return two_roles.sql(
        "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a "
        f"WHERE a.grantee = '{two_roles.web}'::regrole ORDER BY 1, 2"
    )


def test_a_role_with_other_ways_into_the_box_is_refused(two_roles):
    other = f"{two_roles.web}_group"
    with roles(other):
        two_roles.sql(
            f"GRANT SELECT ON voting_secret_sealedballot TO {other}; GRANT {other} TO {two_roles.web}"
        )
        command = "from django.core.management import call_command; call_command('restrict_web_role')"
        with pytest.raises(AssertionError, match="Nothing was changed: .* would still have SELECT"):
            two_roles.owner_site.python(command)
        assert rights(two_roles) == []
        two_roles.sql(f"DROP OWNED BY {other}")


def test_tables_of_later_migrations_are_for_the_web_role_and_later_partitions_are_not(two_roles):
    owner = two_roles.owner_site
    owner.manage("restrict_web_role")
    two_roles.sql(f"SET ROLE {two_roles.owner}; CREATE TABLE later (id int)")
    vote = str(uuid.uuid4())
    owner.python(
        "import sys; from voting.plugins.secret.tables import make_table; make_table(sys.argv[1], length=9)",
        vote,
    )
    found = dict(rights_by_table(two_roles))
    assert found["later"] == ["DELETE", "INSERT", "SELECT", "UPDATE"]
    assert f"voting_secret_sealed_{vote.replace('-', '')}" not in found
    assert found["voting_secret_sealedballot"] == ["INSERT"]
    assert found["voting_secret_openedballot"] == ["SELECT"]
    assert found["voting_auditevent"] == ["INSERT", "SELECT"]


def rights_by_table(two_roles):
    found = {}
    for table, right in rights(two_roles):
        found.setdefault(table, []).append(right)
    return found
