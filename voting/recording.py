"""The rule by which somebody takes part, as the statement that records it.

On PostgreSQL a function of the database locks the vote and then records, in
one round trip; every statement of such a function sees what was committed
before it began, so that a cast that waited behind the closing sees that the
vote is closed. SQLite has a single writer and is sent the statement itself.
"""

from django.db import migrations

FUNCTION = "voting_record_participation"
# How long a cast waits behind the closing; for its own transaction only.
_LONGEST_WAIT = "5s"


def recording(*, vote: str, voter: str, now: str) -> str:
    """SQL that stores a participation and gives the hash of the manifest it is cast under.

    It stores nothing, and gives no row, unless the vote is open, in time and for this person. It
    cannot fail on a repeat: an error would write who voted into the database server's log.
    """
    return (
        "INSERT INTO voting_participation (member_vote_id, voter_ref) "
        "SELECT r.member_vote_id, r.voter_ref FROM voting_voterrollentry r "
        "JOIN voting_membervote v ON v.id = r.member_vote_id "
        f"WHERE r.member_vote_id = {vote} AND r.voter_ref = {voter} "
        f"AND v.state = 'open' AND {now} < v.closes_at ON CONFLICT DO NOTHING "
        "RETURNING (SELECT v.manifest_sha256 FROM voting_membervote v WHERE v.id = member_vote_id)"
    )


def recording_function() -> migrations.RunPython:
    """The migration operation that makes the function where the database is PostgreSQL."""

    def create(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            now = "coalesce(at_moment, clock_timestamp())"
            statement = recording(vote="of_vote", voter="of_voter", now=now)
            # With the rights of whoever calls it, and so harmless in any hand.
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}"
                "(of_vote uuid, of_voter text, at_moment timestamptz, lock_key bigint) "
                "RETURNS bytea LANGUAGE plpgsql VOLATILE AS $$ DECLARE manifest bytea; BEGIN "
                f"PERFORM set_config('lock_timeout', '{_LONGEST_WAIT}', true); "
                "PERFORM pg_advisory_xact_lock_shared(lock_key); "
                f"{statement} INTO manifest; RETURN manifest; END $$",
                params=None,
            )
            schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO PUBLIC", params=None)

    def drop(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}", params=None)

    return migrations.RunPython(create, drop)
