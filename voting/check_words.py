"""Everything that the page “Check this result” may say: its script has no words of its own.

The keys are those of the script's report; `%(name)s` is filled in there.
"""

from django.utils.translation import gettext as _


def check_words() -> dict[str, dict[str, str]]:
    """The words by kind and key, in the active language."""
    return {
        "verdicts": _verdicts(),
        "states": {"holds": _("Holds"), "differs": _("Differs"), "unknown": _("Could not be checked")},
        "steps": _steps(),
        "refusals": _refusals(),
        "groups": _groups(),
        "checks": {**_checks_of_vote(), **_checks_of_contest()},
        "facts": {**_facts_of_file(), **_facts_of_log(), **_facts_of_ballots(), **_facts_of_count()},
        "figures": _figures(),
        "outcomes": outcome_words(),
        "ballot": _ballot(),
        "tables": _tables(),
    }


def _verdicts() -> dict[str, str]:
    return {
        "holds": _("Everything holds."),
        "holds_text": _("Your browser counted the ballots again. It found the same result."),
        "differs": _("Something differs."),
        "differs_text": _(
            "Do not rely on this result before people have found out why. First load the file again."
        ),
        "differs_list": _("This does not hold:"),
        "unknown": _("Nothing differs, but not everything could be checked."),
        "unknown_text": _("All that could be checked holds."),
        "unknown_list": _("This could not be checked:"),
        "refused": _("This file cannot be checked."),
        "refused_text": _("Nothing was sent, and nothing is lost. Choose another file."),
    }


def _steps() -> dict[str, str]:
    return {
        "loading": _("Loading the file"),
        "reading": _("Reading the file"),
        "log": _("Checking the log"),
        "checkpoints": _("Checking the signatures"),
        "counting": _("Counting the ballots"),
        "done": _("The check is done."),
    }


def _refusals() -> dict[str, str]:
    return {
        "none": _("Choose a file first."),
        "not_zip": _("This is not the file of a vote: it is no ZIP file."),
        "other_zip": _("This is a ZIP file, but not that of a vote."),
        "cut": _("The end of the file is missing, or it was packed in another way. Load it again."),
        "too_big": _("This file is too large for a browser. Use the program below."),
        "broken": _("Something in this file is not what it should be."),
        "not_loaded": _("The file could not be loaded. Look at your connection, then try again."),
        "fingerprint": _("A fingerprint has 64 letters and digits: 0 to 9, and a to f."),
        "code": _("A tracking code has 16 letters and digits."),
    }


def _groups() -> dict[str, str]:
    return {
        "checks": _("What was checked"),
        "file": _("The file"),
        "vote": _("What was voted on"),
        "log": _("The log of the vote"),
        "people": _("People and ballots"),
        "result": _("The result"),
        "yours": _("What you brought"),
        "numbers": _("The numbers"),
        "counted": _("The result, as counted here"),
        "not_counted": _("The ballots are not in this file, so nothing was counted here."),
        "your_ballot": _("What your ballot says"),
        "fingerprint": _("Fingerprint of the rules:"),
    }


def _checks_of_vote() -> dict[str, str]:
    return {
        "archive": _("The file is packed exactly as the site packs it."),
        "parts": _("It has every part that it must have, and nothing else."),
        "sums": _("Each part has the fingerprint that is listed for it."),
        "canonical": _("Each part is written in the one form that it must have."),
        "manifest": _("The questions and the rules are those that were fixed at the start."),
        "questions": _("The count has the same questions, choices, seats and rules, and the lot of the log."),
        "chain": _("Each line of the log follows from the one before."),
        "order": _("The steps of the vote came in the right order."),
        "people": _("What takes two people was done by two different people."),
        "officers": _("The officers’ key was tested before the vote, and enough of them brought it."),
        "times": _("By the clock of the site, no step came too early."),
        "checkpoints": _("The site signed the log after every step."),
        "roll": _("The list of voters is the one in the log. Each change has a reason."),
        "figures": _("The numbers of people and ballots add up. The log has the same ones."),
        "result": _("The result is the one that was written into the log when it was counted."),
        "ballots": _("The ballots are the ones that were counted on that day."),
        "second_count": _("The report of the second count is the one in the log, and found no difference."),
        "codes": _("Each ballot with a tracking code was counted, and no other."),
        "fingerprint": _("The questions and the rules have the fingerprint that you gave."),
        "your_code": _("Your tracking code is in the list."),
    }


def _checks_of_contest() -> dict[str, str]:
    return {
        "count": _("The ballots can be counted again."),
        "turnout": _("There are as many ballots as the result says."),
        "tallies": _("The votes of each choice"),
        "winners": _("Who comes first"),
        "rounds": _("Every round"),
        "quota": _("The votes that are needed for a seat"),
        "pairs": _("Every pair of choices"),
        "ranking": _("The order of the choices"),
        "scores": _("How often each score was given"),
        "lot": _("What the lot settled"),
        "decision": _("The decision"),
    }


