import type {
  Accepted,
  ClientFrame,
  Command,
  Epoch,
  Limits,
  Listening,
  Message,
  Person,
  RejectionCode,
  Role,
  RoomEvent,
  RoomId,
  RoomSummary,
  Sequence,
  ServerFrame,
  UserId,
} from "../../src/protocol.js";

export const LIMITS: Limits = {
  frameBytes: 65_536,
  textCodePoints: 8_000,
  nameCodePoints: 80,
  emojiBytes: 32,
  subscribeRooms: 1_000,
  userConnections: 50,
  commandsPerSecond: 20,
  commandBurst: 40,
  resumeEvents: 200,
  outboundBytes: 1_048_576,
};

/** How the world misbehaves; each a probability, or a bound in milliseconds. */
export interface Weather {
  readonly delayMillis: number;
  /** A frame from the gateway is lost although the connection goes on, which TCP does not do and a bug might. */
  readonly loseEvents: number;
  readonly repeatEvents: number;
  /** A connection ends after any frame, either way. */
  readonly hangUp: number;
  readonly refuseToOpen: number;
  readonly unavailable: number;
  readonly rateLimited: number;
  readonly historyFails: number;
}

export const CALM: Weather = {
  delayMillis: 5,
  loseEvents: 0,
  repeatEvents: 0,
  hangUp: 0,
  refuseToOpen: 0,
  unavailable: 0,
  rateLimited: 0,
  historyFails: 0,
};

export const STORM: Weather = {
  delayMillis: 400,
  loseEvents: 0.05,
  repeatEvents: 0.1,
  hangUp: 0.02,
  refuseToOpen: 0.3,
  unavailable: 0.1,
  rateLimited: 0.03,
  historyFails: 0.2,
};

interface Member {
  role: Role;
  joined: Sequence;
  read: Sequence;
}

/** What a command writes: an event without what every event has. */
type Change = RoomEvent extends infer E
  ? E extends RoomEvent
    ? Omit<E, "sequence" | "at" | "by" | "command">
    : never
  : never;

/** One room's log, and what follows from it. */
export class ModelRoom {
  readonly id: RoomId;
  epoch: Epoch;
  log: RoomEvent[] = [];
  members = new Map<UserId, Member>();

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

  summary(viewer: UserId): RoomSummary {
    const messages = this.messages(viewer);
    const last = messages.at(-1);
    const member = this.members.get(viewer);
    const created = this.log[0] as RoomEvent;
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
            unread: messages.filter(
              (message) => message.sequence > member.read && message.by.id !== viewer && !message.deleted,
            ).length,
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
        if (room.members.has(socket.user) && !socket.listens.has(room.id)) {
          socket.listens.add(room.id);
          socket.say(this.#subscribed(room, socket.user));
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
          mentions: [],
          ...(command.replyTo === undefined ? {} : { replyTo: command.replyTo }),
        };
      case "edit":
        return message && !message.deleted
          ? { type: "message.edited", message: command.sequence, text: command.text, mentions: [] }
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
        const member = room.members.get(user) as Member;
        if (command.sequence > room.head) {
          return "invalid";
        }
        member.read = Math.max(member.read, command.sequence);
        return undefined;
      }
      case "leave":
        return { type: "member.left", user: person(user) };
      default:
        return "forbidden";
    }
  }

  // History.

  /** What history-service answers, after a while; the head is read before everything else, as it is there. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    const signal = init?.signal;
    const user = userOf(String(new Headers(init?.headers).get("Authorization")).replace("Bearer ", ""));
    await pause(this.delay(), signal);
    if (this.chance(this.weather.historyFails)) {
      if (this.chance(0.5)) {
        throw new TypeError("fetch failed");
      }
      return json({ code: "unavailable", detail: "not now" }, 503);
    }
    const [, , kind, roomId, list] = url.pathname.split("/");
    if (kind !== "rooms") {
      return json({ code: "notFound" }, 404);
    }
    if (!roomId) {
      const mine = [...this.rooms.values()].filter((room) => room.members.has(user));
      return json({ rooms: mine.map((room) => room.summary(user)) });
    }
    const room = this.rooms.get(roomId);
    if (!room) {
      return json({ code: "notFound" }, 404);
    }
    const { epoch, head } = room;
    if (!list) {
      return json(room.summary(user));
    }
    await pause(this.delay(), signal);
    if (list === "members") {
      const members = [...room.members].map(([id, member]) => ({
        ...person(id),
        role: member.role,
        joinedSequence: member.joined,
        readSequence: member.read,
      }));
      return json({ room: room.id, epoch, sequence: head, members });
    }
    return this.#messages(room, user, url, epoch, head);
  };

  #messages(room: ModelRoom, user: UserId, url: URL, epoch: Epoch, head: Sequence): Response {
    const all = room.messages(user);
    const number = (name: string) => (url.searchParams.has(name) ? Number(url.searchParams.get(name)) : undefined);
    const limit = number("limit") ?? 50;
    const before = number("before") ?? number("around") ?? Number.POSITIVE_INFINITY;
    const after = number("after");
    let from: number;
    let to: number;
    if (after !== undefined) {
      from = all.findIndex((message) => message.sequence > after);
      from = from < 0 ? all.length : from;
      to = Math.min(all.length, from + limit);
    } else {
      const place = all.findIndex((message) => message.sequence >= before);
      const end = place < 0 ? all.length : place;
      from = Math.max(0, end - (url.searchParams.has("around") ? limit >> 1 : limit));
      to = url.searchParams.has("around") ? Math.min(all.length, from + limit) : end;
    }
    const messages = all.slice(from, to);
    const links: string[] = [];
    const link = (relation: string, place: string, at: Sequence) =>
      links.push(`<${url.pathname}?limit=${limit}&${place}=${at}>; rel="${relation}"`);
    if (messages.length > 0 && from > 0) {
      link(after === undefined ? "next" : "prev", "before", (messages[0] as Message).sequence);
    }
    if (messages.length > 0 && to < all.length) {
      link(after === undefined ? "prev" : "next", "after", (messages.at(-1) as Message).sequence);
    }
    return json({ room: room.id, epoch, sequence: head, messages }, 200, links.join(", "));
  }
}

/** A WebSocket into the model: frames arrive in order, each after a while, and none after its end. */
export class ModelSocket {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly user: UserId;
  readonly url: string;
  readonly protocols: string[];
  readonly listens = new Set<RoomId>();
  mine = false;
  readonly #server: ModelParley;
  #over = false;
  #toClient = 0;
  #toServer = 0;

