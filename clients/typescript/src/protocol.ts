/**
 * What goes over the wire, as docs/protocol.md tells it. Nothing here does anything.
 *
 * @module
 */

/** A room's name: a UUID in lower case. */
export type RoomId = string;

/** A user's name for programs: the `sub` of their token. Opaque. */
export type UserId = string;

/** The id that a client chose for a command; with it, sending again is safe. */
export type CommandId = string;

/** A place in a room's log: 1, 2, 3 … without a hole; 0 is before the first. A message is named by the one that posted it. */
export type Sequence = number;

/** One life of a room's log. Opaque; changes when the log is restored from a backup. */
export type Epoch = string;

/** UTC with milliseconds. For people to read; order is in the sequence. */
export type Time = string;

export type Role = "owner" | "moderator" | "member";

/** `public` and `announcement` are open: everybody may find, read and join them. */
export type RoomKind = "public" | "private" | "direct" | "announcement";

export interface Person {
  readonly id: UserId;
  readonly name: string;
}

/** The last event of a room that was seen. */
export interface Cursor {
  readonly epoch: Epoch;
  readonly sequence: Sequence;
}

/** What holds on the server that sent it; docs/protocol.md says what each bounds. */
export interface Limits {
  readonly frameBytes: number;
  readonly textCodePoints: number;
  readonly nameCodePoints: number;
  readonly emojiBytes: number;
  readonly subscribeRooms: number;
  readonly userConnections: number;
  readonly commandsPerSecond: number;
  readonly commandBurst: number;
  readonly resumeEvents: number;
  readonly outboundBytes: number;
}

// Events.

interface EventBase<Type extends string> {
  readonly sequence: Sequence;
  readonly type: Type;
  readonly at: Time;
  /** Who did it, with the name at that time. */
  readonly by: Person;
  /** The id that the sender gave; unique only together with `by.id`. */
  readonly command: CommandId;
}

export interface RoomCreated extends EventBase<"room.created"> {
  /** Empty in direct rooms: name them by their people. */
  readonly name: string;
  readonly kind: RoomKind;
  readonly topic?: string;
}

/** Only what changed is there. An empty topic means that there is none now. */
export interface RoomUpdated extends EventBase<"room.updated"> {
  readonly name?: string;
  readonly topic?: string;
}

export interface MemberJoined extends EventBase<"member.joined"> {
  readonly user: Person;
  readonly role: Role;
}

export interface MemberLeft extends EventBase<"member.left"> {
  readonly user: Person;
}

export interface MemberRemoved extends EventBase<"member.removed"> {
  readonly user: Person;
}

export interface MemberRoleChanged extends EventBase<"member.roleChanged"> {
  readonly user: Person;
  readonly role: Role;
}

/** Ends the membership too; there is no `member.left` beside it. */
export interface MemberBanned extends EventBase<"member.banned"> {
  readonly user: Person;
  readonly reason?: string;
}

export interface MemberUnbanned extends EventBase<"member.unbanned"> {
  readonly user: Person;
}

export interface MessagePosted extends EventBase<"message.posted"> {
  /** Empty if redacted. */
  readonly text: string;
  readonly replyTo?: Sequence;
  readonly mentions: readonly UserId[];
  /** The message was deleted later, and its text is gone from the log. */
  readonly redacted?: boolean;
}

export interface MessageEdited extends EventBase<"message.edited"> {
  readonly message: Sequence;
  readonly text: string;
  readonly mentions: readonly UserId[];
  readonly redacted?: boolean;
}

export interface MessageDeleted extends EventBase<"message.deleted"> {
  readonly message: Sequence;
}

export interface ReactionAdded extends EventBase<"reaction.added"> {
  readonly message: Sequence;
  readonly emoji: string;
}

export interface ReactionRemoved extends EventBase<"reaction.removed"> {
  readonly message: Sequence;
  readonly emoji: string;
}

