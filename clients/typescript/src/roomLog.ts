import type { Cursor, Epoch, Events, RoomEvent, Sequence } from "./protocol.js";

/** Events that are kept to bring up to date what history said a moment ago. */
const RECENT_EVENTS = 256;

/** What is to be done with a frame of events. */
export type Intake =
  /** These come next, in order; the cursor has moved past them. Empty if all were seen already. */
  | { readonly kind: "next"; readonly events: readonly RoomEvent[] }
  /** Something is missing before the rest of the frame: ask again from the cursor. What came before the hole is here. */
  | { readonly kind: "hole"; readonly events: readonly RoomEvent[] };

/**
 * Where a client stands in one room's log, and the one place that decides what is new: each sequence once, in order, whatever
 * is repeated, dropped or reordered on the way. Knows neither sockets nor time.
 */
export class RoomLog {
  #cursor: Cursor | undefined;
  #recent: RoomEvent[] = [];

  get cursor(): Cursor | undefined {
    return this.#cursor;
  }

  /** Begins at a head, or begins again somewhere else after a reset. */
  begin(epoch: Epoch, sequence: Sequence): void {
    this.#cursor = { epoch, sequence };
    this.#recent = [];
  }

  take(frame: Pick<Events, "epoch" | "events">): Intake {
    const cursor = this.#cursor;
    if (!cursor || frame.epoch !== cursor.epoch) {
      // Of a life of the log that this client does not stand in: the server will say reset when it is asked.
      return { kind: "hole", events: [] };
    }
    let last = cursor.sequence;
    const events: RoomEvent[] = [];
    let hole = false;
    for (const event of frame.events) {
      if (event.sequence <= last) {
        continue;
      }
      if (event.sequence !== last + 1) {
        hole = true;
        break;
      }
      last = event.sequence;
      events.push(event);
    }
    if (events.length > 0) {
      this.#cursor = { epoch: cursor.epoch, sequence: last };
      this.#remember(events);
    }
    return { kind: hole ? "hole" : "next", events };
  }

  /** Whether something before this head is missing. */
  lacks(epoch: Epoch, head: Sequence): boolean {
    const cursor = this.#cursor;
    return cursor !== undefined && (cursor.epoch !== epoch || cursor.sequence < head);
  }

  /** The events after this one up to the cursor; undefined if they are not all remembered, or of another epoch. */
  after(cursor: Cursor): readonly RoomEvent[] | undefined {
    const now = this.#cursor;
    if (!now || now.epoch !== cursor.epoch) {
      return undefined;
    }
    if (cursor.sequence >= now.sequence) {
      return [];
    }
    const first = this.#recent[0];
    return first && first.sequence <= cursor.sequence + 1
      ? this.#recent.filter((event) => event.sequence > cursor.sequence)
      : undefined;
  }

  #remember(events: readonly RoomEvent[]): void {
    this.#recent.push(...events);
    if (this.#recent.length > 2 * RECENT_EVENTS) {
      this.#recent = this.#recent.slice(-RECENT_EVENTS);
    }
  }
}
