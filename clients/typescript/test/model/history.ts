import type { Epoch, Message, RoomId, Sequence, UserId } from "../../src/protocol.js";
import { person, userOf } from "./people.js";
import type { ModelRoom } from "./room.js";
import type { Weather } from "./weather.js";

/** The world that history looks at. */
export interface World {
  readonly rooms: ReadonlyMap<RoomId, ModelRoom>;
  readonly weather: Weather;
  chance(probability: number): boolean;
  delay(): number;
}

/** history-service as docs/protocol.md tells it. */
export class ModelHistory {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** What history-service answers, after a while; the head is read before everything else, as it is there. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    const signal = init?.signal;
    const user = userOf(String(new Headers(init?.headers).get("Authorization")).replace("Bearer ", ""));
    await pause(this.#world.delay(), signal);
    if (this.#world.chance(this.#world.weather.historyFails)) {
      if (this.#world.chance(0.5)) {
        throw new TypeError("fetch failed");
      }
      return json({ code: "unavailable", detail: "not now" }, 503);
    }
    const [, , kind, roomId, list] = url.pathname.split("/");
    if (kind !== "rooms") {
      return json({ code: "notFound" }, 404);
    }
    if (!roomId) {
      const mine = [...this.#world.rooms.values()].filter((room) => room.members.has(user));
      return json({ rooms: mine.map((room) => room.summary(user)) });
    }
    const room = this.#world.rooms.get(roomId);
    if (!room) {
      return json({ code: "notFound" }, 404);
    }
    const { epoch, head } = room;
    if (!list) {
      return json(room.summary(user));
    }
    await pause(this.#world.delay(), signal);
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
      links.push(
        `<${url.pathname}?limit=${limit}&changes=${url.searchParams.has("changes")}&${place}=${at}>; rel="${relation}"`,
      );
    if (messages.length > 0 && from > 0) {
      link(after === undefined ? "next" : "prev", "before", (messages[0] as Message).sequence);
    }
    if (messages.length > 0 && to < all.length) {
      link(after === undefined ? "prev" : "next", "after", (messages.at(-1) as Message).sequence);
    }
    const changes =
      url.searchParams.get("changes") === "true"
        ? { changes: room.changes(...spanOf(messages, from > 0, to < all.length, number("before"), after)) }
        : {};
    return json({ room: room.id, epoch, sequence: head, messages, ...changes }, 200, links.join(", "));
  }
}

/** The places between which a page tells what happened to the room. */
function spanOf(
  messages: readonly Message[],
  earlier: boolean,
  later: boolean,
  before: Sequence | undefined,
  after: Sequence | undefined,
): [Sequence, Sequence] {
  return [
    after ?? (earlier ? (messages[0]?.sequence ?? 0) : 0),
    before ?? (later ? (messages.at(-1)?.sequence ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY),
  ];
}

function json(body: unknown, status = 200, link?: string): Response {
  return new Response(JSON.stringify(body), { status, headers: link ? { Link: link } : {} });
}

function pause(millis: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => (signal?.aborted ? reject(signal.reason) : resolve()), millis);
  });
}
