import type { History } from "./api.js";
import { HistoryProblem } from "./errors.js";
import { type Members, membersAfter, membersRead, sortedMembers } from "./memberFold.js";
import { Cell, type Report } from "./observable.js";
import type { Cursor, Member, RoomEvent, RoomId, Sequence, UserId } from "./protocol.js";

const PAGE = 200;
/** Tries to read a list that fits what happened meanwhile. */
const ATTEMPTS = 5;

/** What a list of members needs of its room. */
export interface MemberListRoom {
  readonly id: RoomId;
  readonly cursor: Cursor | undefined;
  /** The events after this one up to the cursor; undefined if they are not all remembered, or of another epoch. */
  eventsAfter(cursor: Cursor): readonly RoomEvent[] | undefined;
}

/** A room's members: nothing until somebody wants them, and up to date from then on. */
export class MemberList {
  readonly shown: Cell<readonly Member[] | undefined>;
  readonly #room: MemberListRoom;
  readonly #history: History;
  #members: Members | undefined;
  #loading: Promise<readonly Member[]> | undefined;

  constructor(room: MemberListRoom, history: History, report: Report) {
    this.#room = room;
    this.#history = history;
    this.shown = new Cell<readonly Member[] | undefined>(undefined, report);
  }

  /** Whether somebody wanted them. */
  get loaded(): boolean {
    return this.#members !== undefined;
  }

  load(): Promise<readonly Member[]> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
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
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
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
        return this.#show(membersAfter(members, events, asOf));
      }
    }
    throw new HistoryProblem(0, "behind", "history is not as new as what happened meanwhile");
  }

  #show(members: Members): readonly Member[] {
    const shown = members === this.#members ? this.shown.value : undefined;
    if (shown) {
      return shown;
    }
    const sorted = sortedMembers(members);
    this.#members = members;
    this.shown.set(sorted);
    return sorted;
  }
}