/** One entry of a room's log. */
export type RoomEvent =
  | RoomCreated
  | RoomUpdated
  | MemberJoined
  | MemberLeft
  | MemberRemoved
  | MemberRoleChanged
  | MemberBanned
  | MemberUnbanned
  | MessagePosted
  | MessageEdited
  | MessageDeleted
  | ReactionAdded
  | ReactionRemoved;

/** What happens to a room and to who is in it, rather than to its messages. */
export type RoomChange = Extract<RoomEvent, { readonly type: `room.${string}` | `member.${string}` }>;

// Commands.

export type Command =
  | {
      readonly type: "createRoom";
      readonly id: CommandId;
      readonly name: string;
      readonly kind: Exclude<RoomKind, "direct">;
      readonly topic?: string | undefined;
      readonly members?: readonly UserId[] | undefined;
    }
  | { readonly type: "openDirect"; readonly id: CommandId; readonly users: readonly UserId[] }
  | RoomCommand;

/** A command to one room. */
export type RoomCommand = { readonly id: CommandId; readonly room: RoomId } & (
  | { readonly type: "updateRoom"; readonly name?: string | undefined; readonly topic?: string | undefined }
  | { readonly type: "join" }
  | { readonly type: "leave" }
  | { readonly type: "addMember"; readonly user: UserId }
  | { readonly type: "removeMember"; readonly user: UserId }
  | { readonly type: "setRole"; readonly user: UserId; readonly role: Role }
  | { readonly type: "ban"; readonly user: UserId; readonly reason?: string | undefined }
  | { readonly type: "unban"; readonly user: UserId }
  | { readonly type: "post"; readonly text: string; readonly replyTo?: Sequence | undefined }
  | { readonly type: "edit"; readonly sequence: Sequence; readonly text: string }
  | { readonly type: "delete"; readonly sequence: Sequence }
  | { readonly type: "react"; readonly sequence: Sequence; readonly emoji: string }
  | { readonly type: "unreact"; readonly sequence: Sequence; readonly emoji: string }
  | { readonly type: "read"; readonly sequence: Sequence }
);

/** A room to listen to, from where; without `after` from its head. */
export interface Listening {
  readonly room: RoomId;
  readonly epoch?: Epoch;
  readonly after?: Sequence;
}

export type ClientFrame =
  | Command
  | { readonly type: "subscribe"; readonly id: CommandId; readonly rooms: "mine" | readonly Listening[] }
  | { readonly type: "unsubscribe"; readonly id: CommandId; readonly rooms: readonly RoomId[] }
  | { readonly type: "typing"; readonly room: RoomId }
  | { readonly type: "authenticate"; readonly id: CommandId; readonly token: string }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

// What a gateway sends.

export interface Welcome {
  readonly type: "welcome";
  /** The gateway's name for this connection, for support and logs. */
  readonly connection: string;
  readonly user: Person;
  /** When the token runs out. */
  readonly expires: Time;
  /** Seconds. */
  readonly heartbeat: number;
  readonly limits: Limits;
}

export interface Accepted {
  readonly type: "accepted";
  readonly id: CommandId;
  readonly room?: RoomId;
  readonly epoch?: Epoch;
  readonly sequence?: Sequence;
  /** After `authenticate`. */
  readonly expires?: Time;
}

export type RejectionCode =
  "invalid" | "forbidden" | "notFound" | "conflict" | "tooLarge" | "rateLimited" | "unavailable";

export interface Rejected {
  readonly type: "rejected";
  readonly id: CommandId;
  readonly code: RejectionCode;
  /** For people; may change. */
  readonly message: string;
  readonly room?: RoomId;
  /** Seconds, with `rateLimited`. */
  readonly retryAfter?: number;
}

export interface Subscribed {
  readonly type: "subscribed";
  readonly room: RoomId;
  readonly epoch: Epoch;
  /** The head. */
  readonly sequence: Sequence;
  /** Missing for somebody who listens to an open room without being a member. */
  readonly role?: Role;
  /** At most 200 people who listen to the room at this moment. */
  readonly online: readonly UserId[];
}

