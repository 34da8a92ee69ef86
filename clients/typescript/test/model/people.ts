import type { Person, UserId } from "../../src/protocol.js";

export function person(id: UserId): Person {
  return { id, name: `name of ${id}` };
}

/** Whose token it is. */
export function userOf(token: string): UserId {
  return token.split(".")[0] ?? "";
}
