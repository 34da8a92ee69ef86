import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParleyClient, Room, RoomEvent, StoredPost, Timeline } from "../src/index.js";
import { createClient } from "../src/index.js";
import { seeded } from "./model/random.js";
import type { ModelRoom } from "./model/room.js";
import { ModelParley } from "./model/server.js";
import { CALM, STORM, UNSETTLED } from "./model/weather.js";

const USERS = ["alice", "bob", "carol"];
const SEEDS = Number(process.env.PARLEY_SEEDS ?? 30);
const FIRST_SEED = process.env.PARLEY_SEED ? Number(process.env.PARLEY_SEED) : Date.now() % 1_000_000;
const WORDS = ["so", "it", "goes", "on", "and"];
const EMOJI = ["👍", "🎉", "🙃"];

/** What one user's client saw and said. */
class Witness {
  readonly client: ParleyClient;
  readonly user: string;
  readonly seen = new Map<string, { epoch: string; sequence: number }[]>();
  readonly said = new Map<string, string[]>();
  readonly timelines = new Map<string, Timeline>();
  readonly violations: string[] = [];
  readonly #restores: boolean;
  #stored: readonly StoredPost[] = [];

  constructor(server: ModelParley, user: string, random: () => number, restores: boolean) {
    this.#restores = restores;
    this.user = user;
    this.client = createClient({
      gateways: ["http://one", "http://two"],
      history: "http://history",
      token: server.tokenFor(user),
      WebSocket: server.socketFor(),
      fetch: server.fetch,
      random,
      outbox: { load: () => this.#stored, save: (posts) => (this.#stored = posts) },
    });
    this.client.onTrouble((trouble) => {
      if (trouble.kind !== "historyFailed") {
        this.violations.push(`${trouble.kind}: ${trouble.message} ${trouble.cause}`);
      }
    });
    this.client.onEvent((event, room) => this.#saw(event, room));
    this.client.rooms.subscribe((rooms) => {
      for (const room of rooms) {
        if (!this.timelines.has(room.id)) {
          this.#watch(room);
        }
      }
    });
    this.client.connect();
  }

  #watch(room: Room): void {
    const timeline = room.openTimeline({ pageSize: 10, keep: 40 });
    this.timelines.set(room.id, timeline);
    room.onReset(() => this.seen.set(room.id, []));
    timeline.view.subscribe((view) => {
      const ids = view.messages.map((message) => message.sequence);
      if (ids.some((id, i) => i > 0 && id <= (ids[i - 1] as number))) {
        this.violations.push(`view out of order: ${ids}`);
      }
      if (view.messages.length > 60) {
        this.violations.push(`view of ${view.messages.length} messages`);
      }
      const places = view.changes.map((change) => change.sequence);
      if (places.some((place, i) => i > 0 && place <= (places[i - 1] as number))) {
        this.violations.push(`changes out of order: ${places}`);
      }
      const own = new Map<string, number>();
      for (const text of [
        ...view.messages.filter((message) => message.by.id === this.user).map((message) => message.text),
        ...view.pending.map((post) => post.text),
      ]) {
        // Edits draw from other words, and what is deleted has none.
        if (text.startsWith(`${this.user} says`)) {
          own.set(text, (own.get(text) ?? 0) + 1);
        }
      }
      for (const [text, times] of own) {
        // What a restored backup lost stands there until history is read again.
        if (times > 1 && !this.#restores) {
          this.violations.push(`'${text}' stands ${times} times in the view`);
        }
      }
    });
  }

  #saw(event: RoomEvent, room: Room): void {
    const seen = this.seen.get(room.id) ?? [];
    const epoch = room.cursor?.epoch ?? "";
    const last = seen.at(-1);
    if (last && (last.epoch !== epoch || last.sequence + 1 !== event.sequence)) {
      this.violations.push(`${room.id}: ${epoch} ${event.sequence} after ${last.epoch} ${last.sequence}`);
    }
    seen.push({ epoch, sequence: event.sequence });
    this.seen.set(room.id, seen);
  }

  /** What happens to the page, not in it. */
  #interrupt(random: () => number): void {
    if (random() < 0.5) {
      this.client.wake();
      return;
    }
    this.client.close();
    if (random() < 0.5) {
      this.client.connect();
    } else {
      setTimeout(() => this.client.connect(), random() * 3_000);
    }
  }

  /** One thing that a user does. */
  act(random: () => number, step: number): void {
    if (this.client.state.value.name === "closed") {
      return;
    }
    if (random() < 0.05) {
      this.#interrupt(random);
      return;
    }
    const rooms = this.client.rooms.value;
    const room = rooms[Math.floor(random() * rooms.length)];
    if (!room) {
      return;
    }
    const timeline = this.timelines.get(room.id) as Timeline;
    const { messages } = timeline.view.value;
    const message = messages[Math.floor(random() * messages.length)];
    const deed = random();
    if (deed < 0.05) {
      room.update({ topic: `topic of step ${step}` }).catch(() => {});
    } else if (deed < 0.1) {
      const role = step % 2 === 0 ? "moderator" : "member";
      room.setRole(USERS[step % USERS.length] as string, role).catch(() => {});
    } else if (deed < 0.5 || !message) {
      const text = `${this.user} says ${WORDS[step % WORDS.length]} ${step} to @${USERS[step % USERS.length]}`;
      room.post(text);
      this.said.set(room.id, [...(this.said.get(room.id) ?? []), text]);
    } else if (deed < 0.7) {
      room.react(message.sequence, EMOJI[step % EMOJI.length] as string).catch(() => {});
    } else if (deed < 0.75) {
      room.unreact(message.sequence, EMOJI[step % EMOJI.length] as string).catch(() => {});
    } else if (deed < 0.8 && message.by.id === this.user) {
      room.edit(message.sequence, `edited in step ${step} for @${USERS[step % USERS.length]}`).catch(() => {});
    } else if (deed < 0.83 && message.by.id === this.user) {
      room.delete(message.sequence).catch(() => {});
    } else if (deed < 0.9) {
      room.markRead();
    } else if (deed < 0.95) {
      void timeline.loadOlder();
    } else if (deed < 0.98) {
      void timeline.loadNewer();
    } else {
      void timeline.jumpTo(random() < 0.5 ? "newest" : message.sequence);
    }
  }
}

