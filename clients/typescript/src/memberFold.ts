import type { Member, RoomEvent, Sequence, UserId } from "./protocol.js";

/** Orders as `localeCompare` does, which has to find one for each comparison. */
const NAMES = new Intl.Collator();

/** A room's members. Somebody reads all the time, and comes or goes seldom: only the latter sorts. */
export interface Members {
  /** For people to read: by name, and by id where names are the same. */
  readonly sorted: readonly Member[];
  /** Where in `sorted` each stands. */
  readonly places: ReadonlyMap<UserId, number>;
}

/** What became of those to whom something happened; undefined if they are no members any more. */
type Changes = ReadonlyMap<UserId, Member | undefined>;

export function membersOf(all: Iterable<Member>): Members {
  const sorted = [...all].sort((a, b) => NAMES.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  return { sorted, places: new Map(sorted.map((member, place) => [member.id, place])) };
}

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
  const changes = new Map<UserId, Member | undefined>();
  const now = (user: UserId) => (changes.has(user) ? changes.get(user) : memberOf(members, user));
  for (const event of events) {
    switch (event.type) {
      case "member.joined": {
        const { id, name } = event.user;
        if (!isReckoned(asOf, id, event)) {
          changes.set(id, {
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
        if (now(event.user.id) && !isReckoned(asOf, event.user.id, event)) {
          changes.set(event.user.id, undefined);
        }
        break;
      case "member.roleChanged": {
        const member = now(event.user.id);
        if (member && !isReckoned(asOf, event.user.id, event)) {
          changes.set(member.id, { ...member, role: event.role });
        }
        break;
      }
      case "message.posted": {
        const member = now(event.by.id);
        if (member && member.readSequence < event.sequence) {
          changes.set(member.id, { ...member, readSequence: event.sequence });
        }
        break;
      }
      default:
        break;
    }
  }
  return changed(members, changes);
}

/** After somebody has read up to here. */
export function membersRead(members: Members, user: UserId, sequence: Sequence): Members {
  const member = memberOf(members, user);
  return member && member.readSequence < sequence
    ? changed(members, new Map([[user, { ...member, readSequence: sequence }]]))
    : members;
}

function memberOf({ sorted, places }: Members, user: UserId): Member | undefined {
  const place = places.get(user);
  return place === undefined ? undefined : sorted[place];
}

function changed(members: Members, changes: Changes): Members {
  if (changes.size === 0) {
    return members;
  }
  return inPlace(members, changes) ?? membersOf(anew(members, changes));
}

/** Where all keep their places; undefined if somebody does not. */
function inPlace(members: Members, changes: Changes): Members | undefined {
  const sorted = [...members.sorted];
  for (const [user, member] of changes) {
    const place = members.places.get(user);
    if (place === undefined || !member || member.name !== sorted[place]?.name) {
      return undefined;
    }
    sorted[place] = member;
  }
  return { sorted, places: members.places };
}

function* anew({ sorted, places }: Members, changes: Changes): Iterable<Member> {
  for (const member of sorted) {
    const now = changes.has(member.id) ? changes.get(member.id) : member;
    if (now) {
      yield now;
    }
  }
  for (const [user, member] of changes) {
    if (member && !places.has(user)) {
      yield member;
    }
  }
}

function isReckoned(asOf: ReadonlyMap<UserId, Sequence> | undefined, user: UserId, event: RoomEvent): boolean {
  return event.sequence <= (asOf?.get(user) ?? 0);
}
