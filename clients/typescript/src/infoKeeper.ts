import type { History, RoomInfo } from "./api.js";
import { pauseMillis, RECONNECT } from "./backoff.js";
import { HistoryProblem } from "./errors.js";
import { type InfoState, infoAfter, infoOf, infoRead } from "./infoFold.js";
import { Cell, type Report } from "./observable.js";
import type { Cursor, RoomEvent, RoomId, RoomSummary, Sequence, UserId } from "./protocol.js";

const AGAIN_AFTER_MILLIS = 1_000;
const NOT_FOUND = 404;

/** What the keeper needs of its room. */
export interface InfoRoom {
  readonly id: RoomId;
  readonly cursor: Cursor | undefined;
  readonly me: UserId;
  /** How far one has read as far as this client knows. */
  readonly read: Sequence;
  /** Whether a connection tells what happens; without one, nothing is read again. */
  readonly live: boolean;
  /** The events after this one up to the cursor; undefined if they are not all remembered, or of another epoch. */
  eventsAfter(cursor: Cursor): readonly RoomEvent[] | undefined;
  /** History answered. */
  summarised(summary: RoomSummary): void;
  failed(cause: unknown): void;
  random(): number;
}

/** Keeps a room's info: reads it from history, amends it by events, and reads it again when those do not tell enough. */
export class InfoKeeper {
  readonly shown: Cell<RoomInfo | undefined>;
  readonly #room: InfoRoom;
  readonly #history: History;
  #state: InfoState | undefined;
  #loading = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: InfoRoom, history: History, report: Report) {
    this.#room = room;
    this.#history = history;
    this.shown = new Cell<RoomInfo | undefined>(undefined, report);
  }

  get info(): RoomInfo | undefined {
    return this.#state?.info;
  }

  /** @returns whether it is as new as what is known here already */
  take(summary: RoomSummary): boolean {
    this.#room.summarised(summary);
    const events = this.#room.eventsAfter(summary);
    if (!events) {
      return false;
    }
    this.#show(infoAfter(infoOf(summary, this.#room.read), events, this.#room.me));
    return true;
  }

  happened(events: readonly RoomEvent[]): void {
    if (this.#state) {
      this.#show(infoAfter(this.#state, events, this.#room.me));
    }
  }

  /** One has read up to here, on this device or another. */
  read(sequence: Sequence): void {
    if (this.#state) {
      this.#show(infoRead(this.#state, sequence));
    }
  }

  /** Reads again what could not be told from events, if there is such a thing. */
  mend(): void {
    if (this.#state?.uncertain && this.#room.live) {
      this.reload();
    }
  }

  /** Reads the room again. */
  reload(afterMillis = 0): void {
    if (this.#timer === undefined && !this.#loading) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        void this.#load();
      }, afterMillis);
    }
  }

  /** Reads nothing for now. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #load(): Promise<void> {
    this.#loading = true;
    let again = true;
    try {
      const minSequence = this.#room.cursor?.sequence;
      again = !this.take(await this.#history.room(this.#room.id, { minSequence }));
    } catch (cause) {
      // A room that may not be seen any more is for the connection to tell; of a new one history may not have heard yet.
      if (!(cause instanceof HistoryProblem && cause.status === NOT_FOUND)) {
        this.#room.failed(cause);
      }
    }
    this.#loading = false;
    this.#failures = again ? this.#failures + 1 : 0;
    // Without a connection it can wait: after the next one all is read anew.
    if ((again || this.#state?.uncertain) && this.#room.live) {
      const pause = pauseMillis(RECONNECT, this.#failures + 1, () => this.#room.random());
      this.reload(AGAIN_AFTER_MILLIS + pause);
    }
  }

  #show(state: InfoState): void {
    this.#state = state;
    this.shown.set(state.info);
    if (state.uncertain && this.#room.live) {
      this.reload(AGAIN_AFTER_MILLIS);
    }
  }
}
