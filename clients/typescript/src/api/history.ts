import type {
  Cursor,
  FoundMessage,
  Me,
  Member,
  Message,
  Person,
  RoomChange,
  RoomEvent,
  RoomId,
  RoomSummary,
  Sequence,
  UserId,
} from "../protocol.js";

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The part that follows in the direction of reading: for messages and searches, the older. Undefined at the end. */
  readonly next: (() => Promise<Page<T>>) | undefined;
  /** The part before this one in the direction of reading. */
  readonly previous: (() => Promise<Page<T>>) | undefined;
}

/** A part of a list about one room, and the head of the room's log that it is at least as new as. */
export interface RoomPage<T> extends Page<T> {
  readonly cursor: Cursor;
  readonly next: (() => Promise<RoomPage<T>>) | undefined;
  readonly previous: (() => Promise<RoomPage<T>>) | undefined;
}

/** A part of a room's messages. */
export interface MessagePage extends RoomPage<Message> {
  /** If they were asked for: what happened to the room between these messages, as {@link TimelineView.changes} tells. */
  readonly changes: readonly RoomChange[];
  readonly next: (() => Promise<MessagePage>) | undefined;
  readonly previous: (() => Promise<MessagePage>) | undefined;
}

/** Where to read messages, and what of them. */
export interface MessagesOptions extends RoomReadOptions, PageOptions {
  readonly before?: Sequence | undefined;
  readonly after?: Sequence | undefined;
  readonly around?: Sequence | undefined;
  /** Whether to tell what happened to the room between the messages. */
  readonly changes?: boolean | undefined;
}

/** What every reading takes. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface PageOptions extends ReadOptions {
  /** 1 to 200. */
  readonly limit?: number | undefined;
}

export interface RoomReadOptions extends ReadOptions {
  /** Waits up to two seconds until the room is known at this sequence: with the one from `accepted` one reads what one wrote. */
  readonly minSequence?: Sequence | undefined;
}

/**
 * Reads history-service. A reading that fails because something is away is tried again a few times; what fails then, fails
 * with {@link HistoryProblem}.
 */
export interface History {
  me(options?: ReadOptions): Promise<Me>;
  /** Who signed in at least once and has a name that begins so, by name. */
  people(options?: PageOptions & { readonly q?: string }): Promise<Page<Person>>;
  /** The rooms that one is a member of, by id. */
  rooms(options?: PageOptions): Promise<Page<RoomSummary>>;
  /** Open rooms whose name begins so, by name. */
  publicRooms(options?: PageOptions & { readonly q?: string }): Promise<Page<RoomSummary>>;
  room(room: RoomId, options?: RoomReadOptions): Promise<RoomSummary>;
  members(room: RoomId, options?: RoomReadOptions & PageOptions): Promise<RoomPage<Member>>;
  /** Ascending in itself; without a place the newest, and `next` is the older. With `after`, `next` is the newer. */
  messages(room: RoomId, options?: MessagesOptions): Promise<MessagePage>;
  /** The log itself. */
  events(
    room: RoomId,
    options?: RoomReadOptions & PageOptions & { readonly after?: Sequence | undefined },
  ): Promise<RoomPage<RoomEvent>>;
  /**
   * Newest first, only in rooms that one is a member of. `q` takes words, `"a phrase"`, `or` and `-without`; `by` is a
   * user's id.
   */
  search(
    query: { readonly q: string; readonly room?: RoomId | undefined; readonly by?: UserId | undefined },
    options?: PageOptions,
  ): Promise<Page<FoundMessage>>;
}
