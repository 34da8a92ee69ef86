import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { History, PendingMessage, RoomEvent } from "../src/index.js";
import { Cell } from "../src/observable.js";
import { LiveTimeline } from "../src/timeline.js";
import { person } from "./model/people.js";

const AT = "2026-11-22T18:00:00.000Z";
const MESSAGE = 40;
const HEAD = 52;
const EPOCH = "e1";

describe("a timeline", () => {
  let timeline: LiveTimeline;
  let events: RoomEvent[];
  /** How many reactions history has counted, whatever head it read before that. */
  let counted: number;
  /** The head that history has read. */
  let read: number;

  beforeEach(async () => {
    vi.useFakeTimers({ now: 0 });
    events = [];
    counted = 0;
    read = HEAD;
    const messages: History["messages"] = async () => ({
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
    });
    timeline = new LiveTimeline(
      {
        id: "room",
        get cursor() {
          return { epoch: EPOCH, sequence: HEAD + events.length };
        },
        me: "alice",
        pending: new Cell<readonly PendingMessage[]>([], () => {}),
        sync: new Cell<"live">("live", () => {}),
        eventsAfter: (cursor) => events.filter((event) => event.sequence > cursor.sequence),
        expect: () => {},
        closed: () => {},
      },
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
