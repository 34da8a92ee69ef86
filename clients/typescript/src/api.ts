import type { CommandRejected, HistoryProblem } from "./errors.js";
import type { Observable } from "./observable.js";
import type {
  Accepted,
  Command,
  CommandId,
  Cursor,
  FoundMessage,
  LastMessage,
  Limits,
  Me,
  Member,
  Message,
  Person,
  ResetReason,
  Role,
  RoomEvent,
  RoomId,
  RoomKind,
  RoomSummary,
  Sequence,
  UserId,
} from "./protocol.js";

// Connecting.

/** What a client needs to know to begin. */
export interface ClientOptions {
  /**
   * Gateways, such as `https://chat.example.org`; `ws:` and `wss:` are as good. With several, one is drawn at random and
   * the next is tried when it fails. Behind a load balancer one address is enough.
   */
  readonly gateways: string | readonly string[];
  /** history-service's address; where the first gateway is, if it is missing. */
  readonly history?: string;
  /** Where tokens come from. */
  readonly token: TokenProvider;
  /** For platforms without a global `WebSocket`, such as Node 20: the one of the package `ws` does. */
  readonly WebSocket?: WebSocketConstructor;
  /** For platforms without a global `fetch`, and for tests. */
  readonly fetch?: typeof globalThis.fetch;
  /** Keeps what was posted and has no answer over a restart of the program. Nothing is kept if it is missing. */
  readonly outbox?: OutboxStorage;
  /** Random numbers in [0, 1), for the pauses and ids; for tests that repeat a run. */
  readonly random?: () => number;
  /** Whether to listen to all of one's own rooms, and to those that one joins later. True if it is missing. */
  readonly mine?: boolean;
}

/**
 * Gives an access token for the audience `parley`.
 *
 * With `renew: false` any token that is still valid does; it is asked for before each request to history, so answer from
 * memory. With `renew: true` the last one was refused or is about to expire: get a fresh one.
 *
 * Throw `SignInRequired` if there can be none until somebody signs in: the client then closes with `signInRequired`.
 * Anything else that is thrown counts as a passing trouble; the client tries again.
 */
export type TokenProvider = (need: { readonly renew: boolean }) => string | Promise<string>;

/** The part of the standard's `WebSocket` that is used: text frames in, `data`, and `code` of what closed it. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  // Platforms differ in what else their events hold; `any` lets each be given as it is.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  onmessage: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  /* eslint-enable @typescript-eslint/no-explicit-any */
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** A message that was posted and not answered yet. */
export interface StoredPost {
  readonly id: CommandId;
  readonly room: RoomId;
  readonly text: string;
  readonly replyTo?: Sequence;
  /** When the user sent it, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** Where unanswered messages outlive the program. Keep the messages of different users apart. */
export interface OutboxStorage {
  /** Asked once, at the start. */
  load(): readonly StoredPost[];
  /** Called after each change with all of them, in the order of sending. */
  save(posts: readonly StoredPost[]): void;
}

/**
 * The connection. The client moves between these states by itself:
 *
 * ```text
 * idle ─connect()→ connecting ─welcome→ live
 *                      ↑ │                │ connection lost
 *          pause over, │ │ failed         ↓
 *          wake()      └─┴──────────── waiting
 * any ─close(), or a reason that coming back cannot mend→ closed ─connect()→ connecting
 * ```
 */
export type ConnectionState =
  | { readonly name: "idle" }
  /** `attempt` counts from 1 since the last connection that held. */
  | { readonly name: "connecting"; readonly attempt: number }
  /** Commands go out and events come in. */
  | { readonly name: "live"; readonly connection: string }
  /** `until`: when the next attempt begins, in milliseconds since 1970. */
  | { readonly name: "waiting"; readonly attempt: number; readonly until: number; readonly reason: WaitReason }
  | { readonly name: "closed"; readonly reason: CloseReason };

/**
 * Why a connection ended or could not be made, though coming back helps. `unreachable`: it could not be opened; `lost`: it
 * ended without a code; `silent`: either side heard nothing of the other; `noToken`: the provider failed. The others are
 * the gateway's, by its close code.
 */
export type WaitReason =
  | "unreachable"
  | "lost"
  | "silent"
  | "noToken"
  | "draining"
  | "tokenExpired"
  | "tooSlow"
  | "outcomeUnknown"
  | "unavailable"
  | "tooManyConnections"
  | "other";

/** Why the client is closed for good. `asked`: by `close()`; `refused`: by a close code that is not known here. */
export type CloseReason = "asked" | "signInRequired" | "sessionRevoked" | "protocolViolation" | "refused";

/** One user's connection to Parley, and everything that is known through it. */
export interface ParleyClient {
  readonly state: Observable<ConnectionState>;

  /** Who one is here; known from the first welcome on. */
  readonly me: Observable<Person | undefined>;

  /** The limits that the server told last. */
  readonly limits: Observable<Limits | undefined>;

  /**
   * All rooms that are listened to: one's own, and open ones that {@link ParleyClient.listen} asked for. The order is the
   * one in which they became known. What is in a room changes without this changing.
   */
  readonly rooms: Observable<readonly Room[]>;

