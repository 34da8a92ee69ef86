import type { Message, MessageEdited, MessagePosted, Reaction, RoomEvent, Sequence, UserId } from "./protocol.js";

/** A message with the last event that is known to be in it. */
interface Entry {
  readonly message: Message;
  readonly asOf: Sequence;
  /** It came from history, which may have known more than the head it told: see {@link Stretch.doubtful}. */
  readonly read: boolean;
}

/** A page of messages, as new as the head it was read at, or newer. */
export interface ReadMessages {
  readonly messages: readonly Message[];
  readonly head: Sequence;
}

/**
 * A stretch of a room's messages without a hole, made of pages that were read at different times and of the events since.
 *
 * The rule that makes it come out right: each message remembers the head it was read at, and takes only events after that.
 * At the room's end the stretch takes new messages; elsewhere they belong behind what has not been read.
 *
 * Values: each change gives a new stretch; what did not change is shared.
 */
export class Stretch {
  readonly #entries: readonly Entry[];
  /** Messages up to here that belong to the end are here. Undefined if the stretch does not reach the end. */
  readonly #endsAt: Sequence | undefined;
  readonly hasOlder: boolean;
  #messages: readonly Message[] | undefined;

  private constructor(entries: readonly Entry[], hasOlder: boolean, endsAt: Sequence | undefined, like?: Stretch) {
    this.#entries = entries;
    this.hasOlder = hasOlder;
    this.#endsAt = endsAt;
    if (like && like.#entries === entries) {
      this.#messages = like.#messages;
    }
  }

  static of(page: ReadMessages, more: { readonly older: boolean; readonly newer: boolean }): Stretch {
    return new Stretch(entriesOf(page), more.older, more.newer ? undefined : page.head);
  }

  get messages(): readonly Message[] {
    this.#messages ??= this.#entries.map((entry) => entry.message);
    return this.#messages;
  }

  get hasNewer(): boolean {
    return this.#endsAt === undefined;
  }

