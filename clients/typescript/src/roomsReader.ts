import type { History } from "./api.js";
import { pauseMillis, RETRY } from "./backoff.js";
import type { RoomSummary } from "./protocol.js";

const PAGE = 200;

/** What reading the rooms needs of its client. */
export interface RoomsReaderOwner {
  /** One page after the other. */
  summarised(summaries: readonly RoomSummary[]): void;
  /** All of one's own rooms were read. */
  readAll(): void;
  failed(cause: unknown): void;
  random(): number;
}

/**
 * Reads what each of one's own rooms is like, once for each connection: also what no event tells, such as what was read
 * elsewhere meanwhile.
 */
export class RoomsReader {
  readonly #history: History;
  readonly #owner: RoomsReaderOwner;
  #run = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(history: History, owner: RoomsReaderOwner) {
    this.#history = history;
    this.#owner = owner;
  }

  readIn(millis: number): void {
    this.stop();
    this.#run = new AbortController();
    this.#later(millis, this.#run.signal, 1);
  }

  /** The connection is gone, and with it what it was read for. */
  stop(): void {
    this.#run.abort();
    clearTimeout(this.#timer);
  }

  #later(millis: number, run: AbortSignal, attempt: number): void {
    this.#timer = setTimeout(() => void this.#read(run, attempt), millis);
  }

  async #read(run: AbortSignal, attempt: number): Promise<void> {
    try {
      let page = await this.#history.rooms({ limit: PAGE, signal: run });
      for (;;) {
        this.#owner.summarised(page.items);
        if (!page.next) {
          break;
        }
        page = await page.next();
      }
    } catch (cause) {
      if (!run.aborted) {
        this.#owner.failed(cause);
        this.#later(
          pauseMillis(RETRY, attempt, () => this.#owner.random()),
          run,
          attempt + 1,
        );
      }
      return;
    }
    if (!run.aborted) {
      this.#owner.readAll();
    }
  }
}
