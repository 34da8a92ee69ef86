import type { Member, RoomEvent, Sequence, UserId } from "./protocol.js";

/** Members by id. */
export type Members = ReadonlyMap<UserId, Member>;

/**
 * Members after these events.
 *
 * @param asOf for each member, the head that the page it was read with is at least as new as: pages of one list are read at
 *   different times
 */
export function membersAfter(
  members: Members,
  events: readonly RoomEvent[],
  asOf?: ReadonlyMap<UserId, Sequence>,
): Members {
  let next: Map<UserId, Member> | undefined;
  const change = () => {
    next ??= new Map(members);
    return next;
  };
  for (const event of events) {
    const now = next ?? members;
    switch (event.type) {
      case "member.joined": {
        const { id, name } = event.user;
        if (!isReckoned(asOf, id, event)) {
          change().set(id, {
            id,
            name,
            role: event.role,
            joinedSequence: event.sequence,
            readSequence: event.sequence,
          });
        }
        break;
      }
      case "member.left":
      case "member.removed":
      case "member.banned":
        if (now.has(event.user.id) && !isReckoned(asOf, event.user.id, event)) {
          change().delete(event.user.id);
        }
        break;
      case "member.roleChanged": {
        const member = now.get(event.user.id);
        if (member && !isReckoned(asOf, event.user.id, event)) {
          change().set(member.id, { ...member, role: event.role });
        }
        break;
      }
      case "message.posted": {
        const member = now.get(event.by.id);
        if (member && member.readSequence < event.sequence) {
          change().set(member.id, { ...member, readSequence: event.sequence });
        }
        break;
      }
      default:
        break;
    }
  }
  return next ?? members;
}

/** After somebody has read up to here. */
export function membersRead(members: Members, user: UserId, sequence: Sequence): Members {
  const member = members.get(user);
  return member && member.readSequence < sequence
    ? new Map(members).set(user, { ...member, readSequence: sequence })
    : members;
}

/** For people to read: by name, and by id where names are the same. */
export function sortedMembers(members: Members): readonly Member[] {
  return [...members.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

function isReckoned(asOf: ReadonlyMap<UserId, Sequence> | undefined, user: UserId, event: RoomEvent): boolean {
  return event.sequence <= (asOf?.get(user) ?? 0);
}
