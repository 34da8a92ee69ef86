import type {
  Accepted,
  ClientFrame,
  Command,
  Listening,
  Person,
  RejectionCode,
  RoomEvent,
  RoomId,
  Sequence,
  ServerFrame,
  UserId,
} from "../../src/protocol.js";
import { ModelHistory } from "./history.js";
import { LIMITS } from "./limits.js";
import { person } from "./people.js";
import { type Change, type ModelMember, ModelRoom } from "./room.js";
import { ModelSocket } from "./socket.js";
import { CALM, type Weather } from "./weather.js";

/**
 * Parley as docs/protocol.md tells it, in memory and in one thread: gateways, message-service and history-service in one.
 * Frames and requests take random times; the weather says what goes wrong.
 */
export class ModelParley {
  readonly rooms = new Map<RoomId, ModelRoom>();
  readonly connections = new Set<ModelSocket>();
  weather: Weather = CALM;
  tokensAsked = 0;
  renewals = 0;
  tokenLifeMillis = 300_000;
  heartbeatSeconds = 25;
  /** Takes frames and says nothing any more. */
  mute = false;
  readonly received: ClientFrame[] = [];
  readonly #random: () => number;
  readonly #accepted = new Map<string, Accepted>();
  #rooms = 0;
  #epochs = 0;

  readonly fetch = new ModelHistory(this).fetch;

