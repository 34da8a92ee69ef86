import { pauseMillis, RETRY } from "./backoff.js";
import type { Accepted, ClientFrame, Cursor, Limits, Rejected, RoomId, Listening as Wish } from "./protocol.js";

/** With full cursors some 700 rooms fill a frame of the usual size. */
const ROOMS_IN_A_FRAME = 500;
/** Asking again from the same place, on the same connection, helps once or never. */
const ASKED_IN_VAIN_MAX = 3;

const PREFIX = "listen-";

/** What listening needs of its client. */
export interface ListeningOwner {
  send(frame: ClientFrame): boolean;
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
  /** Rooms without `subscribed` or a refusal. */
  readonly #waiting = new Set<RoomId>();
  readonly #asked = new Map<RoomId, Asked>();
  readonly #stopping = new Map<RoomId, string>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #failures = 0;

  constructor(owner: ListeningOwner) {
    this.#owner = owner;
  }

  /** A connection is live. What is known comes first, each from its cursor; then all else that is one's own. */
  up(rooms: ReadonlyMap<RoomId, Cursor | undefined>, mine: boolean, limits: Limits): void {
    this.#live = true;
    this.#failures = 0;
    this.#roomsMax = Math.max(1, Math.min(ROOMS_IN_A_FRAME, limits.subscribeRooms));
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
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }

  /** Asks for a room, from its cursor on if there is one. Does nothing while it is asked for already. */
  listen(room: RoomId, cursor: Cursor | undefined): void {
    if (this.#live && !this.#waiting.has(room)) {
      this.#subscribe([wishOf(room, cursor)]);
    }
  }

  stop(room: RoomId): void {
    const id = this.#nextId();
    if (this.#owner.send({ type: "unsubscribe", id, rooms: [room] })) {
      this.#stopping.set(room, id);
    }
  }

  stopping(room: RoomId): boolean {
    return this.#stopping.has(room);
  }

  forget(room: RoomId): void {
    this.#asked.delete(room);
    this.#waiting.delete(room);
  }

  /** @returns whether the room was asked for from a cursor, so that what was missed follows */
  subscribed(room: RoomId): boolean {
    if (!this.#waiting.delete(room)) {
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
    if (answer.code === "unavailable" || answer.code === "rateLimited") {
      this.#again((answer.retryAfter ?? 0) * 1_000, () => {
        if (what === "mine") {
          this.#subscribeMine();
        } else if (what) {
          this.#subscribe(what);
        }
      });
    } else {
      this.#owner.frameRefused(answer);
    }
    return true;
  }

  #roomRejected(room: RoomId, answer: Rejected): void {
    const asked = this.#open.get(answer.id);
    const wish = asked === "mine" ? undefined : asked?.find((one) => one.room === room);
    this.#waiting.delete(room);
    if (answer.code === "unavailable" && wish) {
      this.#again(0, () => this.#subscribe([wish]));
    } else {
      this.#asked.delete(room);
      this.#owner.refused(room, answer);
    }
  }

  #again(atLeastMillis: number, ask: () => void): void {
    this.#failures++;
    const pause = atLeastMillis + pauseMillis(RETRY, this.#failures, () => this.#owner.random());
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      ask();
    }, pause);
    this.#timers.add(timer);
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
