import type { Room } from "./api.js";
import type { RoomId } from "./protocol.js";

interface Waiter {
  resolve(room: Room): void;
  reject(cause: unknown): void;
}

/** Those who wait for a room to become known. */
export class Waiters {
  readonly #waiters = new Map<RoomId, Waiter[]>();

  get rooms(): readonly RoomId[] {
    return [...this.#waiters.keys()];
  }

  wait(id: RoomId): Promise<Room> {
    return new Promise((resolve, reject) => {
      this.#waiters.set(id, [...(this.#waiters.get(id) ?? []), { resolve, reject }]);
    });
  }

  appeared(room: Room): void {
    for (const waiter of this.#take(room.id)) {
      waiter.resolve(room);
    }
  }

  failed(id: RoomId, cause: unknown): void {
    for (const waiter of this.#take(id)) {
      waiter.reject(cause);
    }
  }

  allFailed(cause: unknown): void {
    for (const id of this.rooms) {
      this.failed(id, cause);
    }
  }

  #take(id: RoomId): readonly Waiter[] {
    const waiters = this.#waiters.get(id) ?? [];
    this.#waiters.delete(id);
    return waiters;
  }
}