export interface CaughtUp {
  readonly type: "caughtUp";
  readonly room: RoomId;
  readonly sequence: Sequence;
}

export type ResetReason = "epochChanged" | "beyondHead" | "tooFarBehind";

export interface Reset {
  readonly type: "reset";
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly sequence: Sequence;
  readonly reason: ResetReason;
}

export interface Events {
  readonly type: "events";
  readonly room: RoomId;
  readonly epoch: Epoch;
  readonly events: readonly RoomEvent[];
}

/** Best effort: never stored, never in the log. */
export type Signal = { readonly type: "signal"; readonly room: RoomId } & (
  | { readonly kind: "typing"; readonly user: Person }
  | { readonly kind: "receipt"; readonly user: UserId; readonly sequence: Sequence }
  | { readonly kind: "presence"; readonly user: UserId; readonly online: boolean }
);

export type ServerFrame =
  | Welcome
  | Accepted
  | Rejected
  | Subscribed
  | CaughtUp
  | Reset
  | Events
  | Signal
  | { readonly type: "error"; readonly message: string }
  | { readonly type: "ping" }
  | { readonly type: "pong" };

/** Why a gateway closes; 1012 and 4000 to 4499 mean come back, 4500 to 4999 mean don't. */
export const CloseCode = {
  draining: 1012,
  tokenExpired: 4001,
  tooSlow: 4008,
  silent: 4010,
  outcomeUnknown: 4011,
  unavailable: 4013,
  tooManyConnections: 4029,
  protocolViolation: 4500,
  sessionRevoked: 4501,
} as const;

// What history answers.

/** A room as one user sees it. */
export interface RoomSummary {
  readonly room: RoomId;
  /** Empty for direct rooms: `people` names them. */
  readonly name: string;
  readonly kind: RoomKind;
  readonly topic?: string;
  readonly epoch: Epoch;
  /** The head. */
  readonly sequence: Sequence;
  /** How many. */
  readonly members: number;
  readonly createdAt: Time;
  /** Missing, as the next four, for somebody who is no member. */
  readonly role?: Role;
  readonly joinedSequence?: Sequence;
  readonly readSequence?: Sequence;
  /** Messages of others after the read pointer that are not deleted; 100 means 100 or more. */
  readonly unread?: number;
  /** Which of these mention oneself. */
  readonly unreadMentions?: readonly Sequence[];
  readonly lastMessage?: LastMessage;
  /** In direct rooms: everybody, oneself too. */
  readonly people?: readonly Person[];
}

export interface LastMessage {
  readonly sequence: Sequence;
  readonly at: Time;
  readonly by: Person;
  /** Empty if deleted. */
  readonly text: string;
  readonly deleted: boolean;
}

/** A message as it stands: edits applied, deleted ones without text. */
export interface Message {
  readonly sequence: Sequence;
  readonly at: Time;
  readonly by: Person;
  readonly text: string;
  readonly replyTo?: Sequence;
  readonly mentions: readonly UserId[];
  readonly editedAt?: Time;
  readonly editedSequence?: Sequence;
  readonly deleted: boolean;
  /** In the order in which each emoji was first used. */
  readonly reactions: readonly Reaction[];
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Whether oneself is among them. */
  readonly mine: boolean;
}

export interface Member extends Person {
  readonly role: Role;
  readonly joinedSequence: Sequence;
  readonly readSequence: Sequence;
}

/** What a search finds: a message as it stands, and the room it is in. */
export interface FoundMessage {
  readonly room: RoomId;
  readonly sequence: Sequence;
  readonly at: Time;
  readonly by: Person;
  readonly text: string;
  readonly replyTo?: Sequence;
  readonly editedAt?: Time;
}

export interface Me extends Person {
  readonly seenAt?: Time;
}
