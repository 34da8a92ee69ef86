import type { Accepted, Sequence } from "./protocol.js";

const AFTER_MILLIS = 250;
const EVERY_MILLIS = 1_000;

/** What a read pointer needs of its room. */
export interface ReadPointerOwner {
  /** Settles with the answer. */
  send(sequence: Sequence): Promise<Accepted>;
  /** The server has answered: what it says of the room now is as new as the pointer. */
  settled(): void;
}

/** Tells the server how far one has read: only the farthest place, one at a time and not too often. */
export class ReadPointer {
  readonly #owner: ReadPointerOwner;
  #read: Sequence = 0;
  #sent: Sequence = 0;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(owner: ReadPointerOwner) {
    this.#owner = owner;
  }

  /** How far one has read as far as is known here; 0 if nothing is. */
  get read(): Sequence {
    return this.#read;
  }

  move(sequence: Sequence): void {
    if (sequence > this.#read) {
      this.#read = sequence;
      this.#sendIn(AFTER_MILLIS);
    }
  }

  /** What the server knows. */
  known(sequence: Sequence): void {
    this.#sent = Math.max(this.#sent, sequence);
    this.#sendIn(AFTER_MILLIS);
  }

  /** The log began again: its sequences mean something else. */
  reset(): void {
    this.stop();
    this.#read = this.#sent = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #sendIn(millis: number): void {
    if (this.#read > this.#sent && !this.#sending && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        void this.#send();
      }, millis);
    }
  }

  async #send(): Promise<void> {
    const sequence = this.#read;
    if (sequence <= this.#sent) {
      return;
    }
    this.#sending = true;
    try {
      await this.#owner.send(sequence);
      this.#sent = Math.max(this.#sent, sequence);
    } catch {
      // No member any more, the room began again or the client is closed: what history says counts.
      this.#read = this.#sent;
    }
    this.#sending = false;
    this.#owner.settled();
    this.#sendIn(EVERY_MILLIS);
  }
}
