/* Whether a count decides: the rules that a vote may have. */

import { Fraction } from "./fraction.js";
import { schulzeGroups } from "./methods/pairs.js";
import { levels } from "./methods/seats.js";

/** A rule, or a part of one, that this program does not know. */
export class Unknown extends Error {}

const SPECIAL = new Map([
  ["yes", "position_yes"],
  ["no", "position_no"],
  ["no_endorsement", "no_endorsement"],
]);

const byFraction = (one, other) => one.compare(other === 0 ? Fraction.ZERO : other);
const percent = (value) => new Fraction(value, 100);
const outcomeOf = (key, { kinds }, usual) => SPECIAL.get(kinds.get(key)) ?? usual;

/** Whether enough took part. A share of members is never reached where nobody knows how many there are. */
function quorumMet(settings, found, turnout) {
  const value = settings.quorum_value ?? 0;
  const cast = new Fraction(turnout.ballots);
  const reaches = (number, whole) => number.compare(percent(value).times(new Fraction(whole))) >= 0;
  switch (settings.quorum_kind ?? "none") {
    case "none":
      return true;
    case "ballots":
      return turnout.ballots >= value;
    case "percent_of_roll":
      return reaches(cast, turnout.eligible);
    case "percent_of_members":
      return turnout.members !== null && reaches(cast, turnout.members);
    case "percent_of_ballots":
      return reaches(new Fraction(found.withChoice), turnout.ballots);
    default:
      throw new Unknown(settings.quorum_kind);
  }
}

function baseOf(settings, election, found, turnout) {
  switch (settings.denominator ?? "choices_cast") {
    case "choices_cast":
      return new Fraction(found.withChoice);
    case "ballots_submitted":
      return new Fraction(turnout.ballots);
    case "eligible_minus_recused":
      return new Fraction(turnout.eligible - turnout.recused);
    case "yes_plus_no": {
      const answers = election.keys.filter((key) => ["yes", "no"].includes(election.kinds.get(key)));
      return answers.reduce((sum, key) => sum.plus(found.tallies.get(key)), Fraction.ZERO);
    }
    default:
      throw new Unknown(settings.denominator);
  }
}

const ruling = (rest) => ({
  outcome: "",
  winners: [],
  tied: [],
  shares: new Map(),
  base: Fraction.ZERO,
  needed: null,
  threshold: null,
  ...rest,
});

function sharesOf(tallies, whole) {
  return whole.isZero ? new Map() : new Map([...tallies].map(([key, votes]) => [key, votes.over(whole)]));
}

function threshold(settings, election, found, turnout) {
  const share = new Fraction(settings.threshold_numerator, settings.threshold_denominator);
  const base = baseOf(settings, election, found, turnout);
  // A ballot may give a choice more than one vote: a score of 5, for instance.
  const whole = base.times(new Fraction(found.perBallot));
  const line = share.times(whole);
  const above = settings.comparison === "more_than";
  const reaches = (votes) => votes.compare(line) > (above ? 0 : -1);
  const least = above ? line.floor + 1n : line.ceiling;
  const decided = ruling({
    base,
    threshold: share,
    needed: least > 1n ? least : 1n,
    shares: sharesOf(found.tallies, whole),
  });
  const groups = levels(found.tallies, byFraction).filter(([key]) => !whole.isZero && reaches(found.tallies.get(key)));
  if (!quorumMet(settings, found, turnout)) decided.outcome = "quorum_not_met";
  else if (!groups.length) decided.outcome = "none_reached_threshold";
  else endorse(decided, groups, settings.max_endorsed ?? 1, election);
  return decided;
}

/** Those with the most votes, all above “no endorsement”; nobody of those who are level for the last place. */
function endorse(decided, groups, most, election) {
  const isNobody = (key) => election.kinds.get(key) === "no_endorsement";
  for (const group of groups) {
    const room = most - decided.winners.length;
    if (!room) break;
    if (group.some(isNobody)) {
      if (group.length > 1) decided.tied = group;
      else if (!decided.winners.length) decided.winners = group;
      break;
    }
    if (group.length > room) {
      decided.tied = group;
      break;
    }
    decided.winners = [...decided.winners, ...group];
  }
  decided.outcome = decided.winners.length ? outcomeOf(decided.winners[0], election, "endorsed") : "tie";
}

/** Shares of the ballots that choose something, where the votes of a method are such shares. */
function ofBallots(found, rest) {
  const base = new Fraction(found.withChoice);
  const hasShares = !found.pairwise && !found.quota;
  const shares = hasShares ? sharesOf(found.tallies, base.times(new Fraction(found.perBallot))) : new Map();
  return ruling({ base, shares, ...rest });
}

function methodWinners(settings, election, found, turnout) {
  if (!quorumMet(settings, found, turnout)) return ofBallots(found, { outcome: "quorum_not_met" });
  if (!found.winners.length) return ofBallots(found, { outcome: "none_reached_threshold" });
  // A seat that “no endorsement” wins stays empty.
  const people = found.winners.filter((key) => election.kinds.get(key) !== "no_endorsement");
  const winners = people.length ? people : found.winners;
  return ofBallots(found, { winners, outcome: outcomeOf(winners[0], election, "elected") });
}

/** Nothing is decided. Whom only the lot put behind leads as well. */
function advice(settings, election, found) {
  const winners = [...new Set([...found.winners, ...found.level])];
  return ofBallots(found, { outcome: "advice", winners, tied: found.level });
}

function defaultOption(settings, election, found, turnout) {
  const { keys, kinds } = election;
  if (!found.pairwise) throw new Unknown("default_option");
  if (!quorumMet(settings, found, turnout)) return ofBallots(found, { outcome: "quorum_not_met" });
  if (!found.withChoice) return ofBallots(found, { outcome: "none_reached_threshold" });
  const nobody = settings.default_choice || keys.find((key) => kinds.get(key) === "no_endorsement");
  const holds = (key) => {
    if (key === nobody) return true;
    const [votes, against] = [found.pairwise.get(key).get(nobody), found.pairwise.get(nobody).get(key)];
    const ratio = settings.majorities?.[key] ?? [settings.majority_numerator ?? 1, settings.majority_denominator ?? 1];
    const lead = new Fraction(votes).compare(new Fraction(...ratio).times(new Fraction(against)));
    const enough = lead > (settings.comparison === "more_than" ? 0 : -1);
    return enough && votes > against && votes >= (settings.option_quorum ?? 0);
  };
  const [best] = schulzeGroups(found.pairwise, keys.filter(holds), election.options);
  if (best.length > 1) return ofBallots(found, { outcome: "tie", tied: best });
  const outcome = best[0] === nobody ? "no_endorsement" : outcomeOf(best[0], election, "endorsed");
  return ofBallots(found, { outcome, winners: best });
}

export const RULES = new Map([
  ["threshold", threshold],
  ["method_winners", methodWinners],
  ["advice", advice],
  ["default_option", defaultOption],
]);
