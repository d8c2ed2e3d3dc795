"""Ballots in files: reading them, counting them without a database, and writing them.

One module a format: `elections_json`, `blt`, `csv_files` and `vote_json`
(what this site exports). `reading` finds the format, `tallying` counts,
`report` says what came out.
"""
