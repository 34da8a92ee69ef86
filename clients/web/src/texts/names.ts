import type { Person } from "@parley/client";
import { t } from "./index.ts";

/** Of more than these the others are counted. */
const MOST_NAMES = 4;

/** A name in a sentence, whatever direction it is written in: it must not turn what stands beside it. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** "ada, ben and 3 others". */
export function namesOf(people: readonly Person[]): string {
  const named = people.length > MOST_NAMES ? people.slice(0, MOST_NAMES - 1) : people;
  const words = named.map((person) => isolated(person.name));
  if (named.length < people.length) words.push(t.changes.others(people.length - named.length));
  return new Intl.ListFormat(t.tag, { type: "conjunction" }).format(words);
}
