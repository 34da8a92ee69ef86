import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientOptions, ParleyClient } from "../src/index.js";
import { CloseCode, createClient, SignInRequired } from "../src/index.js";
import { Script } from "./model/scripted.js";

describe("a connection", () => {
  let script: Script;
  let client: ParleyClient;
  let needs: boolean[];
  let half: number;

  function create(options: Partial<ClientOptions> = {}): ParleyClient {
    client = script.createClient({
      token: ({ renew }) => {
        needs.push(renew);
        return `token-${needs.length}`;
      },
      random: () => half,
      ...options,
    });
    return client;
  }

  async function live(): Promise<void> {
    await script.connect(create());
  }

  /** Time in which the server gives signs of life. */
  async function pass(millis: number): Promise<void> {
    for (let left = millis; left > 0; left -= 20_000) {
      await vi.advanceTimersByTimeAsync(Math.min(left, 20_000));
      script.last.say({ type: "pong" });
    }
  }

  function stateName(): string {
    return client.state.value.name;
  }

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    script = new Script();
    needs = [];
    half = 0.5;
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  it("is idle until it is asked to connect", () => {
    create();
    expect(client.state.value).toEqual({ name: "idle" });
    expect(script.sockets).toEqual([]);
  });

  it("offers the token in a second subprotocol, never in the address", async () => {
    await live();
    expect(script.last.url).toBe("wss://chat.example/ws");
    expect(script.last.protocols).toEqual([
      "parley.v1.json",
      "quarkus-http-upgrade%23Authorization%23Bearer%20token-1",
    ]);
  });

  it("keeps the path of a gateway's address", async () => {
    create({ gateways: "http://host:8080/chat/" }).connect();
    await vi.advanceTimersByTimeAsync(0);
    expect(script.last.url).toBe("ws://host:8080/chat/ws");
  });

  it("is live with the welcome, and says who one is and what is allowed", async () => {
    await live();
    expect(client.state.value).toEqual({ name: "live", connection: "c-1" });
    expect(client.me.value?.id).toBe("alice");
    expect(client.limits.value?.textCodePoints).toBe(8_000);
    expect(script.last.of("subscribe")).toEqual([{ type: "subscribe", id: "listen-1", rooms: "mine" }]);
  });

  it("tells every state, each once", async () => {
    const states: string[] = [];
    create().state.subscribe((state) => states.push(state.name));
    await script.connect(client);
    script.last.hangUp(1006);
    await vi.advanceTimersByTimeAsync(500);
    client.close();
    expect(states).toEqual(["idle", "connecting", "live", "waiting", "connecting", "closed"]);
  });

  it("stays closed when a listener closes it while it begins to connect", async () => {
    let closed = false;
    create().state.subscribe((state) => {
      if (state.name === "connecting" && !closed) {
        closed = true;
        client.close();
      }
    });
    client.connect();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(client.state.value).toEqual({ name: "closed", reason: "asked" });
    expect(script.sockets).toEqual([]);
    expect(needs).toEqual([]);
  });

  it("opens once when a listener closes it and connects it anew while it begins to connect", async () => {
    let restarted = false;
    create().state.subscribe((state) => {
      if (state.name === "connecting" && !restarted) {
        restarted = true;
        client.close();
        client.connect();
      }
    });
    client.connect();
    await vi.advanceTimersByTimeAsync(0);
    script.last.welcome();
    await pass(120_000);
    expect(stateName()).toBe("live");
    expect(script.sockets.length).toBe(1);
    expect(needs).toEqual([false]);
  });

  it("waits a random part of a bound that doubles from one second to thirty", async () => {
    create().connect();
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      await vi.advanceTimersByTimeAsync(0);
      script.last.hangUp(1006);
      const state = client.state.value;
      pauses.push(state.name === "waiting" ? state.until - Date.now() : -1);
      await vi.advanceTimersByTimeAsync(pauses.at(-1)!);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it("begins again with short pauses only after a connection that held", async () => {
    await live();
    for (const expected of [1, 2, 3]) {
      script.last.hangUp(4013);
      expect(client.state.value).toMatchObject({ attempt: expected });
      await vi.advanceTimersByTimeAsync(10_000 - 1);
      script.last.welcome();
      expect(stateName()).toBe("live");
    }
    await vi.advanceTimersByTimeAsync(10_000);
    script.last.hangUp(1012);
    expect(client.state.value).toMatchObject({ attempt: 1 });
  });

  it("tries the next gateway when one fails", async () => {
    create({ gateways: ["http://a", "http://b"] }).connect();
    await vi.advanceTimersByTimeAsync(0);
    script.last.hangUp(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(new Set(script.sockets.map((socket) => socket.url))).toEqual(new Set(["ws://a/ws", "ws://b/ws"]));
  });

  it("gives up an opening that gets no welcome in fifteen seconds", async () => {
    create().connect();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(client.state.value).toMatchObject({ name: "waiting", reason: "unreachable" });
    expect(script.last.closed).toBe(true);
  });

  it("does not listen to a socket that it gave up", async () => {
    create().connect();
    await vi.advanceTimersByTimeAsync(0);
    const first = script.last;
    const { onclose } = first;
    await vi.advanceTimersByTimeAsync(15_500);
    script.last.welcome();
    onclose?.({ code: 4501, reason: "session revoked" });
    first.welcome();
    expect(stateName()).toBe("live");
  });

  it("waking ends the pause", async () => {
    half = 0.999;
    await live();
    script.last.hangUp(1006);
    client.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(stateName()).toBe("connecting");
  });

  it("waking asks a live connection for a sign of life, and replaces a dead one", async () => {
    await live();
    client.wake();
    expect(script.last.of("ping").length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    script.last.say({ type: "pong" });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stateName()).toBe("live");
    client.wake();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(client.state.value).toMatchObject({ name: "waiting", reason: "silent" });
  });

  it("waking takes for life what comes in the same moment", async () => {
    await live();
    client.wake();
    script.last.say({ type: "pong" });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(stateName()).toBe("live");
  });

  it("waking again and again does not hide that it is dead", async () => {
    await live();
    for (let passed = 0; passed < 5_000; passed += 1_000) {
      client.wake();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(client.state.value).toMatchObject({ name: "waiting", reason: "silent" });
  });

  it("waking in the moment in which it is lost does nothing to the pause", async () => {
    const subscribed = () =>
      script.last.say({ type: "subscribed", room: "room", epoch: "e1", sequence: 1, online: [] });
    half = 0.999;
    await live();
    subscribed();
    client.room("room")!.sync.subscribe((sync) => {
      if (sync === "away") {
        client.wake();
      }
    });
    for (const pause of [1_000, 2_000, 4_000]) {
      script.last.hangUp(1006);
      await vi.advanceTimersByTimeAsync(pause);
      script.last.welcome();
      subscribed();
    }
    script.last.hangUp(1006);
    const waiting = client.state.value;
    await vi.advanceTimersByTimeAsync(7_000);
    expect(client.state.value).toBe(waiting);
  });

  it("answers a ping", async () => {
    await live();
    script.last.say({ type: "ping" });
    expect(script.last.of("pong").length).toBe(1);
  });

  it("asks after a heartbeat of silence and leaves after ten seconds more", async () => {
    await live();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(script.last.of("ping").length).toBe(1);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(stateName()).toBe("live");
    await vi.advanceTimersByTimeAsync(1);
    expect(client.state.value).toMatchObject({ name: "waiting", reason: "silent" });
    expect(script.last.closed).toBe(true);
  });

  it("leaves as soon though the clock is set back meanwhile", async () => {
    await live();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(script.sockets[0]!.closed).toBe(true);
  });

  it("takes any frame for a sign of life", async () => {
    await live();
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(20_000);
      script.last.sayText('{"type":"somethingNew"}');
    }
    expect(stateName()).toBe("live");
    expect(script.last.of("ping").length).toBe(0);
  });

  describe("with a token", () => {
    it("renews it a minute before its end and keeps the connection", async () => {
      await live();
      await pass(239_000);
      expect(script.last.of("authenticate")).toEqual([]);
      await pass(1_000);
      expect(script.last.of("authenticate")).toEqual([{ type: "authenticate", id: "token-1", token: "token-2" }]);
      expect(needs).toEqual([false, true]);
      const expires = new Date(Date.now() + 300_000).toISOString();
      script.last.say({ type: "accepted", id: "token-1", expires });
      await pass(240_000);
      expect(script.last.of("authenticate").length).toBe(2);
      expect(script.sockets.length).toBe(1);
    });

    it("of seconds, renews it within them", async () => {
      create().connect();
      await vi.advanceTimersByTimeAsync(0);
      script.last.welcome(5_000);
      await vi.advanceTimersByTimeAsync(3_750);
      expect(script.last.of("authenticate").length).toBe(1);
    });

    it("does not renew again and again where the clocks disagree", async () => {
      create().connect();
      await vi.advanceTimersByTimeAsync(0);
      script.last.welcome(-3_600_000);
      await pass(29_000);
      expect(script.last.of("authenticate").length).toBe(0);
      await pass(1_000);
      expect(script.last.of("authenticate").length).toBe(1);
    });

    it("tries again after a renewal that was refused", async () => {
      create().connect();
      await vi.advanceTimersByTimeAsync(0);
      script.last.welcome(60_000);
      await pass(45_000);
      script.last.say({ type: "rejected", id: "token-1", code: "forbidden", message: "not valid" });
      await vi.advanceTimersByTimeAsync(5_000);
      expect(script.last.of("authenticate").length).toBe(2);
      expect(stateName()).toBe("live");
    });

    it("asks for a fresh one after it expired", async () => {
      await live();
      script.last.hangUp(CloseCode.tokenExpired);
      await vi.advanceTimersByTimeAsync(500);
      expect(needs).toEqual([false, true]);
    });

    it("asks for a fresh one after it expired until there is one", async () => {
      let away = true;
      create({
        token: ({ renew }) => {
          needs.push(renew);
          return renew && away ? Promise.reject(new Error("Keycloak is away")) : "token";
        },
      });
      await script.connect(client);
      script.last.hangUp(CloseCode.tokenExpired);
      await vi.advanceTimersByTimeAsync(500);
      away = false;
      await vi.advanceTimersByTimeAsync(1_000);
      expect(needs).toEqual([false, true, true]);
    });

    it("asks for another one when its provider does not answer", async () => {
      let asked = 0;
      create({ token: ({ renew }) => (renew && ++asked === 1 ? new Promise<string>(() => {}) : "token") });
      await script.connect(client);
      await pass(290_000);
      expect(script.last.of("authenticate").length).toBe(1);
    });

    it("asks for a fresh one after two failures, since a browser does not tell that it was refused", async () => {
      create().connect();
      for (let i = 0; i < 3; i++) {
        await vi.advanceTimersByTimeAsync(0);
        script.last.hangUp(1006);
        await vi.advanceTimersByTimeAsync(4_000);
      }
      expect(needs.slice(0, 3)).toEqual([false, false, true]);
    });

    it("does not doubt one with which a gateway let it in, though only to say that it cannot stay", async () => {
      create().connect();
      for (let i = 0; i < 6; i++) {
        await vi.advanceTimersByTimeAsync(0);
        script.last.hangUp(CloseCode.tooManyConnections);
        await vi.advanceTimersByTimeAsync(15_000);
      }
      expect(needs).toEqual(Array(needs.length).fill(false));
      expect(needs.length).toBeGreaterThan(5);
    });

    it("asks for a fresh one also if it expired before the welcome", async () => {
      create().connect();
      await vi.advanceTimersByTimeAsync(0);
      script.last.hangUp(CloseCode.tokenExpired);
      await vi.advanceTimersByTimeAsync(500);
      expect(needs).toEqual([false, true]);
    });

    it("waits and tries again when there is none for the moment", async () => {
      let away = true;
      create({
        token: () => (away ? Promise.reject(new Error("Keycloak is away")) : "token"),
      }).connect();
      await vi.advanceTimersByTimeAsync(0);
      expect(client.state.value).toMatchObject({ name: "waiting", reason: "noToken" });
      away = false;
      await vi.advanceTimersByTimeAsync(500);
      expect(script.sockets.length).toBe(1);
    });

    it("closes when somebody has to sign in, and connects again afterwards", async () => {
      let signedIn = false;
      create({
        token: () => {
          if (!signedIn) {
            throw new SignInRequired();
          }
          return "token";
        },
      }).connect();
      await vi.advanceTimersByTimeAsync(0);
      expect(client.state.value).toEqual({ name: "closed", reason: "signInRequired" });
      signedIn = true;
      await script.connect(client);
      expect(stateName()).toBe("live");
    });

    it("of somebody else is not taken for one's own", async () => {
      await live();
      script.last.hangUp(1006);
      await vi.advanceTimersByTimeAsync(500);
      script.last.welcome(300_000, "mallory");
      expect(client.state.value).toEqual({ name: "closed", reason: "refused" });
      expect(client.me.value?.id).toBe("alice");
    });
  });

  it("says what was no frame, and goes on", async () => {
    const troubles: string[] = [];
    create().onTrouble((trouble) => troubles.push(trouble.kind));
    await script.connect(client);
    for (const text of [
      "",
      "{",
      "[]",
      "null",
      '{"type":7}',
      '{"type":"events","room":"r","epoch":"e","events":[{}]}',
      7,
    ]) {
      script.last.sayText(text);
    }
    script.last.say({ type: "error", message: "this is not well-formed JSON" });
    expect(troubles).toEqual([...Array<string>(7).fill("malformedFrame"), "refusedFrame"]);
    expect(stateName()).toBe("live");
  });

  it("goes on when a listener throws", async () => {
    const troubles: string[] = [];
    create().onTrouble((trouble) => troubles.push(trouble.kind));
    const states: string[] = [];
    client.state.subscribe((state) => {
      if (state.name === "live") {
        throw new Error("a bug in the page");
      }
    });
    client.state.subscribe((state) => states.push(state.name));
    await script.connect(client);
    expect(states).toContain("live");
    expect(troubles).toEqual(["listenerFailed"]);
  });

  it("needs a gateway and a WebSocket", () => {
    expect(() => create({ gateways: [] })).toThrow(TypeError);
    vi.stubGlobal("WebSocket", undefined);
    expect(() => createClient({ gateways: "http://a", token: () => "" })).toThrow(/WebSocket/);
    vi.unstubAllGlobals();
    create();
  });
});