def _facts_of_file() -> dict[str, str]:
    return {
        "more": _("There is more: %(number)s other differences."),
        "malformed": _("Something in it is not what it should be."),
        "not_one_way": _("It was packed by another program, or changed afterwards."),
        "part_missing": _("%(part)s is missing."),
        "part_unknown": _("%(part)s does not belong there."),
        "part_changed": _("%(part)s was changed."),
        "sums_differ": _("The list of fingerprints was changed."),
        "part_form": _("%(part)s is not written in that form."),
        "part_keys": _("%(part)s holds more, or less, than it should."),
        "line_form": _("%(part)s, line %(line)s, is not written in that form."),
        "other_format": _("A part says that it is of another kind."),
        "other_vote": _("The parts are about different votes."),
        "title_differs": _("The title is another one."),
        "manifest_not_named": _("Another part names other rules."),
        "manifest_not_announced": _("The log began with other rules."),
        "never_announced": _("This vote comes from older software. Its log does not name the rules."),
        "fingerprint_is": _("Their fingerprint is %(fingerprint)s."),
        "fingerprint_differs": _("Here it is %(fingerprint)s. This may be another vote."),
        "other_questions": _("The questions are not the same ones."),
        "question_differs": _("“%(contest)s” is counted with other words or rules."),
        "lot_differs": _("“%(contest)s” is counted with another lot."),
    }


def _facts_of_log() -> dict[str, str]:
    return {
        "lines": _("Lines: %(number)s."),
        "line_broken": _("Line %(line)s does not follow."),
        "line_not_known": _("This page does not know what line %(line)s means."),
        "step_out_of_order": _("Line %(line)s cannot come there."),
        "not_published": _("The log ends before the result was published."),
        "not_counted_again": _("Line %(line)s: somebody signed before a second program had counted."),
        "archived": _("The file and the log differ on whether this is an old vote."),
        "nobody_named": _("Line %(line)s names nobody."),
        "acted_alone": _("Line %(line)s: nobody else had asked for it."),
        "same_signer": _("Line %(line)s: the same person signed twice."),
        "not_a_teller": _("Line %(line)s: somebody signed who is not a teller of this vote."),
        "key_not_tested": _("The key that was tested is not the one of this vote."),
        "not_an_officer": _("Line %(line)s: that person is no officer of this vote."),
        "shares": _("Officers who brought their share: %(stored)s. %(counted)s are needed."),
        "signatures": _("There are %(stored)s signatures. There must be %(counted)s."),
        "too_early": _("Line %(line)s came too early."),
        "no_log_key": _("This vote is older than signed logs."),
        "log_is_broken": _("The log does not hold, so that its signatures say nothing."),
        "checkpoints_without_key": _("There are signatures, and the rules of the vote name no key for them."),
        "checkpoints_unreadable": _("The signatures cannot be read."),
        "checkpoint_signature": _("Signature %(number)s is not one of this log."),
        "checkpoint_size": _("Signature %(number)s: the log became shorter, or did not grow."),
        "checkpoint_root": _("Signature %(number)s was made for other lines."),
        "checkpoint_missing": _("Nothing was signed after line %(line)s."),
        "lines_not_signed": _(
            "Lines that came after the last signature: %(number)s. They are chained, but not signed."
        ),
    }


def _facts_of_ballots() -> dict[str, str]:
    return {
        "roll_not_in_log": _("It is not the last one that the log has."),
        "roll_changes": _("%(stored)s changes are given, and the log has %(counted)s."),
        "roll_other_way": _("Line %(line)s: the number of voters did not change as it says."),
        "roll_without_reason": _("A change has no reason."),
        "roll_after_close": _("It was changed after the vote had closed."),
        "roll_not_in_log_at_all": _("This vote comes from older software. Its log does not name the voters."),
        "figure": _("%(figure)s: %(stored)s is given, and it should be %(counted)s."),
        "more_than_eligible": _("%(counted)s are more than the %(stored)s who may vote."),
        "turnout_differs": _("“%(contest)s” was counted with other numbers."),
        "result_not_in_log": _("The result was changed after it had been counted."),
        "ballots_not_promised": _("They are in the file, although the vote promised to keep them."),
        "ballots_say_who": _("They are so few, or so alike, that they say who voted how."),
        "ballots_not_published": _("The ballots of this vote are not published."),
        "ballots_too_few": _("There are so few ballots that they are not published."),
        "ballots_missing": _("The ballots of some questions are missing."),
        "ballots_not_in_log": _("They were changed after they had been counted."),
        "ballots_without_hash": _("This vote is older than this check. Its log does not name the ballots."),
        "count_not_in_log": _("The second program counted something else."),
        "second_never_ran": _("This vote is older than second counts."),
        "second_not_kept": _("This vote is older than this check. Its log names no report."),
        "second_not_in_log": _("The log names no such report."),
        "second_of_other_count": _("The report is about another count."),
        "second_differs": _("The second count found a difference."),
        "no_codes": _("This vote has no list of tracking codes."),
        "codes_not_promised": _("There is a list of codes, although the vote promised none."),
        "codes_not_in_log": _("The list was changed after the ballots had been counted."),
        "codes_in_list": _("Codes: %(number)s."),
        "code_line": _("Line %(line)s of the list is not in order."),
        "codes_number": _("%(stored)s codes are there, and %(counted)s valid ballots."),
        "codes_other_ballots": _("“%(contest)s”: the list has other ballots than were counted."),
        "code_not_there": _("%(code)s is not in it. Look for typing errors; then tell the tellers."),
    }


