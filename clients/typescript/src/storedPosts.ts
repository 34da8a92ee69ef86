import type { OutboxStorage, StoredPost } from "./api.js";
import type { Report } from "./observable.js";
import type { RoomId } from "./protocol.js";

const NO_STORAGE: OutboxStorage = {
  load: () => [],
  save: () => undefined,
};

/** Messages that outlive the program, and wait here for their rooms to become known. */
export class StoredPosts {
  readonly #storage: OutboxStorage;
  readonly #report: Report;
  #unplaced: readonly StoredPost[] = [];
  #loaded = false;

  constructor(storage: OutboxStorage | undefined, report: Report) {
    this.#storage = storage ?? NO_STORAGE;
    this.#report = report;
  }

  /** Asks the storage, unless that was done since the last {@link StoredPosts.forget}. */
  load(): void {
    if (this.#loaded) {
      return;
    }
    this.#loaded = true;
    try {
      this.#unplaced = this.#storage.load();
    } catch (cause) {
      this.#report(cause);
    }
  }

  /** Hands out what belongs to the room. */
  take(room: RoomId): readonly StoredPost[] {
    const own = this.#unplaced.filter((post) => post.room === room);
    if (own.length > 0) {
      this.#unplaced = this.#unplaced.filter((post) => post.room !== room);
    }
    return own;
  }

  /** Stores what was handed out and is still unsent, each room's in its order, with what was not handed out yet. */
  save(posts: readonly StoredPost[]): void {
    if (!this.#loaded) {
      return;
    }
    try {
      this.#storage.save([...this.#unplaced, ...posts]);
    } catch (cause) {
      this.#report(cause);
    }
  }

  /** The client is closed: what is stored stays stored, and nothing else is. */
  forget(): void {
    this.#loaded = false;
    this.#unplaced = [];
  }
}