async function run(seed: number, restores: boolean): Promise<void> {
  const random = seeded(seed);
  const server = new ModelParley(random);
  const rooms = [server.createRoom(USERS), server.createRoom(USERS)];
  for (const user of USERS) {
    for (let i = 0; i < 15; i++) {
      server.write(rooms[0] as ModelRoom, user, `before-${i}`, {
        type: "message.posted",
        text: `${user} said before ${i}`,
        mentions: [],
      });
    }
  }
  server.weather = UNSETTLED;
  const witnesses = USERS.map((user) => new Witness(server, user, random, restores));
  await vi.advanceTimersByTimeAsync(1_000);
  server.weather = CALM;
  await vi.advanceTimersByTimeAsync(20_000);
  for (const witness of witnesses) {
    expect(witness.client.rooms.value.length).toBe(rooms.length);
  }
  server.weather = STORM;
  for (let step = 0; step < 150; step++) {
    const witness = witnesses[Math.floor(random() * witnesses.length)] as Witness;
    witness.act(random, step);
    if (random() < 0.02) {
      server.connections.values().next().value?.hangUp(1006);
    }
    if (restores && random() < 0.01) {
      const room = rooms[Math.floor(random() * rooms.length)] as ModelRoom;
      server.restore(room, Math.max(5, room.head - Math.floor(random() * 20)));
    }
    await vi.advanceTimersByTimeAsync(Math.floor(random() * 600));
  }
  server.weather = CALM;
  for (const room of rooms) {
    // What was lost on the way shows by what comes after it.
    server.write(room, "carol", "before-the-end", {
      type: "message.posted",
      text: "carol said it is over",
      mentions: [],
    });
    (room.members.get("carol") as { read: number }).read = room.head;
  }
  await vi.advanceTimersByTimeAsync(240_000);
  for (const witness of witnesses) {
    check(server, witness, restores);
    for (const timeline of witness.timelines.values()) {
      void timeline.jumpTo("newest");
    }
    for (const room of witness.client.rooms.value) {
      room.markRead();
    }
  }
  await vi.advanceTimersByTimeAsync(30_000);
  for (const witness of witnesses) {
    check(server, witness, restores);
    expect(witness.client.rooms.value.map((room) => room.info.value?.unread)).toEqual([0, 0]);
    witness.client.close();
  }
}

function check(server: ModelParley, witness: Witness, restores: boolean): void {
  expect(witness.violations).toEqual([]);
  expect(witness.client.state.value.name).toBe("live");
  for (const model of server.rooms.values()) {
    const room = witness.client.room(model.id) as Room;
    expect(room.sync.value).toBe("live");
    expect(room.cursor).toEqual({ epoch: model.epoch, sequence: model.head });
    expect(room.pending.value).toEqual([]);
    const said = model.log.filter((event) => event.by.id === witness.user && !event.command.startsWith("before"));
    const texts = said.flatMap((event) => (event.type === "message.posted" ? [event.text] : []));
    if (!restores) {
      expect(texts).toEqual(witness.said.get(model.id) ?? []);
    }
    const view = (witness.timelines.get(model.id) as Timeline).view.value;
    const all = model.messages(witness.user);
    const from = all.findIndex((message) => message.sequence === view.messages[0]?.sequence);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(view.messages.map((message) => message.sequence)).toEqual(
      all.slice(from, from + view.messages.length).map((message) => message.sequence),
    );
    expect(view.messages).toEqual(all.slice(from, from + view.messages.length));
    expect(view.hasOlder).toBe(from > 0);
    expect(view.hasNewer).toBe(from + view.messages.length < all.length);
    const [first, last] = [view.messages[0]?.sequence ?? 0, view.messages.at(-1)?.sequence ?? 0];
    expect(view.changes).toEqual(
      model.changes(view.hasOlder ? first : 0, view.hasNewer ? last : Number.POSITIVE_INFINITY),
    );
    const summary = model.summary(witness.user);
    expect(room.info.value).toMatchObject({
      memberCount: summary.members,
      readSequence: summary.readSequence,
      unread: summary.unread,
      unreadMentions: summary.unreadMentions?.length,
      lastMessage: summary.lastMessage,
      sequence: model.head,
    });
  }
}

describe("in a storm that hangs up, closes, loses, repeats, refuses and delays", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const seeds = process.env.PARLEY_SEED ? [FIRST_SEED] : Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i);

  it(`loses nothing, doubles nothing and keeps the order (seeds from ${FIRST_SEED})`, async () => {
    for (const seed of seeds) {
      await run(seed, false).catch((cause: unknown) => {
        throw new Error(`PARLEY_SEED=${seed} repeats this`, { cause });
      });
    }
  });

  it(`comes out right though logs are restored from backups (seeds from ${FIRST_SEED})`, async () => {
    for (const seed of seeds) {
      await run(seed, true).catch((cause: unknown) => {
        throw new Error(`PARLEY_SEED=${seed} repeats this`, { cause });
      });
    }
  });
});