def _facts_of_count() -> dict[str, str]:
    return {
        "method_not_known": _("This page does not know this way of counting."),
        "rule_not_known": _("This page does not know this rule."),
        "ballots_in_file": _("Valid ballots: %(stored)s are published, and %(counted)s were counted here."),
        "votes": _("%(choice)s: %(stored)s published, %(counted)s counted here."),
        "votes_beyond": _("%(choice)s has more votes than the ballots can give."),
        "with_choice": _("Ballots with a choice: %(stored)s published, %(counted)s counted here."),
        "blank": _("Ballots without one: %(stored)s published, %(counted)s counted here."),
        "per_ballot": _("Most for one choice: %(stored)s published, %(counted)s counted here."),
        "winners": _("Published: %(storedChoices)s. Counted here: %(countedChoices)s."),
        "tied": _("Level, as published: %(storedChoices)s. Counted here: %(countedChoices)s."),
        "favored": _("Favored, as published: %(storedChoices)s. By the lot: %(countedChoices)s."),
        "rounds": _("Rounds: %(stored)s published, %(counted)s counted here."),
        "round_votes": _("Round %(round)s, %(choice)s: %(stored)s published, %(counted)s counted here."),
        "round_exhausted": _("Round %(round)s, for nobody: %(stored)s published, %(counted)s counted here."),
        "round_elected": _(
            "Round %(round)s, elected: %(storedChoices)s published, %(countedChoices)s counted here."
        ),
        "round_out": _("Round %(round)s, out: %(storedChoices)s published, %(countedChoices)s counted here."),
        "round_moves": _("Round %(round)s: other votes moved."),
        "pair": _("%(choice)s before %(other)s: %(stored)s published, %(counted)s counted here."),
        "scores_of": _("The scores of %(choice)s are other ones."),
        "other": _("Other ones were counted here."),
        "quota": _("%(stored)s published, %(counted)s counted here."),
        "base": _("Shares are taken of: %(stored)s published, %(counted)s counted here."),
        "needed": _("Votes needed: %(stored)s published, %(counted)s counted here."),
        "threshold": _("Share needed: %(stored)s published, %(counted)s counted here."),
        "share": _("Share of %(choice)s: %(stored)s published, %(counted)s counted here."),
        "outcome": _("Published: %(storedOutcome)s Counted here: %(countedOutcome)s"),
    }


def _figures() -> dict[str, str]:
    return {
        "eligible": _("May vote"),
        "participated": _("Took part"),
        "stored": _("Ballots in the box"),
        "opened": _("Ballots opened"),
        "valid": _("Valid ballots"),
        "invalid": _("Invalid ballots"),
        "counted": _("Ballots counted"),
    }


def outcome_words() -> dict[str, str]:
    """The sentence of each outcome, where only the count is known."""
    return {
        "endorsed": _("Members endorse %(names)s."),
        "chosen": _("Members chose %(names)s."),
        "elected": _("Members elected %(names)s."),
        "position_yes": _("Members say yes."),
        "position_no": _("Members say no."),
        "no_endorsement": _("Members chose to endorse nobody."),
        "quorum_not_met": _("Too few members voted, so nothing is decided."),
        "tie": _("The vote is a tie between %(names)s, so nothing is decided."),
        "none_reached_threshold": _("No choice met the rule, so nothing is decided."),
        "advice": _("Members prefer %(names)s."),
        "advice_level": _("%(names)s stand level."),
        "advice_nobody": _("Nobody answered."),
        "advice_text": _("%(advice)s This is advice; nothing is decided."),
    }


def _ballot() -> dict[str, str]:
    return {
        "blank": _("Nothing was chosen."),
        "place": _("%(number)d. %(name)s"),
        "level": _("%(number)d. %(names)s (level)"),
        "unranked": _("left unranked: %(names)s"),
        "score": _("%(name)s: %(score)d"),
        "unscored": _("no score: %(names)s"),
    }


def _tables() -> dict[str, str]:
    return {
        "choice": _("Choice"),
        "votes": _("Votes"),
        "score": _("Sum of scores"),
        "wins": _("Pairs won"),
        "here": _("Counted here"),
        "published": _("Published"),
        "rounds": _("Votes in each round"),
        "round": _("Round %(round)s"),
        "pairs": _("Ballots that prefer the choice of the row"),
        "nobody": _("For nobody any more"),
        "not_in_round": _("not in this round"),
        "who": _("Who or what"),
        "number": _("Number"),
        "none": _("nobody"),
    }
