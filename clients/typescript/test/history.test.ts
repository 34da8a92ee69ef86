import { beforeEach, describe, expect, it, vi } from "vitest";
import type { History } from "../src/index.js";
import { HistoryProblem, SignInRequired } from "../src/index.js";
import { HttpHistory, linksOf } from "../src/history.js";

const ROOM = "0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42";

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  /** In place of the body, as it is. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

describe("history", () => {
  let asked: { url: string; token: string }[];
  let answers: (Answer | Error)[];
  let needs: boolean[];
  /** What the provider gives before it gives tokens. */
  let noTokens: (() => Promise<string>)[];

  beforeEach(() => {
    asked = [];
    answers = [];
    needs = [];
    noTokens = [];
  });

  function history(base = "https://chat.example/base"): History {
    return new HttpHistory({
      gateways: "wss://gateway.example",
      history: base,
      token: ({ renew }) => {
        needs.push(renew);
        return noTokens.shift()?.() ?? `token-${needs.length}`;
      },
      random: () => 0,
      fetch: (input, init) => {
        asked.push({
          url: (input as URL | string).toString(),
          token: new Headers(init?.headers).get("Authorization") ?? "",
        });
        const answer = answers.shift() ?? { body: {} };
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve(
              new Response(answer.text ?? JSON.stringify(answer.body ?? {}), {
                status: answer.status ?? 200,
                headers: answer.headers ?? {},
              }),
            );
      },
    });
  }

  /** Not earlier, and not later. */
  async function asksAgainAfter(millis: number): Promise<void> {
    const me = history().me();
    await vi.advanceTimersByTimeAsync(millis - 1);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await me;
    expect(asked.length).toBe(2);
  }

  it("stands where the gateway is if nothing else is said", async () => {
    const usual = new HttpHistory({
      gateways: ["wss://gateway.example"],
      token: () => "t",
      fetch: (input) => {
        asked.push({ url: (input as string).toString(), token: "" });
        return Promise.resolve(new Response("{}"));
      },
    });
    await usual.me();
    expect(asked[0]?.url).toBe("https://gateway.example/api/me");
  });

  it("sends what was asked for, and nothing that was not", async () => {
    answers = [{ body: { messages: [], epoch: "e1", sequence: 58 } }];
    const page = await history().messages(ROOM, { around: 5, limit: 20, minSequence: undefined });
    expect(asked).toEqual([
      { url: `https://chat.example/base/api/rooms/${ROOM}/messages?around=5&limit=20`, token: "Bearer token-1" },
    ]);
    expect(page.cursor).toEqual({ epoch: "e1", sequence: 58 });
    expect(page.next).toBeUndefined();
  });

  it("asks for what happened to the room only if it is wanted", async () => {
    const left = { type: "member.left", sequence: 57 };
    answers = [
      { body: { messages: [], changes: [left], epoch: "e1", sequence: 58 } },
      { body: { messages: [], epoch: "e1", sequence: 58 } },
    ];
    expect((await history().messages(ROOM, { changes: true })).changes).toEqual([left]);
    expect((await history().messages(ROOM, { changes: false })).changes).toEqual([]);
    expect(asked.map(({ url }) => new URL(url).search)).toEqual(["?changes=true", ""]);
  });

  it("encodes what people type", async () => {
    answers = [{ body: { messages: [] } }];
    await history().search({ q: '"a phrase" -not & more', by: undefined });
    expect(new URL(asked[0]!.url).searchParams.get("q")).toBe('"a phrase" -not & more');
  });

  it("follows links, which are paths from the root", async () => {
    answers = [
      { body: { people: [{ id: "a" }] }, headers: { Link: '</api/people?q=a&after=x%2By>; rel="next"' } },
      { body: { people: [{ id: "b" }] }, headers: { Link: '</api/people?q=a&before=z>; rel="prev"' } },
    ];
    const first = await history().people({ q: "a" });
    const second = await first.next!();
    expect(asked[1]?.url).toBe("https://chat.example/api/people?q=a&after=x%2By");
    expect(second.items).toEqual([{ id: "b" }]);
    expect(second.next).toBeUndefined();
    expect(second.previous).toBeDefined();
  });

  it("reads several links of one header", () => {
    const links = linksOf('</a?x=1,2>; rel="next", </b>; rel="prev"');
    expect([...links]).toEqual([
      ["next", "/a?x=1,2"],
      ["prev", "/b"],
    ]);
    expect(linksOf(null).size).toBe(0);
  });

  it("renews a token that is refused, once", async () => {
    answers = [{ status: 401 }, { body: { id: "me" } }];
    await expect(history().me()).resolves.toEqual({ id: "me" });
    expect(needs).toEqual([false, true]);
    answers = [{ status: 401 }, { status: 401, body: { code: "unauthenticated", detail: "no" } }];
    await expect(history().me()).rejects.toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it("asks again where there was no token for the moment", async () => {
    vi.useFakeTimers();
    noTokens = [() => Promise.reject(new TypeError("Keycloak is away"))];
    answers = [{ body: { id: "me" } }];
    const me = history().me();
    await vi.runAllTimersAsync();
    await expect(me).resolves.toEqual({ id: "me" });
    vi.useRealTimers();
  });

  it("says so where there is no token", async () => {
    vi.useFakeTimers();
    noTokens = Array<() => Promise<string>>(4).fill(() => Promise.reject(new TypeError("Keycloak is away")));
    const failing = history()
      .me()
      .catch((cause: unknown) => cause);
    await vi.runAllTimersAsync();
    expect(await failing).toMatchObject({ name: "HistoryProblem", status: 0, code: "unreachable" });
    vi.useRealTimers();
  });

  it("does not ask again before somebody has signed in", async () => {
    noTokens = [() => Promise.reject(new SignInRequired())];
    await expect(history().me()).rejects.toBeInstanceOf(SignInRequired);
    expect(needs).toEqual([false]);
  });

  it("waits for no token longer than for an answer", async () => {
    vi.useFakeTimers();
    vi.spyOn(AbortSignal, "timeout").mockImplementation((millis) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException("too late", "TimeoutError")), millis);
      return controller.signal;
    });
    noTokens = [() => new Promise(() => {})];
    answers = [{ body: { id: "me" } }];
    const me = history().me();
    await vi.advanceTimersByTimeAsync(20_001);
    await expect(me).resolves.toEqual({ id: "me" });
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it("stops when it is told to while it waits for a token", async () => {
    const abort = new AbortController();
    noTokens = [() => new Promise(() => {})];
    const reading = history().me({ signal: abort.signal });
    abort.abort(new Error("not shown any more"));
    await expect(reading).rejects.toThrow("not shown any more");
    expect(needs.length).toBe(1);
  });

  it("asks again what is away for a moment", async () => {
    vi.useFakeTimers();
    answers = [{ status: 503 }, new TypeError("fetch failed"), { body: { id: "me" } }];
    const me = history().me();
    await vi.runAllTimersAsync();
    await expect(me).resolves.toEqual({ id: "me" });
    vi.useRealTimers();
  });

  it("asks again what came in part", async () => {
    vi.useFakeTimers();
    answers = [{ text: '{"rooms": [{"room": "0b5e' }, { body: { rooms: [] } }];
    const rooms = history().rooms();
    await vi.runAllTimersAsync();
    await expect(rooms).resolves.toMatchObject({ items: [] });
    expect(asked.length).toBe(2);
    vi.useRealTimers();
  });

  it.each(["null", "[]", "{}", '{"rooms": 7}'])("calls %s no list of rooms", async (text) => {
    vi.useFakeTimers();
    answers = Array<Answer>(4).fill({ text });
    const failing = history()
      .rooms()
      .catch((cause: unknown) => cause);
    await vi.runAllTimersAsync();
    expect(await failing).toMatchObject({ name: "HistoryProblem", status: 0, code: "malformed" });
    vi.useRealTimers();
  });

  it("waits as long as it is told to, within reason", async () => {
    vi.useFakeTimers();
    answers = [{ status: 503, headers: { "Retry-After": "3" } }, { body: {} }];
    await asksAgainAfter(3_000);
    vi.useRealTimers();
  });

  it.each([429, 502, 504])("asks again after %i", async (status) => {
    vi.useFakeTimers();
    answers = [{ status, text: "<html>a proxy says so</html>" }, { body: { id: "me" } }];
    const me = history().me();
    await vi.runAllTimersAsync();
    await expect(me).resolves.toEqual({ id: "me" });
    vi.useRealTimers();
  });

  it.each(["20", "Sun, 22 Nov 2026 18:00:20 GMT"])(
    "slows down for as long as it is told to: %s",
    async (retryAfter) => {
      vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
      answers = [{ status: 429, headers: { "Retry-After": retryAfter } }, { body: {} }];
      await asksAgainAfter(20_000);
      vi.useRealTimers();
    },
  );

  it("gives up after four attempts", async () => {
    vi.useFakeTimers();
    answers = Array<Answer>(9).fill({ status: 503, body: { code: "unavailable", detail: "later" } });
    const failing = history()
      .me()
      .catch((cause: unknown) => cause);
    await vi.runAllTimersAsync();
    expect(await failing).toMatchObject({ status: 503, code: "unavailable", message: "later" });
    expect(asked.length).toBe(4);
    vi.useRealTimers();
  });

  it("does not ask again what will be refused again", async () => {
    answers = [{ status: 404, body: { code: "notFound", detail: "there is no such room" } }];
    await expect(history().room(ROOM)).rejects.toSatisfy(
      (cause) => cause instanceof HistoryProblem && cause.code === "notFound",
    );
    expect(asked.length).toBe(1);
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    answers = [{ status: 503, headers: { "Retry-After": "5" } }];
    const reading = history().me({ signal: abort.signal });
    await vi.waitFor(() => expect(asked.length).toBe(1));
    abort.abort(new Error("not shown any more"));
    await expect(reading).rejects.toThrow("not shown any more");
    expect(asked.length).toBe(1);
  });
});
