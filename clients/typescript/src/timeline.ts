import type { History, MessagePage, PendingMessage, Timeline, TimelineOptions, TimelineView } from "./api.js";
import { pauseMillis, REFRESH, RETRY } from "./backoff.js";
import { HistoryProblem } from "./errors.js";
import { Cell, type Observable, type Report } from "./observable.js";
import type { Cursor, Epoch, Message, RoomEvent, RoomId, Sequence, UserId } from "./protocol.js";
import { type ReadMessages, Stretch } from "./stretch.js";

const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 200;
const KEEP = 1_000;
/** Tries to read a page that fits what is known of the room meanwhile; a busy room may outrun one. */
const FIT_ATTEMPTS = 5;
const FIT_PAUSE_MILLIS = 250;
const NOT_FOUND = 404;
/** For so long after a page was read, an event may be in its counts already; it comes later than that only in trouble. */
const DOUBT_MILLIS = 10_000;
const REREAD_PAUSE_MILLIS = 700;
/** At least so long before it is tried again: history tried several times already. */
const REREAD_AGAIN_MILLIS = 5_000;

/** What a timeline needs of its room. */
export interface TimelineRoom {
  readonly id: RoomId;
  readonly cursor: Cursor | undefined;
  readonly me: UserId;
  readonly pending: Observable<readonly PendingMessage[]>;
  readonly sync: Observable<"away" | "catchingUp" | "live" | "gone">;
  /** The client is closed for good: what history did not answer is not asked for again. */
  readonly over: boolean;
  /** The events after this one up to the cursor; undefined if they are not all remembered, or of another epoch. */
  eventsAfter(cursor: Cursor): readonly RoomEvent[] | undefined;
  /** The log is known to reach up to here. */
  expect(epoch: Epoch, sequence: Sequence): void;
  /** The timeline is closed. */
  closed(timeline: LiveTimeline): void;
}

type Place = Sequence | "newest";

interface Where {
  readonly before?: Sequence;
  readonly after?: Sequence;
  readonly around?: Sequence | undefined;
}

/** A page that fits: it reckons with everything up to its head, and the events are what happened since. */
interface Fitting extends ReadMessages {
  readonly events: readonly RoomEvent[];
  readonly page: MessagePage;
}

/** Joins pages from history with the room's events into a stretch; the reckoning itself is in {@link Stretch}. */
export class LiveTimeline implements Timeline {
  readonly view: Cell<TimelineView>;

  readonly #room: TimelineRoom;
  readonly #history: History;
  readonly #random: () => number;
  readonly #pageSize: number;
  readonly #keep: number;

