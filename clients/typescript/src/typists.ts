import { Cell, type Report } from "./observable.js";
import type { Person, UserId } from "./protocol.js";

const LASTS_MILLIS = 6_000;
const TELL_EVERY_MILLIS = 3_000;

/** Who is writing: taken for true for some seconds after each signal. And whether others should hear of oneself again. */
export class Typists {
  readonly shown: Cell<readonly Person[]>;
  #toldAt = Number.NEGATIVE_INFINITY;
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

  /** Oneself is writing. @returns whether it is time to tell the others */
  wants(): boolean {
    const now = Date.now();
    // The clock may have been set back.
    const isTime = Math.abs(now - this.#toldAt) >= TELL_EVERY_MILLIS;
    if (isTime) {
      this.#toldAt = now;
    }
    return isTime;
  }

  clear(): void {
    for (const user of [...this.#timers.keys()]) {
      this.stopped(user);
    }
  }
}
