import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParleyClient, RejectionCode, RoomEvent, RoomSummary } from "../src/index.js";
import { createClient } from "../src/index.js";
import { Script } from "./model/scripted.js";
import { person } from "./model/people.js";

const ROOM = "0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42";
const OTHER = "9209edd7-734f-8299-b2e4-30736a47f358";
const HEAD = 10;

describe("listening to a room", () => {
  let script: Script;
  let client: ParleyClient;
  let heard: number[];
  let listed: RoomSummary[];

  beforeEach(async () => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    script = new Script();
    heard = [];
    listed = [];
    client = createClient({
      gateways: "http://chat.example",
      token: () => "token",
      WebSocket: script.WebSocket,
      fetch: () => Promise.resolve(new Response(JSON.stringify({ rooms: listed }))),
      random: () => 0.5,
    });
    client.onEvent((event) => heard.push(event.sequence));
    client.connect();
    await welcomed();
    subscribed(ROOM);
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  async function welcomed(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    script.last.welcome();
  }

  async function comesBack(): Promise<void> {
    script.last.hangUp(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    await welcomed();
  }

  function subscribed(room: string, sequence = HEAD): void {
    script.last.say({ type: "subscribed", room, epoch: "e1", sequence, role: "member", online: [] });
  }

  function refused(id: string, code: RejectionCode, room?: string): void {
    script.last.say({ type: "rejected", id, code, message: "not now", ...(room === undefined ? {} : { room }) });
  }

  function summary(room: string): RoomSummary {
    return {
      room,
      name: room,
      kind: "private",
      epoch: "e1",
      sequence: HEAD,
      members: 1,
      createdAt: "2026-11-22T09:00:00.000Z",
      role: "member",
      joinedSequence: 2,
      readSequence: HEAD,
      unread: 0,
    };
  }

  function happens(...sequences: number[]): void {
    script.last.say({ type: "events", room: ROOM, epoch: "e1", events: sequences.map(event) });
  }

  function event(sequence: number): RoomEvent {
    return {
      type: "message.posted",
      sequence,
      at: "2026-11-22T18:00:00.000Z",
      by: person("bob"),
      command: `c-${sequence}`,
      text: `message ${sequence}`,
      mentions: [],
    };
  }

  /** What was asked for by name on the last connection. */
  function asks() {
    return script.last.of("subscribe").flatMap((frame) => (frame.rooms === "mine" ? [] : [frame.rooms]));
  }

  it("drops what was seen, and asks for nothing because of it", () => {
    happens(11, 12);
    happens(12);
    happens(11, 12);
    happens(9, 10);
    happens(13);
    expect(heard).toEqual([11, 12, 13]);
    expect(asks()).toEqual([]);
    expect(client.room(ROOM)?.sync.value).toBe("live");
  });

  it("takes of a frame what is new", () => {
    happens(11, 12);
    happens(11, 12, 13, 14);
    expect(heard).toEqual([11, 12, 13, 14]);
    expect(asks()).toEqual([]);
  });

  it("asks once for what is missing, from where it stands, and shows nothing of what lies behind", () => {
    happens(11);
    happens(13, 14);
    happens(15);
    expect(heard).toEqual([11]);
    expect(asks()).toEqual([[{ room: ROOM, epoch: "e1", after: 11 }]]);
    expect(client.room(ROOM)?.sync.value).toBe("catchingUp");
    subscribed(ROOM, 15);
    happens(12, 13, 14, 15);
    script.last.say({ type: "caughtUp", room: ROOM, sequence: 15 });
    expect(heard).toEqual([11, 12, 13, 14, 15]);
    expect(asks().length).toBe(1);
    expect(client.room(ROOM)?.sync.value).toBe("live");
  });

  it("asks for what the end of the catching up shows to be missing", () => {
    happens(12);
    subscribed(ROOM, 13);
    happens(11);
    script.last.say({ type: "caughtUp", room: ROOM, sequence: 13 });
    expect(asks().map(([wish]) => wish?.after)).toEqual([10, 11]);
  });

  it("comes back on another connection when asking from one place was in vain", () => {
    for (let times = 0; times < 4; times++) {
      happens(12);
      subscribed(ROOM, 12);
      script.last.say({ type: "caughtUp", room: ROOM, sequence: 12 });
    }
    expect(client.state.value).toMatchObject({ name: "waiting", reason: "other" });
    expect(script.sockets.length).toBe(1);
  });

  it("goes on in each room from where it was, before it asks for rooms that are not known", async () => {
    subscribed(OTHER, 3);
    happens(11, 12);
    await comesBack();
    expect(script.last.of("subscribe").map((frame) => frame.rooms)).toEqual([
      [
        { room: ROOM, epoch: "e1", after: 12 },
        { room: OTHER, epoch: "e1", after: 3 },
      ],
      "mine",
    ]);
  });

  it("goes on after a reset from the new head, in the new epoch", async () => {
    script.last.say({ type: "reset", room: ROOM, epoch: "e2", sequence: 4, reason: "epochChanged" });
    await comesBack();
    expect(asks()).toEqual([[{ room: ROOM, epoch: "e2", after: 4 }]]);
  });

  it("asks for many rooms in frames that the server takes", async () => {
    for (let i = 0; i < 600; i++) {
      subscribed(`room-${i}`);
    }
    await comesBack();
    expect(asks().map((rooms) => rooms.length)).toEqual([500, 101]);
  });

  it("asks for many rooms in frames that a server takes whose frames are smaller", async () => {
    const epoch = "0123456789abcdef";
    for (let i = 0; i < 300; i++) {
      const room = `9209edd7-734f-8299-b2e4-30736a47f${String(i).padStart(3, "0")}`;
      script.last.say({ type: "subscribed", room, epoch, sequence: Number.MAX_SAFE_INTEGER, online: [] });
    }
    script.last.hangUp(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    script.last.welcome(300_000, "alice", { frameBytes: 8_192 });
    const frames = script.last.of("subscribe");
    expect(Math.max(...frames.map((frame) => JSON.stringify(frame).length))).toBeLessThanOrEqual(8_192);
    expect(asks().flat().length).toBe(301);
  });

  it("asks again for a room that cannot be read for the moment, and for no other", async () => {
    subscribed(OTHER);
    await comesBack();
    const [frame] = script.last.of("subscribe");
    script.last.say({ type: "rejected", id: frame!.id, code: "unavailable", message: "not now", room: OTHER });
    await vi.advanceTimersByTimeAsync(500);
    expect(asks().at(-1)).toEqual([{ room: OTHER, epoch: "e1", after: HEAD }]);
    expect(client.rooms.value.map((room) => room.id)).toEqual([ROOM, OTHER]);
  });

  it("keeps the connection, however often a room cannot be read for the moment", async () => {
    subscribed(OTHER);
    await comesBack();
    refused(script.last.of("subscribe")[0]!.id, "unavailable", OTHER);
    for (let times = 1; times <= 6; times++) {
      await vi.advanceTimersByTimeAsync(10_000);
      const last = script.last.of("subscribe").at(-1)!;
      expect(last.rooms).toEqual([{ room: OTHER, epoch: "e1", after: HEAD }]);
      refused(last.id, "unavailable", OTHER);
    }
    expect(script.sockets.length).toBe(2);
    expect(client.state.value.name).toBe("live");
  });

  it.each(["unavailable", "rateLimited"] as const)("keeps the connection, however often all is %s", async (code) => {
    await comesBack();
    refused(script.last.of("subscribe")[0]!.id, code);
    for (let times = 1; times <= 6; times++) {
      await vi.advanceTimersByTimeAsync(10_000);
      const last = script.last.of("subscribe").at(-1)!;
      expect(last.rooms).toEqual([{ room: ROOM, epoch: "e1", after: HEAD }]);
      refused(last.id, code);
    }
    expect(script.sockets.length).toBe(2);
    expect(client.state.value.name).toBe("live");
  });

  it("asks again soon, however often rooms could not be read earlier on the connection", async () => {
    await comesBack();
    subscribed(ROOM);
    for (let times = 1; times <= 8; times++) {
      happens(HEAD + 2 * times);
      refused(script.last.of("subscribe").at(-1)!.id, "unavailable", ROOM);
      const before = asks().length;
      await vi.advanceTimersByTimeAsync(250);
      expect(asks().length).toBe(before + 1);
      subscribed(ROOM, HEAD + 2 * times);
      happens(HEAD + 2 * times - 1, HEAD + 2 * times);
      script.last.say({ type: "caughtUp", room: ROOM, sequence: HEAD + 2 * times });
    }
  });

  it("goes on asking less often while one of the rooms cannot be read", async () => {
    subscribed(OTHER);
    await comesBack();
    refused(script.last.of("subscribe")[0]!.id, "unavailable", OTHER);
    subscribed(ROOM);
    await vi.advanceTimersByTimeAsync(250);
    expect(asks().length).toBe(2);
    refused(script.last.of("subscribe").at(-1)!.id, "unavailable", OTHER);
    subscribed(ROOM);
    await vi.advanceTimersByTimeAsync(250);
    expect(asks().length).toBe(2);
    await vi.advanceTimersByTimeAsync(250);
    expect(asks().length).toBe(3);
  });

  it("asks in one frame for all that cannot be read for the moment", async () => {
    const rooms = Array.from({ length: 100 }, (_, i) => `room-${i}`);
    rooms.forEach((room) => subscribed(room));
    await comesBack();
    const before = asks().length;
    rooms.forEach((room) => refused(script.last.of("subscribe")[0]!.id, "unavailable", room));
    await vi.advanceTimersByTimeAsync(500);
    expect(
      asks()
        .slice(before)
        .map((wishes) => wishes.map(({ room }) => room)),
    ).toEqual([rooms]);
  });

  it("does not ask again for a room that one stopped listening to meanwhile", async () => {
    await comesBack();
    refused(script.last.of("subscribe")[0]!.id, "unavailable", ROOM);
    client.room(ROOM)?.stopListening();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asks().length).toBe(1);
  });

  describe("that is open", () => {
    beforeEach(async () => {
      client.listen(OTHER).catch(() => {});
      await vi.advanceTimersByTimeAsync(0);
      script.last.say({ type: "subscribed", room: OTHER, epoch: "e1", sequence: HEAD, online: [] });
      client.room(OTHER)?.stopListening();
      refused(script.last.of("unsubscribe")[0]!.id, "rateLimited");
    });

    it("stops again if that was refused for the moment", async () => {
      await vi.advanceTimersByTimeAsync(1_000);
      const stops = script.last.of("unsubscribe");
      expect(stops.map((frame) => frame.rooms)).toEqual([[OTHER], [OTHER]]);
      script.last.say({ type: "accepted", id: stops[1]!.id });
      await vi.advanceTimersByTimeAsync(10_000);
      expect(script.last.of("unsubscribe").length).toBe(2);
    });

    it("does not stop again if it is listened to anew meanwhile", async () => {
      client.listen(OTHER).catch(() => {});
      await vi.advanceTimersByTimeAsync(10_000);
      expect(script.last.of("unsubscribe").length).toBe(1);
      expect(asks().at(-1)).toEqual([{ room: OTHER }]);
      subscribed(OTHER);
      expect(client.room(OTHER)?.sync.value).toBe("live");
    });

    it("does not stop again if it is listened to anew before that is refused", async () => {
      await vi.advanceTimersByTimeAsync(1_000);
      const stop = script.last.of("unsubscribe").at(-1)!;
      client.listen(OTHER).catch(() => {});
      refused(stop.id, "rateLimited");
      subscribed(OTHER);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(script.last.of("unsubscribe").at(-1)).toBe(stop);
      expect(client.room(OTHER)?.sync.value).toBe("live");
    });

    it("does not come back with what was under way when one stopped", async () => {
      await vi.advanceTimersByTimeAsync(1_000);
      subscribed(OTHER);
      expect(client.room(OTHER)).toBeUndefined();
      script.last.say({ type: "accepted", id: script.last.of("unsubscribe").at(-1)!.id });
      const listening = client.listen(OTHER);
      subscribed(OTHER);
      expect(await listening).toBe(client.room(OTHER));
    });
  });

  it("fails for whoever waits for it, and may be asked for anew, if the whole frame is refused for good", async () => {
    const waiting = client.listen(OTHER).catch((cause: unknown) => cause);
    await vi.advanceTimersByTimeAsync(0);
    refused(script.last.of("subscribe").at(-1)!.id, "tooLarge");
    expect(await waiting).toMatchObject({ code: "tooLarge" });
    const before = asks().length;
    client.listen(OTHER).catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    expect(asks().length).toBe(before + 1);
  });

  it("asks again for a room of one's own that cannot be read for the moment", async () => {
    const [mine] = script.last.of("subscribe");
    refused(mine!.id, "unavailable", OTHER);
    await vi.advanceTimersByTimeAsync(500);
    expect(asks()).toEqual([[{ room: OTHER }]]);
    subscribed(OTHER);
    expect(client.rooms.value.map((room) => room.id)).toEqual([ROOM, OTHER]);
  });

  it("keeps a room that is known though it cannot be read among one's own for the moment", async () => {
    await comesBack();
    const mine = script.last.of("subscribe").at(-1);
    refused(mine!.id, "unavailable", ROOM);
    await vi.advanceTimersByTimeAsync(500);
    expect(client.rooms.value.map((room) => room.id)).toEqual([ROOM]);
    expect(asks().at(-1)).toEqual([{ room: ROOM, epoch: "e1", after: HEAD }]);
  });

  it("asks for a room of one's own that only history tells of", async () => {
    listed = [summary(ROOM), summary(OTHER)];
    script.last.say({ type: "accepted", id: script.last.of("subscribe")[0]!.id });
    await vi.advanceTimersByTimeAsync(0);
    expect(asks()).toEqual([[{ room: OTHER }]]);
    subscribed(OTHER);
    expect(client.rooms.value.map((room) => room.id)).toEqual([ROOM, OTHER]);
  });

  it("asks in one frame for all rooms of one's own that only history tells of", async () => {
    const rooms = Array.from({ length: 150 }, (_, i) => `room-${i}`);
    listed = [summary(ROOM), ...rooms.map(summary)];
    script.last.say({ type: "accepted", id: script.last.of("subscribe")[0]!.id });
    await vi.advanceTimersByTimeAsync(0);
    expect(asks()).toEqual([rooms.map((room) => ({ room }))]);
  });

  it("does not ask for a room that one left while history was read", async () => {
    listed = [summary(ROOM)];
    script.last.say({ type: "accepted", id: script.last.of("subscribe")[0]!.id });
    const left: RoomEvent = { ...event(11), by: person("alice"), type: "member.left", user: person("alice") };
    script.last.say({ type: "events", room: ROOM, epoch: "e1", events: [left] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(client.rooms.value).toEqual([]);
    expect(asks()).toEqual([]);
  });

  it("ends for a room that one may not see any more", async () => {
    await comesBack();
    const [frame] = script.last.of("subscribe");
    script.last.say({
      type: "rejected",
      id: frame!.id,
      code: "notFound",
      message: "there is no such room",
      room: ROOM,
    });
    expect(client.rooms.value).toEqual([]);
    expect(asks().length).toBe(1);
  });
});
