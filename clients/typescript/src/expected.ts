import type { Cursor, Epoch, Sequence } from "./protocol.js";

const WITHIN_MILLIS = 5_000;

/** What expecting needs of its room. */
export interface ExpectingRoom {
  /** Whether the room is live, and its log does not reach up to there. */
  lacks(epoch: Epoch, sequence: Sequence): boolean;
  /** Asks for what is missing. */
  ask(): void;
}

/**
 * The log is known to reach farther than what was seen: an answer or history said so. The events should come in a moment; if
 * they do not, they are asked for.
 */
export class Expected {
  readonly #room: ExpectingRoom;
  /** What was expected last. */
  #last: Cursor | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: ExpectingRoom) {
    this.#room = room;
  }

  upTo(epoch: Epoch, sequence: Sequence): void {
    if (this.#room.lacks(epoch, sequence)) {
      this.#last = { epoch, sequence };
      this.#timer ??= setTimeout(() => this.#look(epoch, sequence), WITHIN_MILLIS);
    }
  }

  #look(epoch: Epoch, sequence: Sequence): void {
    this.#timer = undefined;
    if (this.#room.lacks(epoch, sequence)) {
      this.#room.ask();
    } else if (this.#last) {
      // What was expected since then may have come, too, or has its own time.
      this.upTo(this.#last.epoch, this.#last.sequence);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
