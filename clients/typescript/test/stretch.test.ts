import { describe, expect, it } from "vitest";
import type { Message, RoomChange, RoomEvent } from "../src/index.js";
import { Stretch } from "../src/stretch.js";
import { person } from "./model/people.js";

const HEAD = 52;
const READ: Message = {
  sequence: 40,
  at: "2026-11-22T18:00:00.000Z",
  by: person("bob"),
  text: "hello",
  mentions: [],
  deleted: false,
  reactions: [],
};

describe("a stretch of messages", () => {
  const stretch = Stretch.of({ messages: [READ], changes: [], head: HEAD }, { older: false, newer: false });

  function event(sequence: number, change: object): RoomEvent {
    return { sequence, at: READ.at, by: person("carol"), command: `c-${sequence}`, ...change } as RoomEvent;
  }

  function reaction(sequence: number): RoomEvent {
    return event(sequence, { type: "reaction.added", message: READ.sequence, emoji: "🎉" });
  }

  it("doubts a count that may hold what happened after the head it was read at", () => {
    const events = [reaction(HEAD + 1)];
    expect(stretch.after(events, "alice").doubtful(events)).toEqual([READ.sequence]);
  });

  it.each([
    ["edited", { type: "message.edited", message: READ.sequence, text: "hello!", mentions: [] }],
    ["deleted", { type: "message.deleted", message: READ.sequence }],
  ])("doubts it no less when the message was %s right after", (_, change) => {
    const events = [reaction(HEAD + 1), event(HEAD + 2, change)];
    expect(stretch.after(events, "alice").doubtful(events)).toEqual([READ.sequence]);
  });

  it("tells nothing of a kind that a newer server may know", () => {
    const left = (sequence: number) => event(sequence, { type: "member.left", user: person("carol") }) as RoomChange;
    const nicknamed = (sequence: number) => event(sequence, { type: "member.nicknamed" }) as RoomChange;
    const more = { older: true, newer: false };
    const page = Stretch.of({ messages: [READ], changes: [nicknamed(41), left(42)], head: HEAD }, more);
    const older = { messages: [], changes: [left(30), nicknamed(31)], head: HEAD };
    const shown = page.withOlder(older, false).after([nicknamed(HEAD + 1), left(HEAD + 2)], "alice");
    expect(shown.changes.map(({ sequence }) => sequence)).toEqual([30, 42, HEAD + 2]);
  });

  it("doubts nothing that the page reckons with for sure", () => {
    const events = [reaction(HEAD)];
    expect(stretch.after(events, "alice").doubtful(events)).toEqual([]);
  });
});
