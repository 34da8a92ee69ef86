import { pauseMillis, RETRY } from "./backoff.js";
import type {
  Accepted,
  ClientFrame,
  Cursor,
  Limits,
  Rejected,
  RejectionCode,
  RoomId,
  Listening as Wish,
} from "./protocol.js";

/** With full cursors some 700 rooms fill a frame of the usual size. */
const ROOMS_IN_A_FRAME = 500;
/** What one takes of a frame at most, with a long epoch. */
const ROOM_BYTES = 128;
/** Asking again from the same place, on the same connection, helps once or never. */
const ASKED_IN_VAIN_MAX = 3;

/** Says nothing about a room: it is asked for again, and was not asked for in vain. */
const PASSING: ReadonlySet<RejectionCode> = new Set<RejectionCode>(["rateLimited", "unavailable"]);

const PREFIX = "listen-";

/** What listening needs of its client. */
export interface ListeningOwner {
  send(frame: ClientFrame): boolean;
  /** From where a room is to go on, if it is known. */
  cursor(room: RoomId): Cursor | undefined;
  /** Ends this connection and makes another. */
  comeBack(): void;
  /** One may not listen to this room. */
  refused(room: RoomId, rejection: Rejected): void;
  /** All of one's own rooms are known. */
  listensToMine(): void;
  frameRefused(rejection: Rejected): void;
  random(): number;
}

interface Asked {
  readonly after: number | undefined;
  /** How often in a row from this place. */
  readonly times: number;
}

/** Which rooms were asked for on this connection, and what became of it. */
export class Listening {
  readonly #owner: ListeningOwner;
  #live = false;
  #frames = 0;
  #roomsMax = ROOMS_IN_A_FRAME;
  /** Frames without their final answer. */
  readonly #open = new Map<string, "mine" | readonly Wish[]>();
  /** Rooms without `subscribed` or a refusal that lasts. */
  readonly #waiting = new Set<RoomId>();
  /** What was refused for the moment and is asked for again, all of it at once: each frame counts towards the rate. */
  readonly #again = new Map<RoomId, Wish>();
  /** The gateway goes on telling of these, though nobody wants them. */
  readonly #stopAgain = new Set<RoomId>();
  #mineAgain = false;
  #againAt = 0;
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #asked = new Map<RoomId, Asked>();
  readonly #stopping = new Map<RoomId, string>();
  /** In a row, since there was a moment in which no room waited. */
  #failures = 0;

  constructor(owner: ListeningOwner) {
    this.#owner = owner;
  }

  /** A connection is live. What is known comes first, each from its cursor; then all else that is one's own. */
  up(rooms: ReadonlyMap<RoomId, Cursor | undefined>, mine: boolean, limits: Limits): void {
    this.#live = true;
    this.#failures = 0;
    const fit = Math.floor(limits.frameBytes / ROOM_BYTES);
    this.#roomsMax = Math.max(1, Math.min(ROOMS_IN_A_FRAME, limits.subscribeRooms, fit));
    const wishes = [...rooms].map(([room, cursor]) => wishOf(room, cursor));
    this.#subscribe(wishes);
    if (mine) {
      this.#subscribeMine();
    }
  }

