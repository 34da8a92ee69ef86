import type { Message, Room, Sequence } from "@parley/client";
import { SvelteMap } from "svelte/reactivity";

/** Of more than these, those that were asked for first are forgotten, and read again if somebody looks. */
const MOST = 300;

/** After so long what could not be read is asked for again by whoever still looks at it. */
const AGAIN_MILLISECONDS = 10_000;

/** Reads one message; undefined if there is none of that sequence. */
export type ReadMessage = (sequence: Sequence, signal: AbortSignal) => Promise<Message | undefined>;

/**
 * Messages that are answered and stand beyond the stretch that is shown. Each is read once, one after the other, when
 * somebody looks for it, and kept as it stands.
 */
export class Quotes {
  private readonly shown = new SvelteMap<Sequence, Message>();
  private readonly asked = new Set<Sequence>();
  /** How often each was read in vain. */
  private readonly failures = new SvelteMap<Sequence, number>();
  private readonly abort = new AbortController();
  private reading = Promise.resolve();
  /** What is being read now, and whether it has changed since it was asked for. */
  private current: { readonly sequence: Sequence; outdated: boolean } | undefined;

  constructor(private readonly read: ReadMessage) {}

  /** Undefined as long as it is not known; whoever drew that is drawn anew when it is. */
  of(sequence: Sequence): Message | undefined {
    const message = this.shown.get(sequence);
    if (message === undefined) this.failures.get(sequence);
    if (message === undefined && !this.asked.has(sequence)) {
      this.asked.add(sequence);
      this.reading = this.reading.then(() => this.ask(sequence));
    }
    return message;
  }

  /** Keeps them up to date for as long as the room is shown. @returns ends it */
  follow(room: Pick<Room, "onEvent" | "onReset">): () => void {
    const ends = [
      room.onEvent((event) => {
        if (event.type === "message.edited") this.amend(event.message, { text: event.text });
        if (event.type === "message.deleted") this.amend(event.message, { text: "", deleted: true });
      }),
      room.onReset(() => {
        this.asked.clear();
        this.shown.clear();
        if (this.current !== undefined) this.current.outdated = true;
      }),
    ];
    return () => {
      this.abort.abort();
      for (const end of ends) end();
    };
  }

  private amend(sequence: Sequence, change: Partial<Message>): void {
    const message = this.shown.get(sequence);
    if (message !== undefined) {
      this.shown.set(sequence, { ...message, ...change });
    } else if (this.current?.sequence === sequence) {
      this.current.outdated = true;
    } else {
      this.asked.delete(sequence);
    }
  }

  private async ask(sequence: Sequence): Promise<void> {
    try {
      const message = await this.readAsItStands(sequence);
      if (message === undefined) return;
      this.shown.set(sequence, message);
      for (const first of this.shown.keys()) {
        if (this.shown.size <= MOST) break;
        this.shown.delete(first);
        this.asked.delete(first);
      }
    } catch {
      // Whoever looks again asks again.
      this.asked.delete(sequence);
      if (this.abort.signal.aborted) return;
      setTimeout(() => this.failures.set(sequence, (this.failures.get(sequence) ?? 0) + 1), AGAIN_MILLISECONDS);
    }
  }

  private async readAsItStands(sequence: Sequence): Promise<Message | undefined> {
    try {
      while (!this.abort.signal.aborted) {
        const current = { sequence, outdated: false };
        this.current = current;
        this.asked.add(sequence);
        const message = await this.read(sequence, this.abort.signal);
        // Nobody looks again only because it changed meanwhile.
        if (!current.outdated) return message;
      }
      return undefined;
    } finally {
      this.current = undefined;
    }
  }
}
