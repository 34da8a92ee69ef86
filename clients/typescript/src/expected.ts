import type { Epoch, Sequence } from "./protocol.js";

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
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: ExpectingRoom) {
    this.#room = room;
  }

  upTo(epoch: Epoch, sequence: Sequence): void {
    if (this.#timer === undefined && this.#room.lacks(epoch, sequence)) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        if (this.#room.lacks(epoch, sequence)) {
          this.#room.ask();
        }
      }, WITHIN_MILLIS);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
