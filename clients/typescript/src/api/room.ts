import type { CommandRejected } from "../errors.js";
import type { Observable } from "../observable.js";
import type {
  Accepted,
  CommandId,
  Cursor,
  LastMessage,
  Member,
  Person,
  ResetReason,
  Role,
  RoomEvent,
  RoomId,
  RoomKind,
  Sequence,
  UserId,
} from "../protocol.js";
import type { Timeline, TimelineOptions } from "./timeline.js";

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
  /**
   * How many of the unread ones that were counted mention oneself. History counts no more than the newest 100, so a mention
   * farther back may be missing.
   */
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
