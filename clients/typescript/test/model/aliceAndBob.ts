import { afterEach, beforeEach, vi } from "vitest";
import type { ParleyClient, Room, RoomEvent, Sequence, UserId } from "../../src/index.js";
import { createClient } from "../../src/index.js";
import { seeded } from "./random.js";
import type { Change, ModelRoom } from "./room.js";
import { ModelParley } from "./server.js";

/** What a test of a room stands on. */
export interface AliceAndBob {
  readonly server: ModelParley;
  readonly model: ModelRoom;
  /** Alice's. */
  readonly client: ParleyClient;
  /** As Alice's client knows it. */
  room(): Room;
  say(text: string, by?: UserId, mentions?: UserId[]): Sequence;
  write(by: UserId, command: string, change: Change): RoomEvent;
  signal(signal: object): void;
  /** Ends all connections. */
  hangUp(): void;
  pass(millis?: number): Promise<void>;
  /** Closes Alice's client, and makes another. */
  startAgain(mine?: boolean): Promise<void>;
}

/** Alice's client, live in a room with Bob, anew before each test. The clock is in the test's hands. */
export function aliceAndBob(): AliceAndBob {
  let server: ModelParley;
  let model: ModelRoom;
  let client: ParleyClient;

  beforeEach(async () => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    server = new ModelParley(seeded(1));
    model = server.createRoom(["alice", "bob"]);
    await start();
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  async function start(mine = true): Promise<void> {
    client = createClient({
      gateways: "http://gateway",
      token: server.tokenFor("alice"),
      WebSocket: server.socketFor(),
      fetch: server.fetch,
      mine,
    });
    client.connect();
    await pass();
  }

  async function startAgain(mine = true): Promise<void> {
    client.close();
    await start(mine);
  }

  function room(): Room {
    return client.room(model.id)!;
  }

  function write(by: UserId, command: string, change: Change): RoomEvent {
    return server.write(model, by, command, change);
  }

  function say(text: string, by = "bob", mentions: UserId[] = []): Sequence {
    return write(by, `c-${model.head}`, { type: "message.posted", text, mentions }).sequence;
  }

  function signal(signal: object): void {
    for (const socket of server.connections) {
      socket.sayText(JSON.stringify({ type: "signal", room: model.id, ...signal }));
    }
  }

  function hangUp(): void {
    for (const socket of server.connections) {
      socket.hangUp(1006);
    }
  }

  async function pass(millis = 100): Promise<void> {
    await vi.advanceTimersByTimeAsync(millis);
  }

  return {
    get server() {
      return server;
    },
    get model() {
      return model;
    },
    get client() {
      return client;
    },
    room,
    say,
    write,
    signal,
    hangUp,
    pass,
    startAgain,
  };
}
