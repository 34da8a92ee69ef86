import { pauseMillis, RETRY } from "./backoff.js";
import { ClientClosed, CommandRejected, Discarded } from "./errors.js";
import type { Accepted, Command, CommandId, Rejected, RejectionCode } from "./protocol.js";

const ANSWER_WITHIN_MILLIS = 10_000;

/** Takes nothing and says nothing about the command itself: it is sent again. */
const PASSING: ReadonlySet<RejectionCode> = new Set<RejectionCode>(["rateLimited", "unavailable"]);

/** A command on its way to its one answer. */
export interface Entry {
  readonly command: Command;
  readonly answered: Promise<Accepted>;
  /** Once it was sent it may have been taken, answer or no answer. */
  readonly everSent: boolean;
}

interface OwnEntry extends Entry {
  everSent: boolean;
  sent: boolean;
  refusals: number;
  timer: Timer;
  resolve(accepted: Accepted): void;
  reject(cause: unknown): void;
}

/** What the outbox needs of the world. */
export interface OutboxLink {
  /** Whether the command went into a live connection. */
  send(command: Command): boolean;
  random(): number;
}

/**
 * Commands that have no answer yet. Each is sent, again and again with the same id, until it is accepted or rejected.
 *
 * Commands stand in lanes, one for each room, and of a lane only the first is on its way: two on their way could change
 * places when the first is refused for a moment or its connection ends, and what was said first would stand second.
 */
export class Outbox {
  readonly #link: OutboxLink;
  readonly #lanes = new Map<string, OwnEntry[]>();
  readonly #byId = new Map<CommandId, OwnEntry>();
  #live = false;
  #pausedUntil = 0;
  #pauseTimer: Timer;

  constructor(link: OutboxLink) {
    this.#link = link;
  }

  get size(): number {
    return this.#byId.size;
  }

  add(command: Command): Entry {
    let resolve!: (accepted: Accepted) => void;
    let reject!: (cause: unknown) => void;
    const answered = new Promise<Accepted>((accept, refuse) => {
      resolve = accept;
      reject = refuse;
    });
    const entry: OwnEntry = {
      command,
      answered,
      everSent: false,
      sent: false,
      refusals: 0,
      timer: undefined,
      resolve,
      reject,
    };
    this.#byId.set(command.id, entry);
    const lane = laneOf(command);
    const waiting = this.#lanes.get(lane);
    if (waiting) {
      waiting.push(entry);
    } else {
      this.#lanes.set(lane, [entry]);
      this.#sendFirst(lane);
    }
    return entry;
  }

  /** Takes back what was never sent. */
  discard(id: CommandId): boolean {
    const entry = this.#byId.get(id);
    if (!entry || entry.everSent) {
      return false;
    }
    this.#remove(entry);
    entry.reject(new Discarded());
    return true;
  }

  /** A connection is live: everything goes out, in the old order. */
  up(): void {
    this.#live = true;
    this.#sendAll();
  }

  /** What was sent may or may not have been taken; it will be sent again. */
  down(): void {
    this.#live = false;
    for (const entry of this.#byId.values()) {
      clearTimeout(entry.timer);
      entry.sent = false;
    }
  }

  /** Whether the answer was to a command from here. */
  answered(answer: Accepted | Rejected): boolean {
    const entry = this.#byId.get(answer.id);
    if (!entry) {
      return false;
    }
    if (answer.type === "accepted") {
      this.#settle(entry);
      entry.resolve(answer);
    } else if (PASSING.has(answer.code)) {
      this.#again(entry, answer);
    } else {
      this.#settle(entry);
      entry.reject(new CommandRejected(answer));
    }
    return true;
  }

  /** The command cannot be carried out, whoever says so. */
  refuse(id: CommandId, code: RejectionCode, message: string): void {
    this.answered({ type: "rejected", id, code, message });
  }

  /** All commands fail: nobody is there to wait for their answers. */
  abandon(): void {
    this.down();
    clearTimeout(this.#pauseTimer);
    this.#pausedUntil = 0;
    const entries = [...this.#byId.values()];
    this.#byId.clear();
    this.#lanes.clear();
    for (const entry of entries) {
      entry.reject(new ClientClosed());
    }
  }

  #settle(entry: OwnEntry): void {
    const lane = this.#remove(entry);
    this.#sendFirst(lane);
  }

  #remove(entry: OwnEntry): string {
    clearTimeout(entry.timer);
    this.#byId.delete(entry.command.id);
    const lane = laneOf(entry.command);
    const left = (this.#lanes.get(lane) ?? []).filter((other) => other !== entry);
    if (left.length > 0) {
      this.#lanes.set(lane, left);
    } else {
      this.#lanes.delete(lane);
    }
    return lane;
  }

  #again(entry: OwnEntry, refusal: Rejected): void {
    clearTimeout(entry.timer);
    entry.refusals++;
    const pause = pauseMillis(RETRY, entry.refusals, this.#link.random);
    if (refusal.code === "rateLimited") {
      // It counts all commands, so all of them wait.
      entry.sent = false;
      this.#pause((refusal.retryAfter ?? 1) * 1_000 + pause);
    } else {
      entry.timer = setTimeout(() => this.#resend(entry), pause);
    }
  }

  #pause(millis: number): void {
    const until = Date.now() + millis;
    if (until > this.#pausedUntil) {
      this.#pausedUntil = until;
      clearTimeout(this.#pauseTimer);
      this.#pauseTimer = setTimeout(() => {
        this.#pausedUntil = 0;
        this.#sendAll();
      }, millis);
    }
  }

  #sendAll(): void {
    for (const lane of [...this.#lanes.keys()]) {
      this.#sendFirst(lane);
    }
  }

  #sendFirst(lane: string): void {
    const first = this.#lanes.get(lane)?.[0];
    if (first && !first.sent) {
      this.#resend(first);
    }
  }

  #resend(entry: OwnEntry): void {
    entry.sent = false;
    if (!this.#live || this.#pausedUntil > 0 || !this.#link.send(entry.command) || !this.#byId.has(entry.command.id)) {
      return;
    }
    entry.sent = true;
    entry.everSent = true;
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.#resend(entry), ANSWER_WITHIN_MILLIS);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** What must keep its order. Read pointers only grow, so they need not wait for anything. */
function laneOf(command: Command): string {
  if (!("room" in command)) {
    return command.id;
  }
  return command.type === "read" ? `read ${command.room}` : command.room;
}
