import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ParleyClient, TokenProvider } from "../src/index.js";
import { CloseCode } from "../src/index.js";
import { jwt } from "./model/jwt.js";
import { Script, type ScriptedSocket } from "./model/scripted.js";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const LIFE_SECONDS = 300;
const ROUND_TRIP_MILLIS = 20;

/** Renewals in an hour of tokens that last five minutes and are renewed a minute before, and one for the first. */
const ENOUGH = 16;

describe("a connection whose clock", () => {
  let script: Script;
  let client: ParleyClient;
  /** How far the device's clock is ahead of all others. */
  let aheadMillis: number;
  let endsAt: Map<string, number>;
  let given: number;
  let lifeSeconds: number;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
    script = new Script();
    endsAt = new Map();
    given = 0;
    lifeSeconds = LIFE_SECONDS;
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  function trueNow(): number {
    return Date.now() - aheadMillis;
  }

  function jwtNow(): string {
    return known(jwt(trueNow(), lifeSeconds));
  }

  function opaqueNow(): string {
    return known(`opaque-${++given}`);
  }

  /** The server will know when it ends. Issuers count in whole seconds. */
  function known(token: string): string {
    endsAt.set(token, (Math.floor(trueNow() / SECOND) + lifeSeconds) * SECOND);
    return token;
  }

  async function connect(token: TokenProvider): Promise<void> {
    client = script.createClient({ token });
    client.connect();
    await vi.advanceTimersByTimeAsync(0);
  }

  /**
   * The server's part: it welcomes, takes each token for as long as it lasts, and ends what has none.
   *
   * @returns how many fresh tokens it was given, and how many connections ended because there was none
   */
  async function serve(millis: number): Promise<{ renewals: number; ended: number }> {
    let renewals = 0;
    let ended = 0;
    let token = "";
    let welcomed = 0;
    for (let passed = 0; passed < millis; passed += SECOND) {
      const socket = script.last;
      if (script.sockets.length > welcomed) {
        welcomed = script.sockets.length;
        token = decodeURIComponent(socket.protocols[1]!).split(" ")[1]!;
        answerRenewals(socket, (fresh) => {
          token = fresh;
          renewals++;
        });
        socket.welcome(endsAt.get(token)! - Date.now());
      }
      await vi.advanceTimersByTimeAsync(SECOND);
      socket.say({ type: "pong" });
      if (trueNow() >= endsAt.get(token)!) {
        ended++;
        socket.hangUp(CloseCode.tokenExpired);
        await vi.advanceTimersByTimeAsync(10 * SECOND);
      }
    }
    return { renewals, ended };
  }

  function answerRenewals(socket: ScriptedSocket, took: (token: string) => void): void {
    const send = socket.send.bind(socket);
    socket.send = (text) => {
      send(text);
      const frame = socket.sent.at(-1);
      if (frame?.type === "authenticate") {
        took(frame.token);
        const expires = new Date(endsAt.get(frame.token)!).toISOString();
        setTimeout(() => socket.say({ type: "accepted", id: frame.id, expires }), ROUND_TRIP_MILLIS);
      }
    };
  }

  it.each([0, -120, -3_600, 120, 290, 299.9, 3_600])(
    "is %d seconds ahead renews a token that says how long it lasts in time, and not again and again",
    async (aheadSeconds) => {
      aheadMillis = aheadSeconds * SECOND;
      await connect(jwtNow);
      const { renewals, ended } = await serve(HOUR);
      expect(ended).toBe(0);
      // A clock that is a bit ahead cannot be told from a token that is a bit old.
      expect(renewals).toBeLessThanOrEqual(aheadSeconds === 120 ? 2 * ENOUGH : ENOUGH);
    },
  );

  it.each([0, 290, 299.9, 3_600])(
    "is %d seconds ahead renews an opaque token in time, and at most each five seconds",
    async (aheadSeconds) => {
      aheadMillis = aheadSeconds * SECOND;
      await connect(opaqueNow);
      const { renewals, ended } = await serve(HOUR);
      expect(ended).toBe(0);
      expect(renewals).toBeLessThanOrEqual(HOUR / (5 * SECOND));
    },
  );

  it("is slow comes back with a fresh token after an opaque one that ended unnoticed", async () => {
    aheadMillis = -120 * SECOND;
    await connect(opaqueNow);
    const { ended } = await serve(HOUR);
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThanOrEqual(HOUR / (LIFE_SECONDS * SECOND));
    expect(client.state.value.name).toBe("live");
  });

  it.each([5, 10])("is right renews tokens in time that last %d seconds", async (seconds) => {
    aheadMillis = 0;
    lifeSeconds = seconds;
    await connect(jwtNow);
    const { renewals, ended } = await serve(HOUR);
    expect(ended).toBe(0);
    expect(renewals).toBeLessThanOrEqual((2 * HOUR) / (seconds * SECOND));
  });

  it("is right renews in time what the provider had in memory, however old", async () => {
    aheadMillis = 0;
    let token = jwtNow();
    await vi.advanceTimersByTimeAsync(200 * SECOND);
    await connect(({ renew }) => (renew ? (token = jwtNow()) : token));
    expect(await serve(99 * SECOND)).toEqual({ renewals: 1, ended: 0 });
  });

  it("is slow ends once at most when the provider had an old token in memory", async () => {
    aheadMillis = -120 * SECOND;
    let token = jwtNow();
    await vi.advanceTimersByTimeAsync(100 * SECOND);
    await connect(({ renew }) => (renew ? (token = jwtNow()) : token));
    const { renewals, ended } = await serve(HOUR);
    expect(ended).toBeLessThanOrEqual(1);
    expect(renewals).toBeLessThanOrEqual(ENOUGH);
  });

  it("is right renews in time where the provider gives what it has until that is nearly over", async () => {
    aheadMillis = 0;
    let token = jwtNow();
    await connect(() => {
      if (endsAt.get(token)! - Date.now() < 20 * SECOND) {
        token = jwtNow();
      }
      return token;
    });
    const { renewals, ended } = await serve(HOUR);
    expect(ended).toBe(0);
    expect(renewals).toBeLessThanOrEqual(4 * ENOUGH);
  });

  it("is right renews in time what another page of the same user got a while ago", async () => {
    aheadMillis = 0;
    const tokens: string[] = [];
    const others = setInterval(() => tokens.push(jwtNow()), 100 * SECOND);
    tokens.push(jwtNow());
    await connect(() => tokens.at(-1)!);
    const { ended } = await serve(HOUR);
    clearInterval(others);
    expect(ended).toBe(0);
  });
});