  /** Whether the rooms of one's own were read once, so that an empty list means that there are none. */
  readonly ready: Observable<boolean>;

  /** What was and what is, over HTTP. */
  readonly history: History;

  /** Begins, or begins again after `closed`. Cursors and unanswered commands are kept. Does nothing while under way. */
  connect(): void;

  /** Ends the pause of `waiting`, and asks a live connection for a sign of life: for when the network or the page comes back. */
  wake(): void;

  /**
   * Ends the connection for good. Commands without an answer fail with `ClientClosed`; stored messages stay
   * stored.
   */
  close(): void;

  /** A room that is listened to. */
  room(id: RoomId): Room | undefined;

  /**
   * Listens to an open room as a guest, or gives the room that is listened to already.
   *
   * @throws {CommandRejected} `notFound` if one may not see the room
   */
  listen(id: RoomId): Promise<Room>;

  /** Makes a room, with oneself as owner. */
  createRoom(room: {
    readonly name: string;
    readonly kind: Exclude<RoomKind, "direct">;
    readonly topic?: string;
    readonly members?: readonly UserId[];
  }): Promise<Room>;

  /** The one direct room of oneself and these others. */
  openDirect(users: readonly UserId[]): Promise<Room>;

  /** Joins an open room. */
  join(id: RoomId): Promise<Room>;

  /**
   * Sends a command, now or when there is a connection, again and again with the same id until it is answered. Commands to
   * one room are carried out in the order of the calls.
   *
   * @throws {CommandRejected} the server said no
   * @throws {ClientClosed} the client was closed before there was an answer
   */
  submit(command: CommandWithoutId): Promise<Accepted>;

  /** Everything that happened in any room, once each, in the order of each room. */
  onEvent(listener: (event: RoomEvent, room: Room) => void): () => void;

  /** For logs. */
  onTrouble(listener: (trouble: Trouble) => void): () => void;
}

type WithoutId<C> = C extends { readonly id: CommandId } ? Omit<C, "id"> : never;

/** A command as {@link ParleyClient.submit} takes it: the client draws the id. */
export type CommandWithoutId = WithoutId<Command>;

/**
 * Something that a programmer wants to know and a user does not need to: the server called a frame of ours wrong, sent one
 * that is none, or a listener threw. The client goes on.
 */
export interface Trouble {
  readonly kind: "refusedFrame" | "malformedFrame" | "listenerFailed" | "historyFailed";
  readonly message: string;
  readonly cause?: unknown;
}

// Rooms.

/** A room that is listened to. */
export interface Room {
  readonly id: RoomId;

  /** What the room is and how one stands in it, amended by every event. Undefined until it was read for the first time. */
  readonly info: Observable<RoomInfo | undefined>;

  /**
   * How far the room is known: `live` while every event comes as it happens, `catchingUp` while missed ones are under way,
   * `away` without a connection, `gone` after one left, was removed or banned, or the room may not be seen.
   */
  readonly sync: Observable<"away" | "catchingUp" | "live" | "gone">;

  /** The last event that was seen; undefined until the room was listened to. */
  readonly cursor: Cursor | undefined;

  /** Who listens to the room now; at most some 200. */
  readonly online: Observable<ReadonlySet<UserId>>;

  /** Who is writing, without oneself; somebody who goes on typing stays in it. */
  readonly typing: Observable<readonly Person[]>;

  /**
   * Members with their roles and read pointers, by name; undefined until {@link Room.loadMembers}, kept up to date from
   * then on, also by receipts.
   */
  readonly members: Observable<readonly Member[] | undefined>;

  /** What oneself posted here and is not in the log yet, oldest first. */
  readonly pending: Observable<readonly PendingMessage[]>;

  /** Reads the members, all of them. */
  loadMembers(): Promise<readonly Member[]>;

  /**
   * The room's messages, beginning with the newest or around one. Several may be open at the same time. Close it when it
   * is not shown any more.
   */
  openTimeline(options?: TimelineOptions): Timeline;

  /** Everything that happens here, once each, in order. After a reset the sequences may begin anywhere. */
  onEvent(listener: (event: RoomEvent) => void): () => void;

  /** What lies between the cursor and the head could not be brought; timelines have begun to read again by themselves. */
  onReset(listener: (reason: ResetReason) => void): () => void;

  // Commands. Each settles with the server's answer, however long there is no connection, as ParleyClient.submit tells.

  /**
   * Posts a message. It stands in {@link Room.pending} at once, and in timelines once it happened; there is nothing to wait
   * for.
   */
  post(text: string, options?: { readonly replyTo?: Sequence }): PendingMessage;

  edit(message: Sequence, text: string): Promise<Accepted>;
  delete(message: Sequence): Promise<Accepted>;
  react(message: Sequence, emoji: string): Promise<Accepted>;
  unreact(message: Sequence, emoji: string): Promise<Accepted>;

  /**
   * Everything up to here was read: the newest event if it is missing. `unread` sinks at once. Call it as often as one
   * likes: only the farthest is sent, and nothing that would not move the pointer.
   */
  markRead(sequence?: Sequence): void;

