import type { Room } from "./api.js";
import { Cell, type Report } from "./observable.js";
import type { Cursor, RoomId } from "./protocol.js";
import type { LiveRoom } from "./room.js";
import { Waiters } from "./waiters.js";

/**
 * The rooms that are listened to, those that ended on this connection, and those that somebody waits for.
 *
 * No room is known and ended at once. What is shown is all that is known, in the order in which it became known, and whoever
 * waits for a room has it as soon as it is shown.
 */
export class Rooms {
  readonly shown: Cell<readonly Room[]>;
  readonly #known = new Map<RoomId, LiveRoom>();
  /** What history says of them may be older than their end. */
  readonly #ended = new Set<RoomId>();
  readonly #waiters = new Waiters();

  constructor(report: Report) {
    this.shown = new Cell<readonly Room[]>([], report);
  }

  get known(): Iterable<LiveRoom> {
    return this.#known.values();
  }

  get(id: RoomId): LiveRoom | undefined {
    return this.#known.get(id);
  }

  hasEnded(id: RoomId): boolean {
    return this.#ended.has(id);
  }

  /** From where to go on in each room that is known; undefined for those that are only waited for. */
  cursors(): ReadonlyMap<RoomId, Cursor | undefined> {
    const ids = [...this.#known.keys(), ...this.#waiters.rooms];
    return new Map(ids.map((id) => [id, this.get(id)?.cursor]));
  }

  /** @param prepare called once the room is known, before anybody is told of it */
  began(room: LiveRoom, prepare: () => void): void {
    this.#ended.delete(room.id);
    this.#known.set(room.id, room);
    prepare();
    this.#show();
    this.#waiters.appeared(room);
  }

  ended(room: LiveRoom): void {
    this.#known.delete(room.id);
    this.#ended.add(room.id);
    room.gone();
    this.#show();
  }

  /** No connection: the next one tells anew what is there. */
  lost(): void {
    this.#ended.clear();
    for (const room of this.#known.values()) {
      room.lost();
    }
  }

  wait(id: RoomId): Promise<Room> {
    return this.#waiters.wait(id);
  }

  /** The room does not come. */
  failed(id: RoomId, cause: unknown): void {
    this.#waiters.failed(id, cause);
  }

  /** None of those that are waited for comes. */
  allFailed(cause: unknown): void {
    this.#waiters.allFailed(cause);
  }

  #show(): void {
    this.shown.set([...this.#known.values()]);
  }
}
