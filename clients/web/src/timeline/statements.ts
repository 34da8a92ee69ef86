import type { Person, Role, RoomChange, Sequence, UserId } from "@parley/client";

/** Something that happened to the room, or the same to several people at once. */
export interface Statement {
  readonly kind:
    | "created"
    | "renamed"
    | "topic"
    | "topicGone"
    | "joined"
    | "added"
    | "left"
    | "removed"
    | "banned"
    | "unbanned"
    | "role";
  readonly by: Person;
  /** Whom it happened to; nobody where it concerns the room. */
  readonly people: readonly Person[];
  /** The new name or topic. */
  readonly words?: string;
  readonly role?: Role;
  /** The last event that it tells of. */
  readonly sequence: Sequence;
}

/** What a row of changes says: one statement for all to whom the same happened, one after the other. */
export function statementsOf(changes: readonly RoomChange[]): Statement[] {
  const statements: Statement[] = [];
  let maker: UserId | undefined;
  for (const change of changes) {
    if (change.type === "room.created") maker = change.by.id;
    // Whoever makes a room is in it.
    if (change.type === "member.joined" && change.user.id === maker && change.by.id === maker) continue;
    for (const statement of tell(change)) {
      const last = statements.at(-1);
      if (last !== undefined && together(last, statement)) {
        statements[statements.length - 1] = {
          ...statement,
          people: [...last.people, ...statement.people.filter(({ id }) => last.people.every((one) => one.id !== id))],
        };
      } else {
        statements.push(statement);
      }
    }
  }
  return statements;
}

function tell(change: RoomChange): Statement[] {
  const { by, sequence } = change;
  switch (change.type) {
    case "room.created":
      return [{ kind: "created", by, people: [], sequence }];
    case "room.updated": {
      const told: Statement[] = [];
      if (change.name !== undefined) told.push({ kind: "renamed", by, people: [], words: change.name, sequence });
      if (change.topic === "") told.push({ kind: "topicGone", by, people: [], sequence });
      if (change.topic) told.push({ kind: "topic", by, people: [], words: change.topic, sequence });
      return told;
    }
    case "member.joined":
      return [{ kind: change.user.id === by.id ? "joined" : "added", by, people: [change.user], sequence }];
    case "member.left":
      return [{ kind: "left", by, people: [change.user], sequence }];
    case "member.removed":
      return [{ kind: "removed", by, people: [change.user], sequence }];
    case "member.banned":
      return [{ kind: "banned", by, people: [change.user], sequence }];
    case "member.unbanned":
      return [{ kind: "unbanned", by, people: [change.user], sequence }];
    case "member.roleChanged":
      return [{ kind: "role", by, people: [change.user], role: change.role, sequence }];
    default:
      // A newer server may tell of more.
      return [];
  }
}

function together(one: Statement, other: Statement): boolean {
  if (one.kind !== other.kind || one.people.length === 0) return false;
  const ownDeed = one.kind === "joined" || one.kind === "left";
  return ownDeed || (one.by.id === other.by.id && one.role === other.role);
}

/** Those whose ban is the last that is told of them. */
export function bannedOf(changes: readonly RoomChange[]): ReadonlySet<UserId> {
  const banned = new Set<UserId>();
  for (const change of changes) {
    if (change.type === "member.banned") banned.add(change.user.id);
    if (change.type === "member.unbanned" || change.type === "member.joined") banned.delete(change.user.id);
  }
  return banned;
}