  /** With the page before it. */
  withOlder(page: ReadMessages, more: boolean): Stretch {
    const first = this.#entries[0]?.message.sequence ?? Number.POSITIVE_INFINITY;
    const older = entriesOf(page).filter((entry) => entry.message.sequence < first);
    return new Stretch([...older, ...this.#entries], more, this.#endsAt);
  }

  /** With the page after it. */
  withNewer(page: ReadMessages, more: boolean): Stretch {
    const last = this.#entries.at(-1)?.message.sequence ?? 0;
    const newer = entriesOf(page).filter((entry) => entry.message.sequence > last);
    return new Stretch([...this.#entries, ...newer], this.hasOlder, more ? undefined : page.head);
  }

  /** With some of its messages read again; the events after the page's head must be taken again. */
  withReread(page: ReadMessages): Stretch {
    const fresh = new Map(entriesOf(page).map((entry) => [entry.message.sequence, entry]));
    const entries = this.#entries.map((entry) => fresh.get(entry.message.sequence) ?? entry);
    return new Stretch(entries, this.hasOlder, this.#endsAt);
  }

  /** After these events; those that a message reckons with already do not touch it. */
  after(events: readonly RoomEvent[], me: UserId): Stretch {
    let entries: Entry[] | undefined;
    let endsAt = this.#endsAt;
    for (const event of events) {
      if (event.type === "message.posted") {
        if (endsAt !== undefined && event.sequence > endsAt) {
          entries ??= [...this.#entries];
          if ((entries.at(-1)?.message.sequence ?? 0) < event.sequence) {
            entries.push({ message: messageOf(event), asOf: event.sequence, read: false });
          }
        }
      } else if ("message" in event) {
        const now: readonly Entry[] = entries ?? this.#entries;
        const place = placeOf(now, event.message);
        const entry = now[place];
        if (entry && event.sequence > entry.asOf) {
          const message = changed(entry.message, event, me);
          if (message !== entry.message) {
            entries ??= [...this.#entries];
            entries[place] = { ...entry, message, asOf: event.sequence };
          }
        }
      }
      if (endsAt !== undefined && event.sequence > endsAt) {
        endsAt = event.sequence;
      }
    }
    return entries || endsAt !== this.#endsAt
      ? new Stretch(entries ?? this.#entries, this.hasOlder, endsAt, this)
      : this;
  }

  /**
   * Messages whose reactions these events may have counted twice. History reads the head before it counts: a count may hold a
   * reaction that happened after that head, and taking the event adds it again. Edits and deletions may be taken twice.
   */
  doubtful(events: readonly RoomEvent[]): readonly Sequence[] {
    const found = new Set<Sequence>();
    for (const event of events) {
      if (event.type === "reaction.added" || event.type === "reaction.removed") {
        const entry = this.#entries[placeOf(this.#entries, event.message)];
        if (entry?.read && event.sequence >= entry.asOf) {
          found.add(event.message);
        }
      }
    }
    return [...found];
  }

  /** The same without what is too many at the beginning. */
  keepingNewest(count: number): Stretch {
    return this.#entries.length <= count
      ? this
      : new Stretch(this.#entries.slice(this.#entries.length - count), true, this.#endsAt);
  }

  /** The same without what is too many at the end. */
  keepingOldest(count: number): Stretch {
    return this.#entries.length <= count ? this : new Stretch(this.#entries.slice(0, count), this.hasOlder, undefined);
  }
}

function entriesOf(page: ReadMessages): readonly Entry[] {
  return page.messages.map((message) => ({ message, asOf: page.head, read: true }));
}

/** Where the message is, or -1. */
function placeOf(entries: readonly Entry[], sequence: Sequence): number {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = (entries[middle] as Entry).message.sequence;
    if (found === sequence) {
      return middle;
    }
    if (found < sequence) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}

function messageOf(event: MessagePosted): Message {
  return {
    sequence: event.sequence,
    at: event.at,
    by: event.by,
    text: event.text,
    ...(event.replyTo === undefined ? {} : { replyTo: event.replyTo }),
    mentions: event.mentions ?? [],
    // The event that deletes it follows.
    deleted: event.redacted === true,
    reactions: [],
  };
}

function changed(message: Message, event: RoomEvent, me: UserId): Message {
  switch (event.type) {
    case "message.edited":
      return edited(message, event);
    case "message.deleted":
      return message.deleted && message.text === "" ? message : { ...message, text: "", mentions: [], deleted: true };
    case "reaction.added":
      return { ...message, reactions: reacted(message.reactions, event.emoji, 1, event.by.id === me) };
    case "reaction.removed":
      return { ...message, reactions: reacted(message.reactions, event.emoji, -1, event.by.id === me) };
    default:
      return message;
  }
}

function edited(message: Message, event: MessageEdited): Message {
  // A page may know of later edits, and of the deletion, than the head that it told.
  if (message.deleted || (message.editedSequence ?? 0) >= event.sequence) {
    return message;
  }
  return {
    ...message,
    text: event.text,
    mentions: event.mentions ?? [],
    editedAt: event.at,
    editedSequence: event.sequence,
    deleted: event.redacted === true,
  };
}

function reacted(reactions: readonly Reaction[], emoji: string, by: 1 | -1, mine: boolean): readonly Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (mine && (known?.mine ?? false) === (by === 1)) {
    // One's own reaction is there or not; what history counted already is not counted again.
    return reactions;
  }
  if (!known) {
    return by === 1 ? [...reactions, { emoji, count: 1, mine }] : reactions;
  }
  const count = known.count + by;
  if (count <= 0) {
    return reactions.filter((reaction) => reaction !== known);
  }
  const now: Reaction = { emoji, count, mine: mine ? by === 1 : known.mine };
  return reactions.map((reaction) => (reaction === known ? now : reaction));
}
