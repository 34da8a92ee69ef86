import { isKnown } from "./frames.js";
import type {
  Message,
  MessageEdited,
  MessagePosted,
  Reaction,
  RoomChange,
  RoomEvent,
  Sequence,
  UserId,
} from "./protocol.js";

/** A message with the last event that is known to be in it. */
interface Entry {
  readonly message: Message;
  readonly asOf: Sequence;
  /** The head that history told with it, which may have known more than that: see {@link Stretch.doubtful}. */
  readonly readAt: Sequence | undefined;
}

/** Changes that are kept at the room's end at most, and as many again: where nobody writes, nothing else bounds them. */
const CHANGES_AT_END = 500;

/** A page of messages and what happened between them, as new as the head it was read at, or newer. */
export interface ReadMessages {
  readonly messages: readonly Message[];
  readonly changes: readonly RoomChange[];
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
  /** What happened to the room between these messages. */
  readonly changes: readonly RoomChange[];
  #messages: readonly Message[] | undefined;

  private constructor(
    entries: readonly Entry[],
    changes: readonly RoomChange[],
    hasOlder: boolean,
    endsAt: Sequence | undefined,
    like?: Stretch,
  ) {
    this.#entries = entries;
    this.changes = changes;
    this.hasOlder = hasOlder;
    this.#endsAt = endsAt;
    if (like && like.#entries === entries) {
      this.#messages = like.#messages;
    }
  }

  static of(page: ReadMessages, more: { readonly older: boolean; readonly newer: boolean }): Stretch {
    const endsAt = more.newer ? undefined : page.head;
    return new Stretch(entriesOf(page), changesUpTo(page, endsAt), more.older, endsAt);
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
    const changes = [...changesUpTo(page, undefined), ...this.changes];
    return new Stretch([...older, ...this.#entries], changes, more, this.#endsAt);
  }

  /** With the page after it. */
  withNewer(page: ReadMessages, more: boolean): Stretch {
    const last = this.#entries.at(-1)?.message.sequence ?? 0;
    const newer = entriesOf(page).filter((entry) => entry.message.sequence > last);
    const endsAt = more ? undefined : page.head;
    const changes = [...this.changes, ...changesUpTo(page, endsAt)];
    return new Stretch([...this.#entries, ...newer], changes, this.hasOlder, endsAt);
  }

  /** With some of its messages read again; the events after the page's head must be taken again. */
  withReread(page: ReadMessages): Stretch {
    const fresh = new Map(entriesOf(page).map((entry) => [entry.message.sequence, entry]));
    const entries = this.#entries.map((entry) => fresh.get(entry.message.sequence) ?? entry);
    return new Stretch(entries, this.changes, this.hasOlder, this.#endsAt);
  }

  /** After these events; those that a message reckons with already do not touch it. */
  after(events: readonly RoomEvent[], me: UserId): Stretch {
    let entries: Entry[] | undefined;
    let changes: RoomChange[] | undefined;
    let endsAt = this.#endsAt;
    for (const event of events) {
      if (event.type === "message.posted") {
        if (endsAt !== undefined && event.sequence > endsAt) {
          entries ??= [...this.#entries];
          if ((entries.at(-1)?.message.sequence ?? 0) < event.sequence) {
            entries.push({ message: messageOf(event), asOf: event.sequence, readAt: undefined });
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
      } else if (isChange(event) && endsAt !== undefined && event.sequence > endsAt) {
        changes ??= [...this.changes];
        changes.push(event);
      }
      if (endsAt !== undefined && event.sequence > endsAt) {
        endsAt = event.sequence;
      }
    }
    if (changes && changes.length > 2 * CHANGES_AT_END) {
      changes = changes.slice(-CHANGES_AT_END);
    }
    return entries || endsAt !== this.#endsAt
      ? new Stretch(entries ?? this.#entries, changes ?? this.changes, this.hasOlder, endsAt, this)
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
        // Not the last event that is in it: others may have followed in the same frame.
        if (entry?.readAt !== undefined && event.sequence > entry.readAt) {
          found.add(event.message);
        }
      }
    }
    return [...found];
  }

  /** The same without what is too many at the beginning. */
  keepingNewest(count: number): Stretch {
    const first = this.#entries[this.#entries.length - count - 1] && this.#entries.at(-count);
    return first
      ? new Stretch(
          this.#entries.slice(-count),
          this.changes.filter((change) => change.sequence > first.message.sequence),
          true,
          this.#endsAt,
        )
      : this;
  }

  /** The same without what is too many at the end. */
  keepingOldest(count: number): Stretch {
    const last = this.#entries[count] && this.#entries[count - 1];
    return last
      ? new Stretch(
          this.#entries.slice(0, count),
          this.changes.filter((change) => change.sequence < last.message.sequence),
          this.hasOlder,
          undefined,
        )
      : this;
  }
}

/** Of a page that reaches the end, what came after its head comes as events. */
function changesUpTo(page: ReadMessages, endsAt: Sequence | undefined): readonly RoomChange[] {
  return page.changes.filter((change) => isChange(change) && (endsAt === undefined || change.sequence <= endsAt));
}

function isChange(event: RoomEvent): event is RoomChange {
  return isKnown(event) && (event.type.startsWith("room.") || event.type.startsWith("member."));
}

function entriesOf(page: ReadMessages): readonly Entry[] {
  return page.messages.map((message) => ({ message, asOf: page.head, readAt: page.head }));
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