  constructor(server: ModelParley, url: string, protocols: string[]) {
    this.#server = server;
    this.url = url;
    this.protocols = protocols;
    const token = decodeURIComponent(protocols[1] ?? "").split("Bearer ")[1] ?? "";
    this.user = userOf(token);
    if (server.chance(server.weather.refuseToOpen)) {
      setTimeout(() => this.#end(1006), server.delay());
      return;
    }
    setTimeout(() => {
      if (this.#over) {
        return;
      }
      server.connections.add(this);
      this.say({
        type: "welcome",
        connection: `connection of ${this.user}`,
        user: person(this.user),
        expires: server.expires(),
        heartbeat: server.heartbeatSeconds,
        limits: LIMITS,
      });
    }, server.delay());
  }

  send(text: string): void {
    this.#toServer = Math.max(this.#toServer, Date.now() + this.#server.delay());
    setTimeout(() => {
      if (!this.#over) {
        this.#server.took(this, JSON.parse(text) as ClientFrame);
        this.#perhapsEnd();
      }
    }, this.#toServer - Date.now());
  }

  close(): void {
    this.#over = true;
    this.#server.connections.delete(this);
  }

  /** Raw text, for what is no frame. */
  sayText(text: string): void {
    this.#toClient = Math.max(this.#toClient, Date.now() + this.#server.delay());
    setTimeout(() => {
      if (!this.#over) {
        this.onmessage?.({ data: text });
        this.#perhapsEnd();
      }
    }, this.#toClient - Date.now());
  }

  say(frame: ServerFrame): void {
    const { weather } = this.#server;
    if (this.#server.mute || (frame.type === "events" && this.#server.chance(weather.loseEvents))) {
      return;
    }
    this.sayText(JSON.stringify(frame));
    if (frame.type === "events" && this.#server.chance(weather.repeatEvents)) {
      this.sayText(JSON.stringify(frame));
    }
  }

  hangUp(code: number): void {
    this.#server.connections.delete(this);
    setTimeout(() => this.#end(code), this.#server.delay());
  }

  #perhapsEnd(): void {
    if (this.#server.chance(this.#server.weather.hangUp)) {
      this.#end(
        [1006, 1012, 4008, 4011, 4013][Math.floor(this.#server.chance(0.5) ? 0 : 1 + (Date.now() % 4))] as number,
      );
    }
  }

  #end(code: number): void {
    if (!this.#over) {
      this.#over = true;
      this.#server.connections.delete(this);
      this.onclose?.({ code });
    }
  }
}

export function person(id: UserId): Person {
  return { id, name: `name of ${id}` };
}

function userOf(token: string): UserId {
  return token.split(".")[0] ?? "";
}

function endsFor(event: RoomEvent): event is RoomEvent & { user: Person } {
  return event.type === "member.left" || event.type === "member.removed" || event.type === "member.banned";
}

function json(body: unknown, status = 200, link?: string): Response {
  return new Response(JSON.stringify(body), { status, headers: link ? { Link: link } : {} });
}

function pause(millis: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => (signal?.aborted ? reject(signal.reason) : resolve()), millis);
  });
}
