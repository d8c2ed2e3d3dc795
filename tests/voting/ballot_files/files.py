"""Reading texts as if they were files."""

import io

from voting.ballot_files.reading import read_election


def read(text, *, name="votes", **settings):
    content = text if isinstance(text, bytes) else text.encode()
    return read_election(io.BytesIO(content), name=name, **settings)


def ballots_of(election):
    return dict(election.ballots)
