import type { History } from "./api.js";
import { pauseMillis, REFRESH, REFRESH_WITHIN_MILLIS } from "./backoff.js";
import { HistoryProblem } from "./errors.js";
import { type Members, membersAfter, membersOf, membersRead } from "./memberFold.js";
import { Cell, type Report } from "./observable.js";
import type { Cursor, Member, RoomEvent, RoomId, Sequence, UserId } from "./protocol.js";

const PAGE = 200;
/** Tries to read a list that fits what happened meanwhile. */
const ROUNDS = 5;
const ROUND_PAUSE_MILLIS = 250;
/** At least so long before they are read again: history tried several times already. */
const AGAIN_AFTER_MILLIS = 1_000;
const NOT_FOUND = 404;
/** Would be answered the same again. */
const LASTING: ReadonlySet<number> = new Set([400, 401, 403, NOT_FOUND]);

/** What a list of members needs of its room. */
export interface MemberListRoom {
  readonly id: RoomId;
  readonly cursor: Cursor | undefined;
  /** Whether a connection tells what happens; without one, nothing is read again. */
  readonly live: boolean;
  /** The events after this one up to the cursor; undefined if they are not all remembered, or of another epoch. */
  eventsAfter(cursor: Cursor): readonly RoomEvent[] | undefined;
  /** History did not answer. */
  failed(cause: unknown): void;
  random(): number;
}

/** A room's members: nothing until somebody wants them, and up to date from then on. */
export class MemberList {
  readonly shown: Cell<readonly Member[] | undefined>;
  readonly #room: MemberListRoom;
  readonly #history: History;
  #members: Members | undefined;
  #loading: Promise<readonly Member[]> | undefined;
  /** Tries that the loading has left. */
  #rounds = 0;
  /** Whatever comes of an earlier reload is the later one's to mend. */
  #reloads = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: MemberListRoom, history: History, report: Report) {
    this.#room = room;
    this.#history = history;
    this.shown = new Cell<readonly Member[] | undefined>(undefined, report);
  }

  load(): Promise<readonly Member[]> {
    return this.#load(ROUNDS);
  }

  #load(rounds: number): Promise<readonly Member[]> {
    this.#rounds = Math.max(this.#rounds, rounds);
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined;
      this.#rounds = 0;
    });
    return this.#loading;
  }

  /**
   * Reads them again soon, if somebody wanted them, until that succeeds, there is no connection any more, or history's answer
   * will stay as it is.
   */
  reload(): void {
    this.stop();
    if (this.#members) {
      this.#reloadIn(this.#room.random() * REFRESH_WITHIN_MILLIS, this.#reloads, 1);
    }
  }

  /** Reads nothing again for now. */
  stop(): void {
    this.#reloads++;
    clearTimeout(this.#timer);
  }

  #reloadIn(millis: number, reload: number, attempt: number): void {
    this.#timer = setTimeout(() => void this.#reload(reload, attempt), millis);
  }

  async #reload(reload: number, attempt: number): Promise<void> {
    try {
      // A list that fitted nothing so often is read whole again only after each pause.
      await this.#load(attempt === 1 ? ROUNDS : 1);
    } catch (cause) {
      const status = cause instanceof HistoryProblem ? cause.status : 0;
      // A room that may not be seen any more is for the connection to tell.
      if (status === NOT_FOUND || reload !== this.#reloads || !this.#room.live) {
        return;
      }
      this.#room.failed(cause);
      if (!LASTING.has(status)) {
        const pause = pauseMillis(REFRESH, attempt, () => this.#room.random());
        this.#reloadIn(AGAIN_AFTER_MILLIS + pause, reload, attempt + 1);
      }
    }
  }

  happened(events: readonly RoomEvent[]): void {
    if (this.#members) {
      this.#show(membersAfter(this.#members, events));
    }
  }

  /** Somebody has read up to here. */
  read(user: UserId, sequence: Sequence): void {
    if (this.#members) {
      this.#show(membersRead(this.#members, user, sequence));
    }
  }

  async #read(): Promise<readonly Member[]> {
    for (let round = 1; round <= this.#rounds; round++) {
      if (round > 1) {
        await new Promise((resolve) => setTimeout(resolve, ROUND_PAUSE_MILLIS));
      }
      const members = new Map<UserId, Member>();
      const asOf = new Map<UserId, Sequence>();
      let page = await this.#history.members(this.#room.id, { minSequence: this.#room.cursor?.sequence, limit: PAGE });
      const first = page.cursor;
      for (;;) {
        for (const member of page.items) {
          members.set(member.id, member);
          asOf.set(member.id, page.cursor.sequence);
        }
        if (!page.next) {
          break;
        }
        page = await page.next();
      }
      const events = page.cursor.epoch === first.epoch ? this.#room.eventsAfter(first) : undefined;
      if (events) {
        return this.#show(membersAfter(membersOf(members.values()), events, asOf));
      }
    }
    throw new HistoryProblem(0, "behind", "history is not as new as what happened meanwhile");
  }

  #show(members: Members): readonly Member[] {
    this.#members = members;
    this.shown.set(members.sorted);
    return members.sorted;
  }
}
