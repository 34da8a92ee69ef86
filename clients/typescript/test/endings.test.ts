import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParleyClient } from "../src/index.js";
import { ClientClosed, CloseCode, SignInRequired } from "../src/index.js";
import { Script } from "./model/scripted.js";

describe("a connection", () => {
  let script: Script;
  let client: ParleyClient;

  async function live(): Promise<void> {
    client = script.createClient();
    await script.connect(client);
  }

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    script = new Script();
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  it.each([
    [CloseCode.draining, "draining"],
    [CloseCode.tokenExpired, "tokenExpired"],
    [CloseCode.tooSlow, "tooSlow"],
    [CloseCode.silent, "silent"],
    [CloseCode.outcomeUnknown, "outcomeUnknown"],
    [CloseCode.unavailable, "unavailable"],
    [CloseCode.tooManyConnections, "tooManyConnections"],
    [1005, "lost"],
    [1006, "lost"],
    [1011, "other"],
    [4499, "other"],
  ])("comes back after %i, and calls it %s", async (code, reason) => {
    await live();
    script.last.hangUp(code);
    expect(client.state.value).toMatchObject({ name: "waiting", reason });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(script.sockets.length).toBe(2);
  });

  it.each([
    [CloseCode.protocolViolation, "protocolViolation"],
    [CloseCode.sessionRevoked, "sessionRevoked"],
    [4999, "refused"],
  ])("stays away after %i, and calls it %s", async (code, reason) => {
    await live();
    script.last.hangUp(code);
    expect(client.state.value).toEqual({ name: "closed", reason });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(script.sockets.length).toBe(1);
  });

  it("waits as long as a gateway that drains says, once", async () => {
    await live();
    script.last.hangUp(CloseCode.draining, "draining; retry=340");
    expect(client.state.value).toMatchObject({ name: "waiting", until: Date.now() + 340 });
    await vi.advanceTimersByTimeAsync(340);
    script.last.hangUp(1006);
    expect(client.state.value).toMatchObject({ name: "waiting", until: Date.now() + 1_000 });
  });

  it.each([
    [CloseCode.draining, "draining; retry=86400000", 30_000],
    [CloseCode.draining, "draining; retry=soon", 500],
    [CloseCode.draining, "draining; retry=-1", 500],
    [CloseCode.draining, "", 500],
    [CloseCode.unavailable, "draining; retry=340", 500],
  ])("takes of %i '%s' a pause within reason", async (code, reason, pause) => {
    await live();
    script.last.hangUp(code, reason);
    expect(client.state.value).toMatchObject({ name: "waiting", until: Date.now() + pause });
  });

  it("does not hurry when gateways go on draining", async () => {
    await live();
    script.last.hangUp(CloseCode.draining, "draining; retry=1");
    await vi.advanceTimersByTimeAsync(1);
    script.last.welcome();
    script.last.hangUp(CloseCode.draining, "draining; retry=1");
    expect(client.state.value).toMatchObject({ name: "waiting", until: Date.now() + 1_000 });
  });

  it("may be closed by a listener at any time", async () => {
    client = script.createClient();
    client.state.subscribe((state) => {
      if (state.name === "live") {
        client.close();
      }
    });
    await script.connect(client);
    expect(client.state.value).toEqual({ name: "closed", reason: "asked" });
    expect(script.last.sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves nobody waiting when it is closed after somebody had to sign in", async () => {
    client = script.createClient({
      token: () => {
        throw new SignInRequired();
      },
    });
    client.connect();
    await vi.advanceTimersByTimeAsync(0);
    const room = "9209edd7-734f-8299-b2e4-30736a47f358";
    const settled: unknown[] = [];
    client.listen(room).catch((cause: unknown) => settled.push(cause));
    client.join(room).catch((cause: unknown) => settled.push(cause));
    client.close();
    expect(client.state.value).toEqual({ name: "closed", reason: "asked" });
    client.listen(room).catch((cause: unknown) => settled.push(cause));
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toEqual([expect.any(ClientClosed), expect.any(ClientClosed), expect.any(ClientClosed)]);
  });

  it("that is closed in the moment of the answer leaves nobody waiting for the room that was made", async () => {
    await live();
    const making = client.createRoom({ name: "lunch", kind: "public" });
    const settled = making.catch((cause: unknown) => cause);
    const { id } = script.last.of("createRoom")[0]!;
    script.last.say({ type: "accepted", id, room: "9209edd7-734f-8299-b2e4-30736a47f358", epoch: "e1", sequence: 2 });
    client.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(await Promise.race([settled, Promise.resolve("nothing")])).toBeInstanceOf(ClientClosed);
  });

  it("that was refused is closed for good when it is closed", async () => {
    await live();
    script.last.hangUp(4999);
    const states: unknown[] = [];
    client.state.subscribe((state) => states.push(state));
    client.close();
    client.close();
    expect(states).toEqual([
      { name: "closed", reason: "refused" },
      { name: "closed", reason: "asked" },
    ]);
  });

  it("listens to nothing more once it is closed", async () => {
    await live();
    client.close();
    await expect(client.listen("9209edd7-734f-8299-b2e4-30736a47f358")).rejects.toBeInstanceOf(ClientClosed);
  });

  it("leaves no timer behind", async () => {
    await live();
    client.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
