import type { Message } from "@parley/client";
import { describe, expect, it } from "vitest";
import { newsSince, saidAfter } from "../src/timeline/said.ts";

const alice = { id: "u1", name: "alice" };
const bob = { id: "u2", name: "bob" };

function message(sequence: number, by = bob, more: Partial<Message> = {}): Message {
  const at = new Date(2026, 10, 22, 9, sequence).toISOString();
  return { sequence, at, by, text: `m${sequence}`, mentions: [], deleted: false, reactions: [], ...more };
}

type Stretch = Parameters<typeof saidAfter>[1];

function stretch(messages: readonly Message[], more: Partial<Stretch> = {}): Stretch {
  return { messages, hasNewer: false, generation: 1, ...more };
}

/** What is said to alice after these stretches, one after the other: each sequence is an element of its own. */
function said(...stretches: readonly Stretch[]): number[] {
  let all: readonly Message[] = [];
  stretches.forEach((next, index) => {
    all = saidAfter(all, stretches[index - 1] ?? next, next, alice.id);
  });
  return all.map(({ sequence }) => sequence);
}

describe("what is read aloud", () => {
  it("has the same words by the same person twice, one for each time", () => {
    const [first, second] = [message(2, bob, { text: "Yes" }), message(3, bob, { text: "Yes" })];
    expect(said(stretch([message(1)]), stretch([message(1), first]))).toEqual([2]);
    expect(said(stretch([message(1)]), stretch([message(1), first]), stretch([message(1), first, second]))).toEqual([2, 3]);
  });

  it("has all that come at once", () => {
    expect(said(stretch([message(1)]), stretch([1, 2, 3, 4].map((sequence) => message(sequence))))).toEqual([2, 3, 4]);
  });

  it("has the first message of a room", () => {
    expect(said(stretch([]), stretch([message(2)]))).toEqual([2]);
  });

  it("is the last of it, whether it came at once or bit by bit", () => {
    const many = [1, 2, 3, 4, 5, 6, 7, 8].map((sequence) => message(sequence));
    expect(said(stretch(many.slice(0, 1)), stretch(many))).toEqual([4, 5, 6, 7, 8]);
    expect(said(...many.map((_, index) => stretch(many.slice(0, index + 1))))).toEqual([4, 5, 6, 7, 8]);
  });

  it("has nothing that one wrote oneself, or that is deleted when it comes", () => {
    const came = [message(2, alice), message(3), message(4, bob, { text: "", deleted: true })];
    expect(said(stretch([message(1)]), stretch([message(1), ...came]))).toEqual([3]);
  });

  it("has nothing that was read on the way up or down", () => {
    const some = [message(4), message(5)];
    expect(said(stretch(some), stretch([message(2), message(3), ...some]))).toEqual([]);
    expect(said(stretch(some, { hasNewer: true }), stretch([...some, message(6)], { hasNewer: true }))).toEqual([]);
    expect(said(stretch(some, { hasNewer: true }), stretch([...some, message(6)]))).toEqual([]);
  });

  it("has nothing that comes with another stretch, and begins anew with it", () => {
    const before = [stretch([]), stretch([message(2)])];
    expect(said(stretch([], { generation: 0 }), stretch([message(1), message(2)]))).toEqual([]);
    expect(said(...before, stretch([message(2), message(3)], { generation: 2 }))).toEqual([]);
  });

  it("stays while others react to it, and not with words that are no longer there", () => {
    const before = [stretch([message(1)]), stretch([1, 2, 3, 4].map((sequence) => message(sequence)))];
    const after = [
      message(1),
      message(2, bob, { reactions: [{ emoji: "👍", count: 1, mine: false }] }),
      message(3, bob, { text: "", deleted: true }),
      message(4, bob, { text: "other words" }),
    ];
    expect(said(...before, stretch(after))).toEqual([2]);
  });
});

describe("what is new for somebody who is not looking", () => {
  it("begins with what came first, however much comes", () => {
    expect(newsSince(undefined, 7, 7)).toBe(7);
    expect(newsSince(7, 8, 7)).toBe(7);
  });

  it("begins anew once everything was read", () => {
    expect(newsSince(3, 9, 9)).toBe(9);
    expect(newsSince(3, 9, 12)).toBe(9);
  });
});
