import type { Cursor, Epoch, Events, RoomEvent, Sequence } from "./protocol.js";

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

  get cursor(): Cursor | undefined {
    return this.#cursor;
  }

  /** Begins at a head, or begins again somewhere else after a reset. */
  begin(epoch: Epoch, sequence: Sequence): void {
    this.#cursor = { epoch, sequence };
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
    }
    return { kind: hole ? "hole" : "next", events };
  }

  /** Whether something before this head is missing. */
  lacks(epoch: Epoch, head: Sequence): boolean {
    const cursor = this.#cursor;
    return cursor !== undefined && (cursor.epoch !== epoch || cursor.sequence < head);
  }
}
