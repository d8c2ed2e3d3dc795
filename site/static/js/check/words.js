/* The page's words, and the values that are put into them. */

import { Fraction } from "./fraction.js";

const DECIMALS = 9;

export class Words {
  /** `words`: by kind and key, as voting.check_words has them. */
  constructor(words, language) {
    this.words = words;
    this.language = language;
    this.numbers = new Intl.NumberFormat(language, { maximumFractionDigits: DECIMALS });
    this.lists = new Intl.ListFormat(language, { type: "conjunction" });
  }

  /** A sentence with its values. */
  say(kind, key, values = {}) {
    const sentence = this.words[kind][key] ?? key;
    return sentence.replace(/%(?:\((\w+)\)[sd]|%)/g, (whole, name) => (name ? String(values[name] ?? "") : "%"));
  }

  number(value) {
    return this.numbers.format(value);
  }

  /** A stored number, such as 7 or 5/3, with its decimals; anything else as it is. */
  exact(value) {
    const fraction = Fraction.from(value);
    return fraction ? this.numbers.format(fraction.toDecimal()) : String(value);
  }

  list(names) {
    return names.length ? this.lists.format(names) : this.say("tables", "none");
  }

  /** A text in the reader's language, else in English, else in any; with its language where it is another. */
  text(texts) {
    if (typeof texts === "string") return { words: texts };
    const all = texts ?? {};
    const lang = [this.language, "en", ...Object.keys(all)].find((code) => typeof all[code] === "string" && all[code]);
    return { words: all[lang] ?? "", lang: lang === this.language ? undefined : lang };
  }
}

/** A contest of the report, with the names of its choices. */
export class Named {
  constructor(contest, words) {
    this.contest = contest;
    this.words = words;
    this.labels = new Map(contest.choices.map((choice) => [choice.key, words.text(choice.label).words || choice.key]));
  }

  get question() {
    return this.words.text(this.contest.question);
  }

  name(key) {
    return this.labels.get(key) ?? String(key);
  }

  names(keys) {
    return this.words.list(keys.map((key) => this.name(key)));
  }

  outcome({ outcome, winners, tied }) {
    const { contest, words } = this;
    const values = { names: this.names(outcome === "tie" ? tied : winners) };
    if (outcome === "advice") {
      const isLevel = winners.length > 1 && winners.every((key) => tied.includes(key));
      const key = winners.length ? (isLevel ? "advice_level" : "advice") : "advice_nobody";
      return words.say("outcomes", "advice_text", { advice: words.say("outcomes", key, values) });
    }
    if (outcome === "endorsed" && !contest.isEndorsement) return words.say("outcomes", "chosen", values);
    if (outcome === "elected" && contest.seats < 2) return words.say("outcomes", "chosen", values);
    return words.say("outcomes", outcome, values);
  }
}

const NUMBERS = ["stored", "counted"];

/** A fact of the report as a sentence. `named`: the contest that it is about, if it is about one. */
export function factWords([key, values], words, contests, named = null) {
  const filled = { ...values };
  for (const name of NUMBERS) if (name in filled) filled[name] = words.exact(filled[name]);
  for (const name of ["line", "number", "round"]) if (name in filled) filled[name] = words.number(filled[name]);
  if ("figure" in filled) filled.figure = words.say("figures", filled.figure);
  if ("contest" in filled) {
    const about = contests.find((each) => each.contest.key === filled.contest);
    filled.contest = about?.question.words ?? filled.contest;
  }
  if (named) {
    for (const name of ["choice", "other"]) if (name in filled) filled[name] = named.name(filled[name]);
    for (const name of ["storedChoices", "countedChoices"]) if (name in filled) filled[name] = named.names(filled[name]);
    if (key === "outcome") {
      // Of the published decision only its kind is told here; whom it names is told beside it.
      const bare = (outcome) => named.outcome({ outcome, winners: [], tied: [] });
      filled.storedOutcome = bare(filled.storedOutcome);
      filled.countedOutcome = bare(filled.countedOutcome);
    }
  }
  return words.say("facts", key, filled);
}