  /** Tells the others that the user is writing. Call it at every key; one signal in some seconds is sent. */
  notifyTyping(): void;

  update(change: { readonly name?: string; readonly topic?: string }): Promise<Accepted>;
  join(): Promise<Accepted>;
  leave(): Promise<Accepted>;
  addMember(user: UserId): Promise<Accepted>;
  removeMember(user: UserId): Promise<Accepted>;
  setRole(user: UserId, role: Role): Promise<Accepted>;
  ban(user: UserId, reason?: string): Promise<Accepted>;
  unban(user: UserId): Promise<Accepted>;

  /** Stops listening to a room that one is a guest of. */
  stopListening(): void;
}

/** What a room is and how one stands in it. */
export interface RoomInfo {
  /** Empty in direct rooms. */
  readonly name: string;
  readonly kind: RoomKind;
  /** Empty if there is none. */
  readonly topic: string;
  /** How many. */
  readonly memberCount: number;
  /** Undefined for a guest. */
  readonly role: Role | undefined;
  /** Everything up to here was read by oneself, on whatever device; 0 for a guest. */
  readonly readSequence: Sequence;
  /**
   * Messages of others after the read pointer that are not deleted. 100 may mean more. While a message's fate is unclear,
   * such as the deletion of one that was never seen here, the room is read again and the number mends itself.
   */
  readonly unread: number;
  /** How many of the unread ones that came while this client ran mention oneself. */
  readonly unreadMentions: number;
  readonly lastMessage: LastMessage | undefined;
  /** In direct rooms: everybody, oneself too. Empty in others. */
  readonly people: readonly Person[];
  /** The last event that all of this reckons with. */
  readonly sequence: Sequence;
}

/** A message of one's own that is not in the log yet. Every change makes a new object with the same id. */
export interface PendingMessage {
  /** The command's id. Keys a list well: the message in the log has another key, its sequence. */
  readonly id: CommandId;
  readonly text: string;
  readonly replyTo: Sequence | undefined;
  /** When the user sent it, in milliseconds since 1970. */
  readonly sentAt: number;
  /**
   * `sending`: on its way, or waiting for a connection; `accepted`: in the database, and about to be in the timeline;
   * `failed`: refused, and kept until it is retried or discarded.
   */
  readonly state: "sending" | "accepted" | "failed";
  /** With `failed`: why. */
  readonly rejection: CommandRejected | undefined;
  /** Settles with the server's answer. Nobody need listen to it. */
  readonly answered: Promise<Accepted>;
  /** Sends a failed one again, after what is waiting already. Does nothing in other states. */
  retry(): void;
  /**
   * Takes it back: true if it was never sent or has failed. What is on its way cannot be called back: false, and nothing
   * happens.
   */
  discard(): boolean;
}

// Timelines.

/** Where a timeline begins. */
export interface TimelineOptions {
  /** A message, or any place in the log, to begin at; the newest messages if it is missing. */
  readonly around?: Sequence;
  /** Messages in a page, 1 to 200; 50 if it is missing. */
  readonly pageSize?: number;
  /**
   * How many messages are kept at most; 1,000 if it is missing. What is too many is dropped at the far end of the
   * direction in which one loads, and is loaded again on the way back.
   */
  readonly keep?: number;
}

/** A stretch of a room's messages without a hole, kept up to date. */
export interface Timeline {
  readonly view: Observable<TimelineView>;

  /** Reads the page before the first message. Does nothing at the beginning of the room, or while one is being read. */
  loadOlder(): Promise<void>;

  /** Reads the page after the last message. Does nothing at the end, or while one is being read. */
  loadNewer(): Promise<void>;

  /** Begins again around this place, or with the newest messages; shows what there was until the page is here. */
  jumpTo(place: Sequence | "newest"): Promise<void>;

  /** Stops keeping it up to date. */
  close(): void;
}

/** What a timeline shows. */
export interface TimelineView {
  /** Oldest first, deleted ones too. Those that did not change are the same objects as before. */
  readonly messages: readonly Message[];
  /**
   * What oneself posted that is not in the log yet: shown after the last message, if `hasNewer` is false. A message never
   * stands in both, and never in neither.
   */
  readonly pending: readonly PendingMessage[];
  /** There is more before the first message. */
  readonly hasOlder: boolean;
  /** There is more after the last message: this is not the room's end, and what is posted does not appear here. */
  readonly hasNewer: boolean;
  /** What is being read. */
  readonly loading: "nothing" | "beginning" | "older" | "newer";
  /** Why the last reading failed; undefined after one that worked. The beginning is tried again by itself. */
  readonly failure: HistoryProblem | undefined;
  /** Counts up when the stretch is another one: after a jump or a reset. Scroll positions of before mean nothing then. */
  readonly generation: number;
}

// History.

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
  messages(
    room: RoomId,
    options?: RoomReadOptions &
      PageOptions & {
        readonly before?: Sequence | undefined;
        readonly after?: Sequence | undefined;
        readonly around?: Sequence | undefined;
      },
  ): Promise<RoomPage<Message>>;
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
