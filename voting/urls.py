"""Addresses of the voting app, below the language prefix. No address ever holds a choice."""

from django.urls import path

from voting.views import (
    appeals,
    ballot,
    bundle,
    check,
    desk,
    exports,
    key_holding,
    me,
    my_ballots,
    record,
    roll_call,
    roll_changes,
    roll_counts,
    secrecy,
)

app_name = "voting"
urlpatterns = [
    # The two that are asked most often.
    path("ballot/<uuid:vote_id>/", ballot.ballot, name="ballot"),
    path("me/", me.me, name="me"),
    path("my-ballots/", my_ballots.my_ballots, name="my_ballots"),
    path("my-ballots/data.json", my_ballots.my_data, name="my_data"),
    path("ballot/<uuid:vote_id>/done/", ballot.done, name="ballot_done"),
    path("ballot/<uuid:vote_id>/appeal/", appeals.appeal, name="appeal"),
    path("how-votes-are-kept/", secrecy.secrecy, name="secrecy"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<uuid:vote_id>/", desk.desk_vote, name="desk_vote"),
    path("desk/<uuid:vote_id>/key/", key_holding.officers_key, name="officers_key"),
    path("desk/<uuid:vote_id>/roll/", roll_changes.change_roll, name="change_roll"),
    path("desk/<uuid:vote_id>/roll/counts/", roll_counts.roll_counts, name="roll_counts"),
    path("desk/<uuid:vote_id>/appeals/", appeals.desk_appeals, name="desk_appeals"),
    path("desk/<uuid:vote_id>/appeals/<int:appeal_id>/", appeals.answer_appeal, name="answer_appeal"),
    path("votes/<uuid:vote_id>/log/", record.log, name="log"),
    path("votes/<uuid:vote_id>/names/", roll_call.names, name="names"),
    path("votes/<uuid:vote_id>/names.csv", roll_call.names_file, name="names_file"),
    path("votes/<uuid:vote_id>/record.json", record.manifest, name="record"),
    path("votes/<uuid:vote_id>/checkpoints.txt", record.checkpoints, name="checkpoints"),
    path("votes/<uuid:vote_id>/my-roll-proof.json", record.own_roll_proof, name="roll_proof"),
    path("votes/<uuid:vote_id>/bundle.zip", bundle.bundle, name="bundle"),
    path("votes/<uuid:vote_id>/count.json", exports.count_file, name="count_file"),
    path("check-result/", check.check_result, name="check"),
    path("check-result/verify_result.py", check.program, name="check_program"),
    path("votes/<uuid:vote_id>/check/", check.check_result, name="check_vote"),
    path(
        "votes/<uuid:vote_id>/contests/<int:number>.<str:ending>", exports.contest_file, name="contest_file"
    ),
]