  #stretch: Stretch | undefined;
  #place: Place;
  /** Ends what was being read when the timeline begins again or is closed. */
  #run = new AbortController();
  #kept: readonly PendingMessage[] = [];
  #doubtUntil = 0;
  readonly #doubtful = new Set<Sequence>();
  #rereadFailures = 0;
  #rereadTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: TimelineRoom, history: History, random: () => number, options: TimelineOptions, report: Report) {
    this.#room = room;
    this.#history = history;
    this.#random = random;
    this.#pageSize = Math.max(1, Math.min(PAGE_SIZE_MAX, options.pageSize ?? PAGE_SIZE));
    this.#keep = Math.max(2 * this.#pageSize, options.keep ?? KEEP);
    this.#place = options.around ?? "newest";
    this.view = new Cell<TimelineView>(
      {
        messages: [],
        changes: [],
        pending: room.pending.value,
        hasOlder: false,
        hasNewer: false,
        loading: "beginning",
        failure: undefined,
        generation: 0,
      },
      report,
    );
    void this.#begin();
  }

  loadOlder(): Promise<void> {
    return this.#load(
      "older",
      (stretch) => (stretch.hasOlder ? stretch.messages[0]?.sequence : undefined),
      (before) => ({ before }),
      (stretch, read) =>
        stretch
          .withOlder(read, read.page.next !== undefined)
          .after(read.events, this.#room.me)
          .keepingOldest(this.#keep),
    );
  }

  loadNewer(): Promise<void> {
    return this.#load(
      "newer",
      (stretch) => (stretch.hasNewer ? stretch.messages.at(-1)?.sequence : undefined),
      (after) => ({ after }),
      (stretch, read) =>
        stretch
          .withNewer(read, read.page.next !== undefined)
          .after(read.events, this.#room.me)
          .keepingNewest(this.#keep),
    );
  }

  jumpTo(place: Place): Promise<void> {
    if (this.#run.signal.aborted && this.view.value.loading === "nothing") {
      return Promise.resolve();
    }
    this.#place = place;
    return this.#begin();
  }

  close(): void {
    this.#run.abort();
    clearTimeout(this.#rereadTimer);
    this.#room.closed(this);
    this.#publish({ loading: "nothing" });
  }

  // For the room.

  /** What happened, and what is pending after it. */
  happened(events: readonly RoomEvent[], pending: readonly PendingMessage[]): void {
    this.#keepUntilRead(events, pending);
    const stretch = this.#stretch;
    if (stretch) {
      const next = stretch.after(events, this.#room.me);
      // Not at each message: cutting one off moves all the others for whoever looks at them.
      this.#stretch =
        next.messages.length > this.#keep + this.#pageSize && !next.hasNewer ? next.keepingNewest(this.#keep) : next;
      this.#doubt(events);
    }
    this.#publish({}, pending);
  }

  /** Before anything that counts was read, what is no longer pending stands nowhere else yet: it stays where it was. */
  #keepUntilRead(events: readonly RoomEvent[], pending: readonly PendingMessage[]): void {
    if (this.#stretch) {
      return;
    }
    const arrived = this.#room.pending.value.filter(
      (post) =>
        !pending.includes(post) && events.some((event) => event.command === post.id && event.by.id === this.#room.me),
    );
    this.#kept = [...this.#kept, ...arrived];
  }

  /** The room began again somewhere else: nothing of what was read counts. */
  reset(epochChanged: boolean): void {
    const messages = this.view.value.messages;
    const middle = messages[messages.length >> 1];
    this.#place = this.view.value.hasNewer && middle && !epochChanged ? middle.sequence : "newest";
    // It is shown until there is another; what happens now does not join it.
    this.#stretch = undefined;
    void this.#begin();
  }

  /** There is a connection: what was given up without one is tried again. */
  goOn(): void {
    if (!this.#stretch && this.view.value.loading === "nothing") {
      void this.#begin();
    }
    this.#rereadIn(REREAD_PAUSE_MILLIS);
  }

  // Reading.

  async #begin(): Promise<void> {
    this.#run.abort();
    const run = new AbortController();
    this.#run = run;
    this.#publish({ loading: "beginning" });
    const around = this.#place === "newest" ? undefined : this.#place;
    for (let failures = 1; !run.signal.aborted; failures++) {
      try {
        const read = await this.#read({ around }, run.signal);
        this.#stretch = Stretch.of(read, {
          older: read.page.next !== undefined,
          newer: read.page.previous !== undefined,
        }).after(read.events, this.#room.me);
        this.#wasRead(read);
        this.#kept = [];
        this.#publish({ loading: "nothing", failure: undefined, generation: this.view.value.generation + 1 });
        return;
      } catch (cause) {
        if (run.signal.aborted) {
          return;
        }
        const failure = problemOf(cause);
        // Of a new room history may not have heard yet.
        const over = this.#room.over || (failure.status === NOT_FOUND && this.#room.sync.value === "gone");
        this.#publish({ failure, loading: over ? "nothing" : "beginning" });
        if (over) {
          return;
        }
        await this.#pause(pauseMillis(RETRY, failures, this.#random) + FIT_PAUSE_MILLIS, run.signal);
      }
    }
  }

  /**
   * @param edge of the stretch, where the page joins; undefined if there is nothing to read
   * @param where the page is
   */
  async #load(
    direction: "older" | "newer",
    edge: (stretch: Stretch) => Sequence | undefined,
    where: (edge: Sequence) => Where,
    join: (stretch: Stretch, read: Fitting) => Stretch,
  ): Promise<void> {
    const run = this.#run;
    if (this.view.value.loading !== "nothing" || run.signal.aborted) {
      return;
    }
    let failure: HistoryProblem | undefined;
    try {
      for (let from = this.#edge(edge); from !== undefined;) {
        this.#publish({ loading: direction });
        const read = await this.#read(where(from), run.signal);
        const now = this.#edge(edge);
        if (this.#stretch && now === from) {
          this.#stretch = join(this.#stretch, read);
          this.#wasRead(read);
          break;
        }
        // What came meanwhile moved the edge: the page would leave a hole.
        from = now;
      }
    } catch (cause) {
      failure = problemOf(cause);
    }
    if (!run.signal.aborted) {
      this.#publish({ loading: "nothing", failure });
    }
  }

  #edge(edge: (stretch: Stretch) => Sequence | undefined): Sequence | undefined {
    return this.#stretch && edge(this.#stretch);
  }

  /** Reads until page and events fit together. */
  async #read(where: Where, signal: AbortSignal, limit = this.#pageSize): Promise<Fitting> {
    for (let attempt = 1; ; attempt++) {
      const minSequence = this.#room.cursor?.sequence;
      const page = await this.#history.messages(this.#room.id, { ...where, changes: true, minSequence, limit, signal });
      signal.throwIfAborted();
      this.#room.expect(page.cursor.epoch, page.cursor.sequence);
      const events = this.#room.eventsAfter(page.cursor);
      if (events) {
        return { messages: page.items, changes: page.changes, head: page.cursor.sequence, events, page };
      }
      if (attempt >= FIT_ATTEMPTS) {
        throw new HistoryProblem(0, "behind", "history is not as new as what happened meanwhile");
      }
      await this.#pause(FIT_PAUSE_MILLIS, signal);
    }
  }

  #pause(millis: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, millis);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      signal.addEventListener("abort", done, { once: true });
    });
  }

  // Counts that may be wrong.

  #wasRead(read: Fitting): void {
    this.#doubtUntil = Date.now() + DOUBT_MILLIS;
    this.#doubt(read.events);
  }

  #doubt(events: readonly RoomEvent[]): void {
    if (this.#room.sync.value !== "live") {
      // Events from before the reading are still to come.
      this.#doubtUntil = Date.now() + DOUBT_MILLIS;
    } else if (Date.now() > this.#doubtUntil) {
      return;
    }
    for (const message of this.#stretch?.doubtful(events) ?? []) {
      this.#doubtful.add(message);
    }
    this.#rereadIn(REREAD_PAUSE_MILLIS);
  }

  #rereadIn(millis: number): void {
    if (this.#doubtful.size > 0 && this.#rereadTimer === undefined) {
      this.#rereadTimer = setTimeout(() => {
        this.#rereadTimer = undefined;
        // Of what is shown now, which may be another reading than when the timer was set.
        void this.#reread(this.#run.signal);
      }, millis);
    }
  }

  async #reread(signal: AbortSignal): Promise<void> {
    const doubtful = [...this.#doubtful];
    this.#doubtful.clear();
    const first = Math.min(...doubtful);
    const last = Math.max(...doubtful);
    const count = this.view.value.messages.filter(
      (message) => message.sequence >= first && message.sequence <= last,
    ).length;
    if (signal.aborted || count === 0) {
      return;
    }
    try {
      const read = await this.#read({ after: first - 1 }, signal, Math.min(PAGE_SIZE_MAX, count));
      this.#rereadFailures = 0;
      // They may be farther apart than a page is long.
      const end = read.messages.at(-1)?.sequence ?? last;
      for (const message of doubtful.filter((sequence) => sequence > end)) {
        this.#doubtful.add(message);
      }
      if (this.#stretch) {
        this.#stretch = this.#stretch.withReread(read).after(read.events, this.#room.me);
        this.#wasRead(read);
        this.#publish({});
      }
    } catch {
      for (const message of doubtful) {
        this.#doubtful.add(message);
      }
      this.#rereadFailures++;
      if (!signal.aborted && !this.#room.over && this.#room.sync.value !== "gone") {
        this.#rereadIn(REREAD_AGAIN_MILLIS + pauseMillis(REFRESH, this.#rereadFailures, this.#random));
      }
    }
  }

  #publish(change: Partial<TimelineView>, pending: readonly PendingMessage[] = this.#room.pending.value): void {
    const now = this.view.value;
    const next: TimelineView = {
      ...now,
      messages: this.#stretch?.messages ?? now.messages,
      changes: this.#stretch?.changes ?? now.changes,
      hasOlder: this.#stretch?.hasOlder ?? now.hasOlder,
      hasNewer: this.#stretch?.hasNewer ?? now.hasNewer,
      pending: this.#withoutRead([...this.#kept, ...pending], this.#stretch?.messages ?? [], now.pending),
      ...change,
    };
    const keys = Object.keys(next) as (keyof TimelineView)[];
    if (keys.some((key) => next[key] !== now[key])) {
      this.view.set(next);
    }
  }

  /**
   * History may show a message of one's own before its event tells that it is the pending one. Until then the pending one is
   * not shown if a message of the same words stands there that no event has told of.
   */
  #withoutRead(
    pending: readonly PendingMessage[],
    messages: readonly Message[],
    before: readonly PendingMessage[],
  ): readonly PendingMessage[] {
    const cursor = this.#room.cursor?.sequence ?? 0;
    const untold: Message[] = [];
    for (let i = messages.length - 1; i >= 0 && (messages[i] as Message).sequence > cursor; i--) {
      if ((messages[i] as Message).by.id === this.#room.me) {
        untold.unshift(messages[i] as Message);
      }
    }
    const shown =
      untold.length === 0
        ? pending
        : pending.filter((post) => {
            const place = untold.findIndex((message) => message.text === post.text && message.replyTo === post.replyTo);
            if (place >= 0 && post.state !== "failed") {
              untold.splice(place, 1);
              return false;
            }
            return true;
          });
    return shown.length === before.length && shown.every((post, i) => post === before[i]) ? before : shown;
  }
}

function problemOf(cause: unknown): HistoryProblem {
  return cause instanceof HistoryProblem
    ? cause
    : new HistoryProblem(0, "unreachable", "history could not be read", { cause });
}
