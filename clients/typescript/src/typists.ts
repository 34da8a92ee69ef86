import { Cell, type Report } from "./observable.js";
import type { Person, UserId } from "./protocol.js";

const LASTS_MILLIS = 6_000;

/** Who is writing: taken for true for some seconds after each signal. */
export class Typists {
  readonly shown: Cell<readonly Person[]>;
  readonly #timers = new Map<UserId, ReturnType<typeof setTimeout>>();

  constructor(report: Report) {
    this.shown = new Cell<readonly Person[]>([], report);
  }

  started(person: Person): void {
    clearTimeout(this.#timers.get(person.id));
    this.#timers.set(
      person.id,
      setTimeout(() => this.stopped(person.id), LASTS_MILLIS),
    );
    if (!this.shown.value.some((typist) => typist.id === person.id)) {
      this.shown.set([...this.shown.value, person]);
    }
  }

  stopped(user: UserId): void {
    clearTimeout(this.#timers.get(user));
    if (this.#timers.delete(user)) {
      this.shown.set(this.shown.value.filter((typist) => typist.id !== user));
    }
  }

  clear(): void {
    for (const user of [...this.#timers.keys()]) {
      this.stopped(user);
    }
  }
}
