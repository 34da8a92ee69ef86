import type { CommandWithoutId, Room } from "./api.js";
import type { Accepted, Role, RoomId, Sequence, UserId } from "./protocol.js";

/** The commands of a room that nothing is remembered of: each is sent, and settles with its answer. */
export abstract class RoomCommands implements Pick<
  Room,
  | "edit"
  | "delete"
  | "react"
  | "unreact"
  | "update"
  | "join"
  | "leave"
  | "addMember"
  | "removeMember"
  | "setRole"
  | "ban"
  | "unban"
> {
  readonly id: RoomId;
  readonly #submit: (command: CommandWithoutId) => Promise<Accepted>;

  constructor(id: RoomId, submit: (command: CommandWithoutId) => Promise<Accepted>) {
    this.id = id;
    this.#submit = submit;
  }

  edit(message: Sequence, text: string): Promise<Accepted> {
    return this.#submit({ type: "edit", room: this.id, sequence: message, text });
  }

  delete(message: Sequence): Promise<Accepted> {
    return this.#submit({ type: "delete", room: this.id, sequence: message });
  }

  react(message: Sequence, emoji: string): Promise<Accepted> {
    return this.#submit({ type: "react", room: this.id, sequence: message, emoji });
  }

  unreact(message: Sequence, emoji: string): Promise<Accepted> {
    return this.#submit({ type: "unreact", room: this.id, sequence: message, emoji });
  }

  update(change: { readonly name?: string; readonly topic?: string }): Promise<Accepted> {
    return this.#submit({ type: "updateRoom", room: this.id, name: change.name, topic: change.topic });
  }

  join(): Promise<Accepted> {
    return this.#submit({ type: "join", room: this.id });
  }

  leave(): Promise<Accepted> {
    return this.#submit({ type: "leave", room: this.id });
  }

  addMember(user: UserId): Promise<Accepted> {
    return this.#submit({ type: "addMember", room: this.id, user });
  }

  removeMember(user: UserId): Promise<Accepted> {
    return this.#submit({ type: "removeMember", room: this.id, user });
  }

  setRole(user: UserId, role: Role): Promise<Accepted> {
    return this.#submit({ type: "setRole", room: this.id, user, role });
  }

  ban(user: UserId, reason?: string): Promise<Accepted> {
    return this.#submit({ type: "ban", room: this.id, user, reason });
  }

  unban(user: UserId): Promise<Accepted> {
    return this.#submit({ type: "unban", room: this.id, user });
  }
}