  constructor(random: () => number) {
    this.#random = random;
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  delay(): number {
    return Math.floor(this.#random() * this.weather.delayMillis);
  }

  /** The constructor that a client of this user is given. */
  socketFor(): new (url: string, protocols: string[]) => ModelSocket {
    const server = this;
    return class extends ModelSocket {
      constructor(url: string, protocols: string[]) {
        super(server, url, protocols);
      }
    };
  }

  tokenFor(user: UserId): (need: { readonly renew: boolean }) => Promise<string> {
    return async ({ renew }) => {
      this.tokensAsked++;
      this.renewals += renew ? 1 : 0;
      return `${user}.${this.tokensAsked}`;
    };
  }

  createRoom(members: readonly UserId[]): ModelRoom {
    const room = new ModelRoom(`room-${++this.#rooms}`, `epoch-${++this.#epochs}`);
    this.rooms.set(room.id, room);
    const [owner] = members as [UserId];
    this.write(room, owner, `create-${room.id}`, { type: "room.created", name: `Room ${room.id}`, kind: "public" });
    for (const user of members) {
      const role = user === owner ? "owner" : "member";
      this.write(room, owner, `create-${room.id}`, { type: "member.joined", user: person(user), role });
    }
    return room;
  }

  /** The room's log as it was at some time: what came after never happened. */
  restore(room: ModelRoom, head: Sequence): void {
    room.log = room.log.slice(0, head);
    room.epoch = `epoch-${++this.#epochs}`;
    for (const [key, accepted] of this.#accepted) {
      if (accepted.room === room.id && (accepted.sequence ?? 0) > head) {
        this.#accepted.delete(key);
      }
    }
    for (const member of room.members.values()) {
      member.read = Math.min(member.read, head);
    }
    for (const socket of [...this.connections]) {
      if (socket.listens.has(room.id)) {
        socket.hangUp(4013);
      }
    }
  }

  write(room: ModelRoom, by: UserId, command: string, change: Change): RoomEvent {
    const event = {
      sequence: room.head + 1,
      at: new Date().toISOString(),
      by: person(by),
      command,
      ...change,
    } as RoomEvent;
    room.log.push(event);
    if (event.type === "member.joined") {
      room.members.set(event.user.id, { role: event.role, joined: event.sequence, read: event.sequence });
    }
    for (const socket of this.connections) {
      if (
        event.type === "member.joined" &&
        event.user.id === socket.user &&
        socket.mine &&
        !socket.listens.has(room.id)
      ) {
        socket.listens.add(room.id);
        socket.say({ ...this.#subscribed(room, socket.user), sequence: event.sequence - 1 });
      }
      if (socket.listens.has(room.id)) {
        socket.say({ type: "events", room: room.id, epoch: room.epoch, events: [event] });
      }
    }
    if (endsFor(event)) {
      room.members.delete(event.user.id);
      for (const socket of this.connections) {
        if (socket.user === event.user.id) {
          socket.listens.delete(room.id);
        }
      }
    }
    return event;
  }

  #subscribed(room: ModelRoom, user: UserId): ServerFrame & { type: "subscribed" } {
    const role = room.members.get(user)?.role;
    return {
      type: "subscribed",
      room: room.id,
      epoch: room.epoch,
      sequence: room.head,
      ...(role ? { role } : {}),
      online: [],
    };
  }

  // What clients send.

  took(socket: ModelSocket, frame: ClientFrame): void {
    this.received.push(frame);
    if (this.mute) {
      return;
    }
    switch (frame.type) {
      case "ping":
        socket.say({ type: "pong" });
        break;
      case "pong":
      case "typing":
        break;
      case "authenticate":
        socket.say({ type: "accepted", id: frame.id, expires: this.expires() });
        break;
      case "subscribe":
        this.#subscribe(socket, frame);
        break;
      case "unsubscribe":
        for (const room of frame.rooms) {
          socket.listens.delete(room);
        }
        socket.say({ type: "accepted", id: frame.id });
        break;
      default:
        this.#command(socket, frame);
    }
  }

  expires(): string {
    return new Date(Date.now() + this.tokenLifeMillis).toISOString();
  }

  #subscribe(socket: ModelSocket, frame: ClientFrame & { type: "subscribe" }): void {
    if (this.chance(this.weather.unavailable)) {
      socket.say({ type: "rejected", id: frame.id, code: "unavailable", message: "not now" });
      return;
    }
    if (frame.rooms === "mine") {
      socket.mine = true;
      for (const room of this.rooms.values()) {
        const lacks = room.members.has(socket.user) && !socket.listens.has(room.id);
        if (lacks && !this.chance(this.weather.mineMisses)) {
          if (this.chance(this.weather.roomUnavailable)) {
            socket.say({ type: "rejected", id: frame.id, code: "unavailable", message: "not now", room: room.id });
          } else {
            socket.listens.add(room.id);
            socket.say(this.#subscribed(room, socket.user));
          }
        }
      }
    } else {
      for (const wish of frame.rooms) {
        this.#listen(socket, frame.id, wish);
      }
    }
    socket.say({ type: "accepted", id: frame.id });
  }

  #listen(socket: ModelSocket, id: string, wish: Listening): void {
    const room = this.rooms.get(wish.room);
    if (!room) {
      socket.say({ type: "rejected", id, code: "notFound", message: "there is no such room", room: wish.room });
      return;
    }
    if (this.chance(this.weather.roomUnavailable)) {
      socket.listens.delete(room.id);
      socket.say({ type: "rejected", id, code: "unavailable", message: "not now", room: room.id });
      return;
    }
    socket.listens.add(room.id);
    socket.say(this.#subscribed(room, socket.user));
    if (wish.after === undefined) {
      return;
    }
    const reason =
      wish.epoch !== undefined && wish.epoch !== room.epoch
        ? "epochChanged"
        : wish.after > room.head
          ? "beyondHead"
          : room.head - wish.after > LIMITS.resumeEvents
            ? "tooFarBehind"
            : undefined;
    if (reason) {
      socket.say({ type: "reset", room: room.id, epoch: room.epoch, sequence: room.head, reason });
      return;
    }
    for (let from = wish.after; from < room.head; from += 7) {
      const events = room.log.slice(from, from + 7);
      socket.say({ type: "events", room: room.id, epoch: room.epoch, events });
    }
    socket.say({ type: "caughtUp", room: room.id, sequence: room.head });
  }

  #command(socket: ModelSocket, command: Command): void {
    const refuse = (code: RejectionCode, retryAfter?: number) =>
      socket.say({
        type: "rejected",
        id: command.id,
        code,
        message: code,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    if (this.chance(this.weather.rateLimited)) {
      refuse("rateLimited", 1);
      return;
    }
    if (this.chance(this.weather.unavailable)) {
      refuse("unavailable");
      return;
    }
    const key = `${socket.user} ${command.id}`;
    const before = this.#accepted.get(key);
    if (before) {
      socket.say(before);
      return;
    }
    const answer = this.#carryOut(socket.user, command);
    if (typeof answer === "string") {
      refuse(answer);
    } else {
      this.#accepted.set(key, answer);
      socket.say(answer);
    }
  }

  #carryOut(user: UserId, command: Command): Accepted | RejectionCode {
    const accepted = (room: ModelRoom, sequence = room.head): Accepted => ({
      type: "accepted",
      id: command.id,
      room: room.id,
      epoch: room.epoch,
      sequence,
    });
    if (command.type === "createRoom") {
      return accepted(this.createRoom([user, ...(command.members ?? [])]));
    }
    if (command.type === "openDirect") {
      return "notFound";
    }
    const room = this.rooms.get(command.room);
    if (!room) {
      return "notFound";
    }
    const member = room.members.get(user);
    if (command.type === "join") {
      if (member) {
        return "conflict";
      }
      this.write(room, user, command.id, { type: "member.joined", user: person(user), role: "member" });
      return accepted(room);
    }
    if (!member) {
      return "forbidden";
    }
    const change = this.#change(room, user, command);
    if (typeof change === "string") {
      return change;
    }
    if (change) {
      this.write(room, user, command.id, change);
      if (change.type === "message.posted") {
        member.read = room.head;
      }
    }
    return accepted(room);
  }

  #change(room: ModelRoom, user: UserId, command: Command): Change | RejectionCode | undefined {
    const message =
      "sequence" in command ? room.messages(user).find((one) => one.sequence === command.sequence) : undefined;
    switch (command.type) {
      case "post":
        return {
          type: "message.posted",
          text: command.text,
          mentions: mentioned(room, command.text),
          ...(command.replyTo === undefined ? {} : { replyTo: command.replyTo }),
        };
      case "edit":
        return message && !message.deleted
          ? {
              type: "message.edited",
              message: command.sequence,
              text: command.text,
              mentions: mentioned(room, command.text),
            }
          : "conflict";
      case "delete":
        return message && !message.deleted ? { type: "message.deleted", message: command.sequence } : "conflict";
      case "react":
      case "unreact": {
        const mine = message?.reactions.find((one) => one.emoji === command.emoji)?.mine ?? false;
        if (!message || message.deleted || mine === (command.type === "react")) {
          return "conflict";
        }
        const type = command.type === "react" ? "reaction.added" : "reaction.removed";
        return { type, message: command.sequence, emoji: command.emoji };
      }
      case "read": {
        const member = room.members.get(user) as ModelMember;
        if (command.sequence > room.head) {
          return "invalid";
        }
        member.read = Math.max(member.read, command.sequence);
        return undefined;
      }
      case "leave":
        return { type: "member.left", user: person(user) };
      case "updateRoom":
        return { type: "room.updated", topic: command.topic ?? "" };
      case "setRole": {
        const member = room.members.get(command.user);
        if (!member || member.role === command.role) {
          return "conflict";
        }
        member.role = command.role;
        return { type: "member.roleChanged", user: person(command.user), role: command.role };
      }
      default:
        return "forbidden";
    }
  }
}

function endsFor(event: RoomEvent): event is RoomEvent & { user: Person } {
  return event.type === "member.left" || event.type === "member.removed" || event.type === "member.banned";
}

function mentioned(room: ModelRoom, text: string): UserId[] {
  return [...room.members.keys()].filter((user) => text.includes(`@${user}`));
}
