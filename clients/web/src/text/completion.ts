import type { Message, Person } from "@parley/client";

export interface Completion {
  /** Where the `@` stands. */
  readonly from: number;
  readonly typed: string;
  readonly people: readonly Person[];
}

const MOST = 6;

/** The part of a name behind the `@` that the cursor stands behind. */
export function mentionAt(text: string, cursor: number): string | undefined {
  return /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}._-]{0,80})$/u.exec(text.slice(0, cursor))?.[1];
}

/** What could be meant by the `@…` that the cursor stands behind. */
export function completionAt(text: string, cursor: number, people: readonly Person[]): Completion | undefined {
  const typed = mentionAt(text, cursor);
  if (typed === undefined) return undefined;
  const wanted = typed.toLowerCase();
  const starting = people.filter((person) => person.name.toLowerCase().startsWith(wanted));
  const others = people.filter(
    (person) => wanted !== "" && !starting.includes(person) && person.name.toLowerCase().includes(wanted),
  );
  const found = [...starting, ...others].slice(0, MOST);
  return found.length === 0 ? undefined : { from: cursor - typed.length - 1, typed, people: found };
}

/** Who said something here, those who did so last first. */
export function authorsOf(messages: readonly Message[]): readonly Person[] {
  const authors = new Map<string, Person>();
  for (let index = messages.length - 1; index >= 0; index--) {
    const { by } = messages[index]!;
    if (!authors.has(by.id)) authors.set(by.id, by);
  }
  return [...authors.values()];
}

/** The text with the name in the place of what was typed, and where the cursor stands then. */
export function completed(text: string, cursor: number, completion: Completion, person: Person): [string, number] {
  const before = `${text.slice(0, completion.from)}@${person.name} `;
  return [before + text.slice(cursor).replace(/^ /, ""), before.length];
}
