import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { History, Member } from "../src/index.js";
import { HistoryProblem } from "../src/index.js";
import { MemberList } from "../src/memberList.js";

const CURSOR = { epoch: "e1", sequence: 10 };
const BOB: Member = { id: "bob", name: "Bob", role: "member", joinedSequence: 2, readSequence: 10 };
const MINUTE = 60_000;

describe("a list of members", () => {
  let list: MemberList;
  /** When history was asked. */
  let asked: number[];
  let problem: HistoryProblem | undefined;
  let fits: boolean;
  let failures: unknown[];
  let drawn: number;

  beforeEach(async () => {
    vi.useFakeTimers({ now: 0 });
    asked = [];
    failures = [];
    problem = undefined;
    fits = true;
    drawn = 0.5;
    const members: History["members"] = async () => {
      asked.push(Date.now());
      if (problem) {
        throw problem;
      }
      return { items: [BOB], cursor: CURSOR, next: undefined, previous: undefined };
    };
    list = new MemberList(
      {
        id: "room",
        cursor: CURSOR,
        live: true,
        eventsAfter: () => (fits ? [] : undefined),
        failed: (cause) => failures.push(cause),
        random: () => drawn,
      },
      { members } as History,
      () => {},
    );
    await list.load();
    asked = [];
  });

  afterEach(() => {
    list.stop();
    vi.useRealTimers();
  });

  function pauses(): number[] {
    return asked.slice(1).map((at, i) => at - asked[i]!);
  }

  it("is read again after a random moment", async () => {
    list.reload();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toEqual([1_000]);
    expect(failures).toEqual([]);
  });

  it("is not read again when the connection is gone in that moment", async () => {
    list.reload();
    list.stop();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(asked).toEqual([]);
  });

  it("is asked for less and less often while history is away, and soon after the next reload", async () => {
    drawn = 0.999;
    problem = new HistoryProblem(503, "unavailable", "not now");
    list.reload();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    const grown = pauses();
    expect(grown[0]).toBeLessThan(5_000);
    expect(Math.min(...grown.slice(6))).toBeGreaterThan(50_000);
    expect(Math.max(...grown)).toBeLessThan(65_000);
    expect(failures.length).toBe(asked.length);
    asked = [];
    list.reload();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.length).toBe(2);
  });

  it.each([400, 401, 403, 404])("is not asked for again after %i", async (status) => {
    problem = new HistoryProblem(status, "no", "this will not change");
    list.reload();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked.length).toBe(1);
    expect(list.shown.value).toEqual([BOB]);
  });

  it("that fits nothing is read five times in a row, and once after each pause", async () => {
    fits = false;
    list.reload();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(pauses().slice(0, 4)).toEqual([250, 250, 250, 250]);
    expect(Math.min(...pauses().slice(4))).toBeGreaterThan(1_000);
    expect(asked.length).toBeLessThan(40);
    fits = true;
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    const { length } = asked;
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked.length).toBe(length);
  });

  it("is tried five times for whoever asks, also after it fitted nothing", async () => {
    fits = false;
    list.reload();
    await vi.advanceTimersByTimeAsync(MINUTE);
    list.stop();
    asked = [];
    const failing = expect(list.load()).rejects.toMatchObject({ code: "behind" });
    await vi.advanceTimersByTimeAsync(MINUTE);
    await failing;
    expect(asked.length).toBe(5);
  });
});
