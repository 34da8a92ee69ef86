import type { RoomInfo } from "./api.js";
import type { LastMessage, RoomEvent, RoomSummary, Sequence, UserId } from "./protocol.js";

/** From here on history does not count any further, and more are not shown. */
const UNREAD_MAX = 100;
/** More than are shown, so that a room need not be read again whenever one of the newest is deleted. */
const SINCE_MAX = 2 * UNREAD_MAX;

/**
 * A room's info with what is needed to amend it. Unread messages are of two sorts: those that were counted, of which only the
 * number is known, and those that came since, which are known one by one. History counted the former; when too many come
 * since, the oldest of them are counted, too. Reading takes the oldest first: as long as any of those is unread, the others
 * are enough for what is shown.
 */
export interface InfoState {
  readonly info: RoomInfo;
  /** Everything up to here is in `countedUnread`. */
  readonly countedUntil: Sequence;
  /** `UNREAD_MAX` means so many or more. */
  readonly countedUnread: number;
  /** `countedUnread` may be wrong. That matters only while those that came since are fewer than are shown. */
  readonly doubtful: boolean;
  /** In the order of the log. */
  readonly since: ReadonlySet<Sequence>;
  /** Unread messages that mention oneself: the newest, at most as many as are shown. */
  readonly mentions: ReadonlySet<Sequence>;
  /** Something happened whose effect cannot be told from here: read the room again. */
  readonly uncertain: boolean;
}

/**
 * What history said.
 *
 * @param read how far one has read as far as this client knows, which history may not know yet
 */
export function infoOf(summary: RoomSummary, read: Sequence): InfoState {
  const known = summary.readSequence ?? 0;
  const isMember = summary.role !== undefined;
  const readSequence = isMember ? Math.max(known, read) : 0;
  const counted = readSequence >= summary.sequence ? 0 : (summary.unread ?? 0);
  return withUnread({
    info: {
      name: summary.name,
      kind: summary.kind,
      topic: summary.topic ?? "",
      memberCount: summary.members,
      role: summary.role,
      readSequence,
      unread: 0,
      unreadMentions: 0,
      lastMessage: summary.lastMessage,
      people: summary.people ?? [],
      sequence: summary.sequence,
    },
    countedUntil: summary.sequence,
    countedUnread: counted,
    // What was read here and not there cannot be taken off the number.
    doubtful: counted > 0 && readSequence > known,
    since: new Set(),
    mentions: behind(newest(summary.unreadMentions ?? []), readSequence),
    uncertain: false,
  });
}

/** After these events; those that the state reckons with already are left out. */
export function infoAfter(state: InfoState, events: readonly RoomEvent[], me: UserId): InfoState {
  let next = state;
  for (const event of events) {
    if (event.sequence > next.info.sequence) {
      next = { ...after(next, event, me) };
      next = { ...next, info: { ...next.info, sequence: event.sequence } };
    }
  }
  return next === state ? state : withUnread(next);
}

/** After one has read up to here, on this device or another. */
export function infoRead(state: InfoState, sequence: Sequence): InfoState {
  if (state.info.role === undefined || sequence <= state.info.readSequence) {
    return state;
  }
  return withUnread(readUpTo(state, sequence));
}

function readUpTo(state: InfoState, sequence: Sequence): InfoState {
  const countedToo = sequence >= state.countedUntil;
  return {
    ...state,
    info: { ...state.info, readSequence: sequence },
    since: behind(state.since, sequence),
    mentions: behind(state.mentions, sequence),
    countedUnread: countedToo ? 0 : state.countedUnread,
    doubtful: !countedToo && (state.doubtful || state.countedUnread > 0),
  };
}

function behind(messages: ReadonlySet<Sequence>, read: Sequence): ReadonlySet<Sequence> {
  return new Set([...messages].filter((message) => message > read));
}

function without(messages: ReadonlySet<Sequence>, message: Sequence): ReadonlySet<Sequence> {
  return new Set([...messages].filter((other) => other !== message));
}

/** As many as are shown. */
function newest(messages: Iterable<Sequence>): ReadonlySet<Sequence> {
  return new Set([...messages].sort((a, b) => a - b).slice(-UNREAD_MAX));
}

