import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParleyClient, Room, StoredPost } from "../src/index.js";
import { ClientClosed, CommandRejected, createClient } from "../src/index.js";
import { Script } from "./model/scripted.js";
import { person } from "./model/people.js";

const ROOM = "0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42";
const OTHER = "9209edd7-734f-8299-b2e4-30736a47f358";

describe("a command", () => {
  let script: Script;
  let client: ParleyClient;
  let stored: readonly StoredPost[];

  beforeEach(async () => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    script = new Script();
    stored = [];
    client = create();
    client.connect();
    await connected();
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  function create(): ParleyClient {
    return createClient({
      gateways: "http://chat.example",
      token: () => "token",
      WebSocket: script.WebSocket,
      fetch: () => Promise.resolve(new Response(JSON.stringify({ rooms: [] }))),
      outbox: { load: () => stored, save: (posts) => (stored = posts) },
    });
  }

  async function connected(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    script.last.welcome();
    for (const room of [ROOM, OTHER]) {
      if (!client.room(room)) {
        script.last.say({ type: "subscribed", room, epoch: "e1", sequence: 10, role: "member", online: [] });
      }
    }
  }

  function room(): Room {
    return client.room(ROOM)!;
  }

  function posts() {
    return script.last.of("post");
  }

  function accept(id: string, sequence: number): void {
    script.last.say({ type: "accepted", id, room: ROOM, epoch: "e1", sequence });
  }

  function event(command: string, sequence: number, text: string, by = "alice"): void {
    script.last.say({
      type: "events",
      room: ROOM,
      epoch: "e1",
      events: [
        {
          type: "message.posted",
          sequence,
          at: "2026-11-22T18:00:00.000Z",
          by: person(by),
          command,
          text,
          mentions: [],
        },
      ],
    });
  }

  it("is sent at once, with an id of its own", () => {
    const post = room().post("hello", { replyTo: 4 });
    expect(posts()).toEqual([{ type: "post", id: post.id, room: ROOM, text: "hello", replyTo: 4 }]);
    expect(post.id).toMatch(/^[0-9a-z]{22}$/);
  });

  it("waits for the answer to the one before it in the room, and for none in other rooms", () => {
    const first = room().post("first");
    room().post("second");
    client.room(OTHER)!.post("elsewhere");
    expect(posts().map((post) => post.text)).toEqual(["first", "elsewhere"]);
    accept(first.id, 11);
    expect(posts().map((post) => post.text)).toEqual(["first", "elsewhere", "second"]);
  });

  it("stands among the pending until its event comes", async () => {
    const post = room().post("hello");
    expect(room().pending.value.map(({ text, state }) => [text, state])).toEqual([["hello", "sending"]]);
    accept(post.id, 11);
    await vi.advanceTimersByTimeAsync(0);
    expect(room().pending.value.map(({ state }) => state)).toEqual(["accepted"]);
    event(post.id, 11, "hello");
    expect(room().pending.value).toEqual([]);
  });

  it("is settled by its event, too", async () => {
    const post = room().post("hello");
    event(post.id, 11, "hello");
    await expect(post.answered).resolves.toMatchObject({ sequence: 11, epoch: "e1" });
    expect(room().pending.value).toEqual([]);
    room().post("more");
    expect(posts().length).toBe(2);
  });

  it("is not settled by the same id of somebody else", () => {
    const post = room().post("hello");
    event(post.id, 11, "something else", "bob");
    expect(room().pending.value.map(({ id }) => id)).toEqual([post.id]);
  });

  it("without an answer goes out again on the next connection, unchanged and in order", async () => {
    const first = room().post("first");
    room().post("second");
    script.last.hangUp(4011);
    await vi.advanceTimersByTimeAsync(1_000);
    await connected();
    expect(posts()).toEqual([{ type: "post", id: first.id, room: ROOM, text: "first" }]);
    accept(first.id, 11);
    expect(posts().map((post) => post.text)).toEqual(["first", "second"]);
  });

  it("without an answer goes out again on the same connection after ten seconds", async () => {
    const post = room().post("hello");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(posts().map(({ id }) => id)).toEqual([post.id, post.id]);
  });

  it("waits for a connection if there is none", async () => {
    script.last.hangUp(1006);
    const post = room().post("from the tunnel");
    const renamed = room().update({ topic: "tunnels" });
    expect(room().pending.value.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await connected();
    accept(post.id, 11);
    const [update] = script.last.of("updateRoom");
    accept(update!.id, 12);
    await expect(renamed).resolves.toMatchObject({ sequence: 12 });
  });

  it("that is refused for a moment is sent again, before what follows it", async () => {
    const first = room().post("first");
    room().post("second");
    script.last.say({ type: "rejected", id: first.id, code: "unavailable", message: "not now" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(new Set(posts().map((post) => post.text))).toEqual(new Set(["first"]));
    expect(posts().length).toBeGreaterThan(1);
  });

  it("that comes too fast waits as long as it is told, and so do all others", async () => {
    const first = room().post("first");
    script.last.say({ type: "rejected", id: first.id, code: "rateLimited", message: "slow down", retryAfter: 3 });
    client.room(OTHER)!.post("elsewhere");
    await vi.advanceTimersByTimeAsync(2_999);
    expect(posts().map((post) => post.text)).toEqual(["first"]);
    await vi.advanceTimersByTimeAsync(501);
    expect(posts().map((post) => post.text)).toEqual(["first", "first", "elsewhere"]);
  });

  it("that would be sent again meanwhile waits, too", async () => {
    const first = room().post("first");
    script.last.say({ type: "rejected", id: first.id, code: "unavailable", message: "not now" });
    const other = client.room(OTHER)!.post("elsewhere");
    script.last.say({ type: "rejected", id: other.id, code: "rateLimited", message: "slow down", retryAfter: 30 });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(posts().map((post) => post.text)).toEqual(["first", "elsewhere"]);
    await vi.advanceTimersByTimeAsync(501);
    expect(posts().map((post) => post.text)).toEqual(["first", "elsewhere", "first", "elsewhere"]);
  });

  it("that is rejected says why and lets the next one pass", async () => {
    const failing = room().edit(3, "mine?");
    room().post("next");
    const [edit] = script.last.of("edit");
    script.last.say({ type: "rejected", id: edit!.id, code: "forbidden", message: "only its author edits a message" });
    await expect(failing).rejects.toSatisfy((cause) => cause instanceof CommandRejected && cause.code === "forbidden");
    expect(posts().map((post) => post.text)).toEqual(["next"]);
  });

  it("to post, when rejected, stays until it is retried or discarded", async () => {
    const { id } = room().post("too loud");
    script.last.say({ type: "rejected", id, code: "forbidden", message: "not here" });
    await vi.advanceTimersByTimeAsync(0);
    const [failed] = room().pending.value;
    expect(failed).toMatchObject({ state: "failed", rejection: { code: "forbidden" } });
    room().post("meanwhile");
    failed!.retry();
    expect(room().pending.value.map((post) => [post.text, post.state])).toEqual([
      ["meanwhile", "sending"],
      ["too loud", "sending"],
    ]);
    accept(room().pending.value[0]!.id, 11);
    expect(posts().at(-1)).toMatchObject({ id, text: "too loud" });
    script.last.say({ type: "rejected", id, code: "forbidden", message: "not here" });
    await vi.advanceTimersByTimeAsync(0);
    expect(room().pending.value.at(-1)!.discard()).toBe(true);
    expect(room().pending.value.map((post) => post.text)).toEqual(["meanwhile"]);
  });

  it("can be taken back only before it was sent", () => {
    const first = room().post("first");
    const second = room().post("second");
    expect(first.discard()).toBe(false);
    expect(second.discard()).toBe(true);
    expect(room().pending.value.map((post) => post.text)).toEqual(["first"]);
    accept(first.id, 11);
    expect(posts().map((post) => post.text)).toEqual(["first"]);
  });

  it("that is larger than a frame may be is refused here", async () => {
    const { id } = room().post("😀".repeat(20_000));
    await vi.advanceTimersByTimeAsync(0);
    expect(posts()).toEqual([]);
    expect(room().pending.value).toMatchObject([{ id, state: "failed", rejection: { code: "tooLarge" } }]);
  });

  it("fails when the client is closed", async () => {
    const failing = room().join();
    const post = room().post("hello");
    client.close();
    await expect(failing).rejects.toBeInstanceOf(ClientClosed);
    await expect(post.answered).rejects.toBeInstanceOf(ClientClosed);
    await expect(room().join()).rejects.toBeInstanceOf(ClientClosed);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is kept when the session ends, and goes out after the next sign-in", async () => {
    const post = room().post("before the session ended");
    script.last.hangUp(4501);
    expect(client.state.value).toEqual({ name: "closed", reason: "sessionRevoked" });
    client.connect();
    await connected();
    expect(posts().map(({ id }) => id)).toEqual([post.id]);
  });

  it("to post outlives the program in its storage, and nothing that is done does", async () => {
    const sent = room().post("sent");
    const unsent = room().post("unsent", { replyTo: 3 });
    accept(sent.id, 11);
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toEqual([{ id: unsent.id, room: ROOM, text: "unsent", replyTo: 3, sentAt: Date.now() }]);
    client.close();
    expect(stored.length).toBe(1);

    client = create();
    client.connect();
    await connected();
    expect(posts()).toEqual([{ type: "post", id: unsent.id, room: ROOM, text: "unsent", replyTo: 3 }]);
    event(unsent.id, 11, "unsent");
    expect(stored).toEqual([]);
  });

  it("to post that was rejected is still that after a restart, and goes out only when it is retried", async () => {
    const { id } = room().post("too loud", { replyTo: 3 });
    script.last.say({ type: "rejected", id, code: "forbidden", message: "not here" });
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toMatchObject([{ id, text: "too loud", rejected: { code: "forbidden", message: "not here" } }]);
    client.close();
    stored = JSON.parse(JSON.stringify(stored)) as StoredPost[];

    client = create();
    client.connect();
    await connected();
    expect(posts()).toEqual([]);
    const [failed] = room().pending.value;
    expect(failed).toMatchObject({ id, state: "failed", rejection: { code: "forbidden", message: "not here" } });
    await expect(failed!.answered).rejects.toBeInstanceOf(CommandRejected);
    failed!.retry();
    expect(posts()).toEqual([{ type: "post", id, room: ROOM, text: "too loud", replyTo: 3 }]);
    expect(stored).toEqual([{ id, room: ROOM, text: "too loud", replyTo: 3, sentAt: failed!.sentAt }]);
  });

  it("to post that was retried is still behind what was posted before that after a restart", async () => {
    const { id } = room().post("too loud");
    script.last.say({ type: "rejected", id, code: "forbidden", message: "not here" });
    await vi.advanceTimersByTimeAsync(1_000);
    script.last.hangUp(1006);
    room().post("meanwhile");
    room().pending.value[0]!.retry();
    expect(stored.map(({ text }) => text)).toEqual(["meanwhile", "too loud"]);
  });

  it("to post that was rejected can be discarded after a restart", async () => {
    stored = [{ id: "c-1", room: ROOM, text: "too loud", sentAt: 1, rejected: { code: "forbidden", message: "no" } }];
    client.close();
    client = create();
    client.connect();
    await connected();
    expect(room().pending.value[0]!.discard()).toBe(true);
    expect(room().pending.value).toEqual([]);
    expect(stored).toEqual([]);
  });

  it("to post that was rejected stays that when the same client connects again", async () => {
    const { id } = room().post("too loud");
    script.last.say({ type: "rejected", id, code: "forbidden", message: "not here" });
    await vi.advanceTimersByTimeAsync(0);
    client.close();
    client.connect();
    await connected();
    expect(posts()).toEqual([]);
    expect(room().pending.value.map((post) => [post.id, post.state])).toEqual([[id, "failed"]]);
  });

  it("to post is kept and taken up again when a listener connects the client as soon as it is closed", async () => {
    const unsent = room().post("unsent");
    let once = true;
    client.state.subscribe(({ name }) => {
      if (name === "closed" && once) {
        once = false;
        client.connect();
        client.room(OTHER)!.post("meanwhile");
      }
    });
    client.close();
    await connected();
    expect(posts().map(({ text }) => text)).toEqual(expect.arrayContaining(["unsent", "meanwhile"]));
    expect(room().pending.value.map(({ id, state }) => [id, state])).toEqual([[unsent.id, "sending"]]);
    expect(stored.map(({ text }) => text)).toEqual(["unsent", "meanwhile"]);
  });

  it.each(["at once", "later"])("to post is taken up again when the same client connects again %s", async (when) => {
    script.last.hangUp(1006);
    const unsent = room().post("unsent");
    client.close();
    if (when === "later") {
      await vi.advanceTimersByTimeAsync(1_000);
      expect(room().pending.value).toEqual([]);
    }
    client.connect();
    await connected();
    expect(stored.length).toBe(1);
    expect(room().pending.value.map(({ id, state }) => [id, state])).toEqual([[unsent.id, "sending"]]);
    expect(posts().map(({ id }) => id)).toEqual([unsent.id]);
  });
});
