import type {
  Epoch,
  Message,
  Role,
  RoomChange,
  RoomEvent,
  RoomId,
  RoomSummary,
  Sequence,
  UserId,
} from "../../src/protocol.js";

export interface ModelMember {
  role: Role;
  joined: Sequence;
  read: Sequence;
}

/** What a command writes: an event without what every event has. */
export type Change = RoomEvent extends infer E
  ? E extends RoomEvent
    ? Omit<E, "sequence" | "at" | "by" | "command">
    : never
  : never;

/** One room's log, and what follows from it. */
export class ModelRoom {
  readonly id: RoomId;
  epoch: Epoch;
  log: RoomEvent[] = [];
  members = new Map<UserId, ModelMember>();

  constructor(id: RoomId, epoch: Epoch) {
    this.id = id;
    this.epoch = epoch;
  }

  get head(): Sequence {
    return this.log.length;
  }

  /** Messages as they stand for a user, recomputed from the log each time: slow and plain. */
  messages(viewer: UserId): Message[] {
    const messages = new Map<Sequence, Message>();
    const marks = new Map<Sequence, { emoji: string; users: Set<UserId> }[]>();
    for (const event of this.log) {
      switch (event.type) {
        case "message.posted":
          messages.set(event.sequence, {
            sequence: event.sequence,
            at: event.at,
            by: event.by,
            text: event.text,
            ...(event.replyTo === undefined ? {} : { replyTo: event.replyTo }),
            mentions: event.mentions,
            deleted: false,
            reactions: [],
          });
          break;
        case "message.edited": {
          const message = messages.get(event.message) as Message;
          messages.set(event.message, {
            ...message,
            text: event.text,
            mentions: event.mentions,
            editedAt: event.at,
            editedSequence: event.sequence,
          });
          break;
        }
        case "message.deleted": {
          const message = messages.get(event.message) as Message;
          messages.set(event.message, { ...message, text: "", mentions: [], deleted: true });
          break;
        }
        case "reaction.added": {
          const on = marks.get(event.message) ?? [];
          const mark = on.find((one) => one.emoji === event.emoji);
          if (mark) {
            mark.users.add(event.by.id);
          } else {
            on.push({ emoji: event.emoji, users: new Set([event.by.id]) });
          }
          marks.set(event.message, on);
          break;
        }
        case "reaction.removed": {
          const on = marks.get(event.message) ?? [];
          on.find((one) => one.emoji === event.emoji)?.users.delete(event.by.id);
          marks.set(
            event.message,
            on.filter((one) => one.users.size > 0),
          );
          break;
        }
        default:
          break;
      }
    }
    return [...messages.values()].map((message) => ({
      ...message,
      reactions: (marks.get(message.sequence) ?? []).map((mark) => ({
        emoji: mark.emoji,
        count: mark.users.size,
        mine: mark.users.has(viewer),
      })),
    }));
  }

  /** What happened to the room and not to its messages, between two places. */
  changes(after: Sequence, before: Sequence): RoomChange[] {
    return this.log.filter(
      (event): event is RoomChange =>
        event.sequence > after && event.sequence < before && /^(room|member)\./.test(event.type),
    );
  }

  summary(viewer: UserId): RoomSummary {
    const messages = this.messages(viewer);
    const last = messages.at(-1);
    const member = this.members.get(viewer);
    const created = this.log[0] as RoomEvent;
    const unread = ({ read }: ModelMember): Message[] =>
      messages.filter((message) => message.sequence > read && message.by.id !== viewer && !message.deleted);
    return {
      room: this.id,
      name: created.type === "room.created" ? created.name : "",
      kind: "public",
      epoch: this.epoch,
      sequence: this.head,
      members: this.members.size,
      createdAt: created.at,
      ...(member
        ? {
            role: member.role,
            joinedSequence: member.joined,
            readSequence: member.read,
            unread: unread(member).length,
            unreadMentions: unread(member)
              .filter((message) => message.mentions.includes(viewer))
              .map((message) => message.sequence),
          }
        : {}),
      ...(last
        ? {
            lastMessage: {
              sequence: last.sequence,
              at: last.at,
              by: last.by,
              text: last.text,
              deleted: last.deleted,
            },
          }
        : {}),
    };
  }
}