function after(state: InfoState, event: RoomEvent, me: UserId): InfoState {
  const info = state.info;
  switch (event.type) {
    case "room.created":
      return { ...state, info: { ...info, name: event.name, kind: event.kind, topic: event.topic ?? "" } };
    case "room.updated":
      return { ...state, info: { ...info, name: event.name ?? info.name, topic: event.topic ?? info.topic } };
    case "member.joined": {
      const role = event.user.id === me ? event.role : info.role;
      const people =
        info.kind === "direct" && !info.people.some((person) => person.id === event.user.id)
          ? [...info.people, event.user]
          : info.people;
      // How far a new member has read is history's to say.
      const uncertain = state.uncertain || event.user.id === me;
      return { ...state, uncertain, info: { ...info, role, people, memberCount: info.memberCount + 1 } };
    }
    case "member.left":
    case "member.removed": {
      const role = event.user.id === me ? undefined : info.role;
      return { ...state, info: { ...info, role, memberCount: info.memberCount - 1 } };
    }
    case "member.roleChanged":
      return event.user.id === me ? { ...state, info: { ...info, role: event.role } } : state;
    case "member.banned":
      // Members and others alike are banned: only history knows whether there is one fewer.
      return { ...state, uncertain: true };
    case "message.posted":
      return posted(state, event, me);
    case "message.edited": {
      const last = info.lastMessage;
      const next = edited(state, event, me);
      return last?.sequence === event.message && !last.deleted
        ? { ...next, info: { ...info, lastMessage: { ...last, text: event.text } } }
        : next;
    }
    case "message.deleted":
      return deleted(state, event.message);
    default:
      // Nothing here depends on it, or it is of a kind that is not known.
      return state;
  }
}

function posted(state: InfoState, event: RoomEvent & { type: "message.posted" }, me: UserId): InfoState {
  const lastMessage: LastMessage = {
    sequence: event.sequence,
    at: event.at,
    by: event.by,
    text: event.text,
    deleted: event.redacted === true,
  };
  const next: InfoState = { ...state, info: { ...state.info, lastMessage } };
  if (event.by.id === me) {
    // Posting moves the author's read pointer to the message.
    return readUpTo(next, Math.max(event.sequence, state.info.readSequence));
  }
  if (state.info.role === undefined || event.redacted || event.sequence <= state.info.readSequence) {
    return next;
  }
  const mentioned = event.mentions?.includes(me) ? withMention(next, event.sequence) : next;
  return cameSince(mentioned, event.sequence);
}

/** One more that is unread; the oldest makes room for it. */
function cameSince(state: InfoState, message: Sequence): InfoState {
  const since = new Set(state.since).add(message);
  const [oldest] = since;
  if (oldest === undefined || since.size <= SINCE_MAX) {
    return { ...state, since };
  }
  since.delete(oldest);
  const countedUnread = Math.min(UNREAD_MAX, state.countedUnread + 1);
  // Redacted messages in between were not counted, and will be deleted as if they had been.
  return { ...state, since, countedUntil: oldest, countedUnread, doubtful: true };
}

/** Messages are edited by their authors only: another's edit is of another's message. */
function edited(state: InfoState, event: RoomEvent & { type: "message.edited" }, me: UserId): InfoState {
  if (state.info.role === undefined || event.by.id === me || event.message <= state.info.readSequence) {
    return state;
  }
  return event.mentions?.includes(me) ? withMention(state, event.message) : withoutMention(state, event.message);
}

function withMention(state: InfoState, message: Sequence): InfoState {
  return state.mentions.has(message) ? state : { ...state, mentions: newest([...state.mentions, message]) };
}

function withoutMention(state: InfoState, message: Sequence): InfoState {
  if (!state.mentions.has(message)) {
    return state;
  }
  // An older one that had no place may take it.
  const uncertain = state.uncertain || state.mentions.size >= UNREAD_MAX;
  return { ...state, mentions: without(state.mentions, message), uncertain };
}

function deleted(state: InfoState, message: Sequence): InfoState {
  const last = state.info.lastMessage;
  const lastMessage = last?.sequence === message ? { ...last, text: "", deleted: true } : last;
  const next = withoutMention({ ...state, info: { ...state.info, lastMessage } }, message);
  if (state.since.has(message)) {
    return { ...next, since: without(state.since, message) };
  }
  // Unread and not one's own, since one's own are read; a message is deleted only once, so it was counted until now.
  if (message > state.info.readSequence && message <= state.countedUntil && state.countedUnread > 0) {
    return state.countedUnread < UNREAD_MAX
      ? { ...next, countedUnread: state.countedUnread - 1 }
      : { ...next, doubtful: true };
  }
  return next;
}

function withUnread(state: InfoState): InfoState {
  const unread = state.info.role === undefined ? 0 : Math.min(UNREAD_MAX, state.countedUnread + state.since.size);
  const unreadMentions = Math.min(unread, state.mentions.size);
  const uncertain = state.uncertain || (state.doubtful && state.since.size < UNREAD_MAX);
  return { ...state, uncertain, info: { ...state.info, unread, unreadMentions } };
}
