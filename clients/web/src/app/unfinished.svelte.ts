import type { Accepted, Message, Reaction, Room, Sequence } from "@parley/client";
import { SvelteMap } from "svelte/reactivity";

/** What is done to one message, or to a reaction to it, and has not happened yet. */
type Wish<T> = { readonly wished: T };

/** A reaction as it will be. */
export interface ShownReaction extends Reaction {
  readonly waits: boolean;
}

/** A room as far as it is needed to change messages in it. */
type ChangedRoom = Pick<Room, "cursor" | "edit" | "delete" | "react" | "unreact" | "onEvent" | "onReset">;

/**
 * What somebody changes in a room, from their wish until it stands in the room's log: it is shown as it will be, and that it
 * is not so yet. It outlives the conversation on the page, as what was begun there does.
 */
export class Unfinished {
  /** Edits that were refused, and wait for the editor. */
  refused = $state.raw<readonly Message[]>([]);
  /** What was being answered or edited when the room was left. */
  begun: { readonly answering: Message | undefined; readonly editing: Message | undefined } | undefined;

  private readonly texts = new SvelteMap<Sequence, Wish<string>>();
  private readonly deletions = new SvelteMap<Sequence, Wish<true>>();
  private readonly reactions = new SvelteMap<string, Wish<boolean>>();

  constructor(private readonly room: ChangedRoom) {}

  /** @throws CommandRejected */
  edit(message: Sequence, text: string): Promise<void> {
    return this.wish(this.texts, message, text, this.room.edit(message, text));
  }

  /** @throws CommandRejected */
  delete(message: Sequence): Promise<void> {
    return this.wish(this.deletions, message, true, this.room.delete(message));
  }

  /**
   * Reacts, or takes the reaction back if it is there.
   *
   * @throws CommandRejected
   */
  react(message: Message, emoji: string): Promise<void> {
    const mine = this.reactionsTo(message).some((reaction) => reaction.emoji === emoji && reaction.mine);
    const answer = mine ? this.room.unreact(message.sequence, emoji) : this.room.react(message.sequence, emoji);
    return this.wish(this.reactions, keyOf(message, emoji), !mine, answer);
  }

  /** What a message will say; undefined unless it is being edited. */
  textOf({ sequence, deleted }: Message): string | undefined {
    return deleted ? undefined : this.texts.get(sequence)?.wished;
  }

  deletes({ sequence, deleted }: Message): boolean {
    return !deleted && this.deletions.has(sequence);
  }

  reactionsTo(message: Message): readonly ShownReaction[] {
    if (message.deleted) return [];
    const there = message.reactions.map((reaction) => {
      const mine = this.reactions.get(keyOf(message, reaction.emoji))?.wished ?? reaction.mine;
      return { ...reaction, mine, count: reaction.count + Number(mine) - Number(reaction.mine), waits: mine !== reaction.mine };
    });
    const begins = `${message.sequence} `;
    const more = [...this.reactions]
      .filter(([key, { wished }]) => wished && key.startsWith(begins))
      .map(([key]) => key.slice(begins.length))
      .filter((emoji) => message.reactions.every((reaction) => reaction.emoji !== emoji));
    return [...there, ...more.map((emoji) => ({ emoji, count: 1, mine: true, waits: true }))];
  }

  private async wish<K, T>(wishes: Map<K, Wish<T>>, key: K, wished: T, answer: Promise<Accepted>): Promise<void> {
    const wish = { wished };
    wishes.set(key, wish);
    try {
      await this.happened(await answer);
    } finally {
      // Something else may be wished since.
      if (wishes.get(key) === wish) wishes.delete(key);
    }
  }

  /** What is accepted is shown once its event is here, which may be later. */
  private happened({ epoch, sequence = 0 }: Accepted): Promise<void> {
    const { room } = this;
    const isHere = () => room.cursor === undefined || room.cursor.epoch !== epoch || room.cursor.sequence >= sequence;
    if (isHere()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!isHere()) return;
        for (const end of ends) end();
        resolve();
      };
      const ends = [room.onEvent(look), room.onReset(look)];
    });
  }
}

function keyOf(message: Message, emoji: string): string {
  return `${message.sequence} ${emoji}`;
}

const known = new WeakMap<Room, Unfinished>();

export function unfinishedIn(room: Room): Unfinished {
  let unfinished = known.get(room);
  if (unfinished === undefined) {
    unfinished = new Unfinished(room);
    known.set(room, unfinished);
  }
  return unfinished;
}