  down(): void {
    this.#live = false;
    this.#open.clear();
    this.#waiting.clear();
    this.#asked.clear();
    this.#stopping.clear();
    this.#again.clear();
    this.#stopAgain.clear();
    this.#mineAgain = false;
    clearTimeout(this.#againTimer);
    this.#againTimer = undefined;
  }

  /** Asks for a room, from its cursor on if there is one. Does nothing while it is asked for already. */
  listen(room: RoomId, cursor: Cursor | undefined): void {
    if (this.#live && !this.#waiting.has(room)) {
      this.#subscribe([wishOf(room, cursor)]);
    }
  }

  /** Asks for rooms from now on, all of them at once but for those that are asked for already. */
  listenToAll(rooms: readonly RoomId[]): void {
    if (this.#live) {
      const wanted = rooms.filter((room) => !this.#waiting.has(room));
      this.#subscribe(wanted.map((room) => wishOf(room, undefined)));
    }
  }

  stop(room: RoomId): void {
    const id = this.#nextId();
    if (this.#owner.send({ type: "unsubscribe", id, rooms: [room] })) {
      this.#stopping.set(room, id);
    }
  }

  /** Nobody wants the room any more, and what was under way may still come. */
  stopping(room: RoomId): boolean {
    return this.#stopping.has(room);
  }

  /** Nobody wants the room any more: if it is refused for the moment, it is not asked for again. */
  forget(room: RoomId): void {
    for (const [id, what] of this.#open) {
      if (what !== "mine" && what.some((wish) => wish.room === room)) {
        this.#open.set(
          id,
          what.filter((wish) => wish.room !== room),
        );
      }
    }
    this.#asked.delete(room);
    this.#again.delete(room);
    this.#waiting.delete(room);
  }

  /** @returns whether the room was asked for from a cursor, so that what was missed follows */
  subscribed(room: RoomId): boolean {
    this.#again.delete(room);
    const waited = this.#waiting.delete(room);
    if (this.#waiting.size === 0 && !this.#mineAgain) {
      this.#failures = 0;
    }
    if (!waited) {
      return false;
    }
    const resuming = this.#asked.get(room)?.after !== undefined;
    if (!resuming) {
      this.#asked.delete(room);
    }
    return resuming;
  }

  /** What was asked for has come: asking again may help again. */
  progressed(room: RoomId): void {
    this.#asked.delete(room);
  }

  /** @returns whether the answer belongs here */
  accepted(answer: Accepted): boolean {
    if (!answer.id.startsWith(PREFIX)) {
      return false;
    }
    const what = this.#open.get(answer.id);
    this.#open.delete(answer.id);
    for (const [room, id] of this.#stopping) {
      if (id === answer.id) {
        this.#stopping.delete(room);
      }
    }
    if (what === "mine") {
      this.#failures = 0;
      this.#owner.listensToMine();
    }
    return true;
  }

  /** @returns whether the answer belongs here */
  rejected(answer: Rejected): boolean {
    if (!answer.id.startsWith(PREFIX)) {
      return false;
    }
    const what = this.#open.get(answer.id);
    if (answer.room !== undefined) {
      this.#roomRejected(answer.room, answer);
      return true;
    }
    this.#open.delete(answer.id);
    const stopping = [...this.#stopping].filter(([, id]) => id === answer.id).map(([room]) => room);
    if (PASSING.has(answer.code)) {
      stopping.forEach((room) => this.#stopAgain.add(room));
      this.#askAgain(what ?? [], (answer.retryAfter ?? 0) * 1_000);
    } else {
      stopping.forEach((room) => this.#stopping.delete(room));
      this.#giveUp(what, answer);
      this.#owner.frameRefused(answer);
    }
    return true;
  }

  /** None of it comes; whoever wants one of the rooms later may ask for it anew. */
  #giveUp(what: "mine" | readonly Wish[] | undefined, answer: Rejected): void {
    for (const { room } of what === "mine" ? [] : (what ?? [])) {
      this.#waiting.delete(room);
      this.#asked.delete(room);
      if (!this.#owner.cursor(room)) {
        this.#owner.refused(room, answer);
      }
    }
  }

  #roomRejected(room: RoomId, answer: Rejected): void {
    const what = this.#open.get(answer.id);
    // Among one's own nobody named it: unless that was done meanwhile, it is asked for by name from now on.
    const wanted = what === "mine" ? !this.#waiting.has(room) : what?.some((wish) => wish.room === room);
    if (!PASSING.has(answer.code)) {
      this.#waiting.delete(room);
      this.#asked.delete(room);
      this.#owner.refused(room, answer);
    } else if (wanted) {
      this.#askAgain([wishOf(room, this.#owner.cursor(room))], 0);
    }
  }

  #askAgain(what: "mine" | readonly Wish[], atLeastMillis: number): void {
    if (what === "mine") {
      this.#mineAgain = true;
    } else {
      for (const wish of what) {
        this.#asked.delete(wish.room);
        this.#waiting.add(wish.room);
        this.#again.set(wish.room, wish);
      }
    }
    if (this.#againTimer !== undefined && this.#againAt >= Date.now() + atLeastMillis) {
      return;
    }
    this.#failures++;
    const pause = atLeastMillis + pauseMillis(RETRY, this.#failures, () => this.#owner.random());
    clearTimeout(this.#againTimer);
    this.#againAt = Date.now() + pause;
    this.#againTimer = setTimeout(() => this.#askedAgain(), pause);
  }

  #askedAgain(): void {
    this.#againTimer = undefined;
    const wishes = [...this.#again.values()];
    const stops = [...this.#stopAgain];
    const mine = this.#mineAgain;
    this.#again.clear();
    this.#stopAgain.clear();
    this.#mineAgain = false;
    stops.forEach((room) => this.stop(room));
    this.#subscribe(wishes);
    if (mine) {
      this.#subscribeMine();
    }
  }

  #subscribeMine(): void {
    const id = this.#nextId();
    this.#open.set(id, "mine");
    this.#owner.send({ type: "subscribe", id, rooms: "mine" });
  }

  #subscribe(wishes: readonly Wish[]): void {
    for (let from = 0; from < wishes.length; from += this.#roomsMax) {
      const rooms = wishes.slice(from, from + this.#roomsMax);
      for (const wish of rooms) {
        this.#stopAgain.delete(wish.room);
        this.#stopping.delete(wish.room);
        const before = this.#asked.get(wish.room);
        const times = before && before.after === wish.after ? before.times + 1 : 1;
        if (times > ASKED_IN_VAIN_MAX) {
          this.#owner.comeBack();
          return;
        }
        this.#asked.set(wish.room, { after: wish.after, times });
        this.#waiting.add(wish.room);
      }
      const id = this.#nextId();
      this.#open.set(id, rooms);
      this.#owner.send({ type: "subscribe", id, rooms });
    }
  }

  #nextId(): string {
    return `${PREFIX}${++this.#frames}`;
  }
}

function wishOf(room: RoomId, cursor: Cursor | undefined): Wish {
  return cursor ? { room, epoch: cursor.epoch, after: cursor.sequence } : { room };
}
