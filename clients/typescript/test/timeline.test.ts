import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { History, Message, PendingMessage, RoomEvent } from "../src/index.js";
import { HistoryProblem } from "../src/index.js";
import { Cell } from "../src/observable.js";
import { LiveTimeline, type TimelineRoom } from "../src/timeline.js";
import { person } from "./model/people.js";

const AT = "2026-11-22T18:00:00.000Z";
const MESSAGE = 40;
const HEAD = 52;
const EPOCH = "e1";
const HOUR = 3_600_000;

/** A room whose history reaches to `head`, with what happened since then. */
function roomWith(
  head: number,
  since: () => readonly RoomEvent[],
  sync = new Cell<"live" | "gone">("live", () => {}),
): TimelineRoom {
  return {
    id: "room",
    get cursor() {
      return { epoch: EPOCH, sequence: head + since().length };
    },
    me: "alice",
    pending: new Cell<readonly PendingMessage[]>([], () => {}),
    sync,
    over: false,
    eventsAfter: (cursor) => since().filter((event) => event.sequence > cursor.sequence),
    expect: () => {},
    closed: () => {},
  };
}

describe("a timeline", () => {
  let timeline: LiveTimeline;
  let events: RoomEvent[];
  /** How many reactions history has counted, whatever head it read before that. */
  let counted: number;
  /** The head that history has read. */
  let read: number;
  let problem: HistoryProblem | undefined;
  let asked: number;
  let sync: Cell<"live" | "gone">;

  beforeEach(async () => {
    vi.useFakeTimers({ now: 0 });
    events = [];
    counted = 0;
    read = HEAD;
    problem = undefined;
    asked = 0;
    sync = new Cell<"live" | "gone">("live", () => {});
    const messages: History["messages"] = async () => {
      asked++;
      if (problem) {
        throw problem;
      }
      return {
        items: [
          {
            sequence: MESSAGE,
            at: AT,
            by: person("bob"),
            text: "hello",
            mentions: [],
            deleted: false,
            reactions: counted === 0 ? [] : [{ emoji: "🎉", count: counted, mine: false }],
          },
        ],
        changes: [],
        cursor: { epoch: EPOCH, sequence: read },
        next: undefined,
        previous: undefined,
      };
    };
    timeline = new LiveTimeline(
      roomWith(HEAD, () => events, sync),
      { messages } as History,
      () => 0.5,
      {},
      () => {},
    );
    await pass();
  });

  afterEach(() => {
    timeline.close();
    vi.useRealTimers();
  });

  async function pass(millis = 100): Promise<void> {
    await vi.advanceTimersByTimeAsync(millis);
  }

  function react(by: string): void {
    const event: RoomEvent = {
      type: "reaction.added",
      sequence: HEAD + events.length + 1,
      at: AT,
      by: person(by),
      command: `c-${events.length}`,
      message: MESSAGE,
      emoji: "🎉",
    };
    events = [...events, event];
    timeline.happened([event], []);
  }

  function shown(): number | undefined {
    return timeline.view.value.messages[0]?.reactions[0]?.count;
  }

  it("reads a count again that may hold an event twice", async () => {
    counted = 1;
    void timeline.jumpTo("newest");
    await pass();
    react("bob");
    expect(shown()).toBe(2);
    read = HEAD + 1;
    await pass(1_000);
    expect(shown()).toBe(1);
  });

  it("asks for it less and less often while history is away", async () => {
    problem = new HistoryProblem(503, "unavailable", "not now");
    react("bob");
    asked = 0;
    await pass(HOUR);
    expect(asked).toBeLessThan(HOUR / 25_000);
    counted = 1;
    read = HEAD + 1;
    problem = undefined;
    await pass(65_000);
    expect(shown()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("asks for it no more once the room is gone", async () => {
    react("bob");
    problem = new HistoryProblem(404, "notFound", "there is no such room");
    sync.set("gone");
    asked = 0;
    await pass(HOUR);
    expect(asked).toBe(1);
  });

  it("reads it again though it was read anew while another count was in doubt", async () => {
    react("bob");
    counted = 2;
    read = HEAD + 1;
    void timeline.jumpTo("newest");
    await pass();
    react("carol");
    expect(shown()).toBe(3);
    read = HEAD + 2;
    await pass(1_000);
    expect(shown()).toBe(2);
  });
});

describe("a timeline of many messages", () => {
  const COUNT = 400;
  const PAGE = 200;

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("reads again all counts that may hold an event twice, however far they are apart", async () => {
    let head = COUNT;
    const counts = new Map([
      [10, 1],
      [390, 1],
    ]);
    const message = (sequence: number): Message => ({
      sequence,
      at: AT,
      by: person("bob"),
      text: `message ${sequence}`,
      mentions: [],
      deleted: false,
      reactions: counts.has(sequence) ? [{ emoji: "🎉", count: counts.get(sequence)!, mine: false }] : [],
    });
    const messages: History["messages"] = async (_, { before = COUNT + 1, after, limit = PAGE } = {}) => {
      const first = after === undefined ? Math.max(1, before - limit) : after + 1;
      const page = {
        items: Array.from({ length: limit }, (_, i) => message(first + i)),
        changes: [],
        cursor: { epoch: EPOCH, sequence: head },
        next: undefined,
        previous: undefined,
      };
      return { ...page, next: first > 1 ? () => Promise.reject(new Error("unwanted")) : undefined };
    };
    let events: RoomEvent[] = [];
    const timeline = new LiveTimeline(
      roomWith(COUNT, () => events),
      { messages } as History,
      () => 0.5,
      { pageSize: PAGE },
      () => {},
    );
    await vi.advanceTimersByTimeAsync(0);
    void timeline.loadOlder();
    await vi.advanceTimersByTimeAsync(0);
    for (const reacted of counts.keys()) {
      const sequence = COUNT + events.length + 1;
      events = [
        ...events,
        {
          type: "reaction.added",
          sequence,
          at: AT,
          by: person("bob"),
          command: `c-${sequence}`,
          message: reacted,
          emoji: "🎉",
        },
      ];
      timeline.happened(events.slice(-1), []);
    }
    const shown = () => [...counts.keys()].map((at) => timeline.view.value.messages[at - 1]?.reactions[0]?.count);
    expect(shown()).toEqual([2, 2]);
    head = COUNT + events.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shown()).toEqual([1, 1]);
    timeline.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
