import type { RoomInfo } from "./api.js";
import type { LastMessage, RoomEvent, RoomSummary, Sequence, UserId } from "./protocol.js";

/** From here on history does not count any further. */
const UNREAD_MAX = 100;

/**
 * A room's info with what is needed to amend it. Unread messages are of two sorts: those that history counted, of which only
 * the number is known, and those that came since, which are known one by one.
 */
export interface InfoState {
  readonly info: RoomInfo;
  /** Everything up to here is in `countedUnread`. */
  readonly countedUntil: Sequence;
  readonly countedUnread: number;
  readonly since: ReadonlyMap<Sequence, { readonly mentionsMe: boolean }>;
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
    since: new Map(),
    // What was read here and not there cannot be taken off the number.
    uncertain: counted > 0 && readSequence > known,
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
  const since = new Map([...state.since].filter(([posted]) => posted > sequence));
  const countedToo = sequence >= state.countedUntil;
  return {
    ...state,
    info: { ...state.info, readSequence: sequence },
    since,
    countedUnread: countedToo ? 0 : state.countedUnread,
    uncertain: state.uncertain || (!countedToo && state.countedUnread > 0),
  };
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
      return last?.sequence === event.message && !last.deleted
        ? { ...state, info: { ...info, lastMessage: { ...last, text: event.text } } }
        : state;
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
  const since = new Map(state.since).set(event.sequence, { mentionsMe: event.mentions?.includes(me) ?? false });
  return { ...next, since };
}

function deleted(state: InfoState, message: Sequence): InfoState {
  const last = state.info.lastMessage;
  const lastMessage = last?.sequence === message ? { ...last, text: "", deleted: true } : last;
  const next: InfoState = { ...state, info: { ...state.info, lastMessage } };
  if (state.since.has(message)) {
    const since = new Map(state.since);
    since.delete(message);
    return { ...next, since };
  }
  // Unread and not one's own, since one's own are read; a message is deleted only once, so it was counted until now.
  if (message > state.info.readSequence && message <= state.countedUntil && state.countedUnread > 0) {
    return state.countedUnread < UNREAD_MAX
      ? { ...next, countedUnread: state.countedUnread - 1 }
      : { ...next, uncertain: true };
  }
  return next;
}

function withUnread(state: InfoState): InfoState {
  const unread = state.info.role === undefined ? 0 : Math.min(UNREAD_MAX, state.countedUnread + state.since.size);
  let unreadMentions = 0;
  for (const message of state.since.values()) {
    unreadMentions += message.mentionsMe ? 1 : 0;
  }
  return { ...state, info: { ...state.info, unread, unreadMentions } };
}
