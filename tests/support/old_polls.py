"""The tables of django-polls 0.2.1 in a database of their own, with rows as tests need them."""

import sqlite3

TABLES = (
    "CREATE TABLE polls_poll (id integer PRIMARY KEY, question varchar(255), description text)",
    "CREATE TABLE polls_choice (id integer PRIMARY KEY, poll_id integer NOT NULL, choice varchar(255))",
    "CREATE TABLE polls_vote "
    "(id integer PRIMARY KEY, user_id integer, poll_id integer NOT NULL, choice_id integer NOT NULL)",
)
# Two polls that are whole: 4 votes to 2, and one vote.
POLLS = [(1, "Shall we meet on Mondays?", "We must know soon.\nTell us."), (2, "Which color?", "")]
CHOICES = [(1, 1, "Yes"), (2, 1, "No"), (3, 2, "Red"), (4, 2, "Green"), (5, 2, "Blue")]
VOTES = [
    (1, 11, 1, 1),
    (2, 12, 1, 1),
    (3, 13, 1, 2),
    (4, 14, 1, 1),
    (5, 15, 1, 2),
    (6, 16, 1, 1),
    (7, 11, 2, 4),
]


def statements(*, polls=(), choices=(), votes=()):
    """(statement, rows) that fill the tables; a question mark stands for a value."""
    return [
        ("INSERT INTO polls_poll VALUES (?, ?, ?)", [*POLLS, *polls]),
        ("INSERT INTO polls_choice VALUES (?, ?, ?)", [*CHOICES, *choices]),
        ("INSERT INTO polls_vote VALUES (?, ?, ?, ?)", [*VOTES, *votes]),
    ]


def sqlite_file(path, **rows):
    """A file with the two polls and further rows; its address for --url."""
    connection = sqlite3.connect(path)
    with connection:
        for table in TABLES:
            connection.execute(table)
        for statement, values in statements(**rows):
            connection.executemany(statement, values)
    connection.close()
    return f"sqlite:///{path}"
