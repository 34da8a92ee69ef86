import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParleyClient, RoomEvent } from "../src/index.js";
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

  beforeEach(async () => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    script = new Script();
    heard = [];
    client = createClient({
      gateways: "http://chat.example",
      token: () => "token",
      WebSocket: script.WebSocket,
      fetch: () => Promise.resolve(new Response(JSON.stringify({ rooms: [] }))),
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

  it("asks again for a room that cannot be read for the moment, and for no other", async () => {
    subscribed(OTHER);
    await comesBack();
    const [frame] = script.last.of("subscribe");
    script.last.say({ type: "rejected", id: frame!.id, code: "unavailable", message: "not now", room: OTHER });
    await vi.advanceTimersByTimeAsync(500);
    expect(asks().at(-1)).toEqual([{ room: OTHER, epoch: "e1", after: HEAD }]);
    expect(client.rooms.value.map((room) => room.id)).toEqual([ROOM, OTHER]);
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
