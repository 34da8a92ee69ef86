import type { Message, PendingMessage, Person, RoomChange, Sequence } from "@parley/client";

/** One line of a timeline, with what stands above it. */
export type Row =
  | {
      readonly type: "message";
      readonly key: string;
      readonly message: Message;
      /** The first of a day has the day above it. */
      readonly day: Date | undefined;
      /** The first one that was not read when the room was opened. */
      readonly news: boolean;
      /** Begins a group: author and time are shown. */
      readonly head: boolean;
      /** The message that it answers, if that is in this stretch. */
      readonly answered: Message | undefined;
    }
  | {
      /** What happened to the room between two messages, or on one day. */
      readonly type: "changes";
      /** By the last of them: older ones may still be read. */
      readonly key: string;
      readonly changes: readonly RoomChange[];
      readonly day: Date | undefined;
    }
  | { readonly type: "pending"; readonly key: string; readonly pending: PendingMessage; readonly head: boolean };

const GROUP_MILLISECONDS = 5 * 60 * 1000;

export interface RowOptions {
  readonly me: string;
  /** Everything up to here was read when the room was opened; undefined: everything was. */
  readonly readUpTo: Sequence | undefined;
  /** There are messages before these. */
  readonly hasOlder: boolean;
}

/** What rows are made of, each in its order. */
export interface RowSource {
  readonly messages: readonly Message[];
  readonly changes: readonly RoomChange[];
  /** On their way. */
  readonly pending: readonly PendingMessage[];
}

/** What a timeline shows. Rows that did not change are the same objects as in `before`, so that nothing is drawn again. */
export function rowsOf(source: RowSource, options: RowOptions, before: ReadonlyMap<string, Row> = new Map()): Row[] {
  const { messages, pending } = source;
  const bySequence = new Map(messages.map((message) => [message.sequence, message]));
  const newsAt = firstNews(messages, options);
  const rows: Row[] = [];
  let at: string | undefined;
  let previous: Message | undefined;
  for (const { message, changes } of inOrder(source)) {
    const now = (message ?? changes[0])!.at;
    const day = at === undefined || !sameDay(at, now) ? startOfDay(now) : undefined;
    at = now;
    if (message === undefined) {
      rows.push(kept({ type: "changes", key: `c${changes.at(-1)!.sequence}`, changes, day }, before));
      previous = undefined;
    } else {
      const row: Row = {
        type: "message",
        key: `m${message.sequence}`,
        message,
        day,
        news: message.sequence === newsAt,
        head: message.sequence === newsAt || !continues(previous, message),
        answered: message.replyTo === undefined ? undefined : bySequence.get(message.replyTo),
      };
      rows.push(kept(row, before));
      previous = message;
    }
  }
  let follows = previous?.by.id === options.me && !previous.deleted;
  for (const one of pending) {
    rows.push(kept({ type: "pending", key: `p${one.id}`, pending: one, head: !follows }, before));
    follows = true;
  }
  return rows;
}

type Item =
  | { readonly message: Message; readonly changes?: undefined }
  | { readonly message?: undefined; readonly changes: RoomChange[] };

/** Messages, and between them what else happened, of each day together. */
function inOrder({ messages, changes }: RowSource): Item[] {
  const items: Item[] = [];
  let next = 0;
  const changesBefore = (sequence: Sequence) => {
    let group: RoomChange[] | undefined;
    for (let change = changes[next]; change !== undefined && change.sequence < sequence; change = changes[++next]) {
      if (group !== undefined && sameDay(group[0]!.at, change.at)) {
        group.push(change);
      } else {
        group = [change];
        items.push({ changes: group });
      }
    }
  };
  for (const message of messages) {
    changesBefore(message.sequence);
    items.push({ message });
  }
  changesBefore(Infinity);
  return items;
}

function firstNews(messages: readonly Message[], { me, readUpTo, hasOlder }: RowOptions): Sequence | undefined {
  if (readUpTo === undefined) return undefined;
  // If the stretch begins after the place, its beginning is not where the news begin.
  if (hasOlder && (messages[0]?.sequence ?? 0) > readUpTo + 1) return undefined;
  return messages.find((message) => message.sequence > readUpTo && message.by.id !== me && !message.deleted)?.sequence;
}

function kept(row: Row, before: ReadonlyMap<string, Row>): Row {
  const old = before.get(row.key);
  return old !== undefined && same(old, row) ? old : row;
}

function same(a: Row, b: Row): boolean {
  if (a.type === "message" && b.type === "message") {
    return (
      a.message === b.message &&
      a.day?.getTime() === b.day?.getTime() &&
      a.news === b.news &&
      a.head === b.head &&
      a.answered === b.answered
    );
  }
  if (a.type === "changes" && b.type === "changes") {
    return (
      a.day?.getTime() === b.day?.getTime() &&
      a.changes.length === b.changes.length &&
      a.changes.every((change, index) => change === b.changes[index])
    );
  }
  return a.type === "pending" && b.type === "pending" && a.pending === b.pending && a.head === b.head;
}

function continues(previous: Message | undefined, message: Message): boolean {
  return (
    previous !== undefined &&
    previous.by.id === message.by.id &&
    previous.deleted === message.deleted &&
    message.replyTo === undefined &&
    sameDay(previous.at, message.at) &&
    Date.parse(message.at) - Date.parse(previous.at) < GROUP_MILLISECONDS
  );
}

function startOfDay(time: string): Date {
  const day = new Date(time);
  day.setHours(0, 0, 0, 0);
  return day;
}

function sameDay(a: string, b: string): boolean {
  return startOfDay(a).getTime() === startOfDay(b).getTime();
}

/**
 * Who has read up to which message: each reader stands at the last message of the stretch that their pointer covers, and
 * nobody at a message of their own, which says nothing.
 */
export function readersByMessage(
  messages: readonly Message[],
  members: readonly (Person & { readonly readSequence: Sequence })[],
  me: string,
): Map<Sequence, Person[]> {
  const readers = new Map<Sequence, Person[]>();
  for (const member of members) {
    const at = member.id === me ? undefined : lastUpTo(messages, member.readSequence);
    if (at === undefined || at.by.id === member.id) continue;
    const there = readers.get(at.sequence);
    if (there === undefined) {
      readers.set(at.sequence, [member]);
    } else {
      there.push(member);
    }
  }
  return readers;
}

function lastUpTo(messages: readonly Message[], sequence: Sequence): Message | undefined {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle]!.sequence <= sequence) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return messages[low - 1];
}
