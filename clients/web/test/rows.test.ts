import type { Message, PendingMessage } from "@parley/client";
import { describe, expect, it } from "vitest";
import { readersByMessage, type Row, rowsOf } from "../src/timeline/rows.ts";
import { stepsBetween } from "../src/timeline/steps.ts";

const alice = { id: "u1", name: "alice" };
const bob = { id: "u2", name: "bob" };

function message(sequence: number, by = bob, minutes = sequence, more: Partial<Message> = {}): Message {
  const at = new Date(2026, 10, 22, 9, minutes).toISOString();
  return { sequence, at, by, text: `m${sequence}`, mentions: [], deleted: false, reactions: [], ...more };
}

function pending(id: string): PendingMessage {
  return { id, text: id, state: "sending", sentAt: 0 } as unknown as PendingMessage;
}

const everythingRead = { me: alice.id, readUpTo: undefined };

function heads(rows: readonly Row[]): string[] {
  return rows.filter((row) => row.head).map((row) => row.key);
}

describe("rows", () => {
  it("group what one person says within minutes", () => {
    const rows = rowsOf([message(1), message(2), message(3, alice), message(4), message(20)], [], everythingRead);
    expect(heads(rows)).toEqual(["m1", "m3", "m4", "m20"]);
  });

  it("begin a group anew for an answer and after a deleted one", () => {
    const rows = rowsOf(
      [message(1), message(2, bob, 2, { replyTo: 1 }), message(3, bob, 3, { deleted: true }), message(4)],
      [],
      everythingRead,
    );
    expect(heads(rows)).toEqual(["m1", "m2", "m3", "m4"]);
    expect(rows[1]).toMatchObject({ answered: { sequence: 1 } });
  });

  it("have each day above its first message", () => {
    const rows = rowsOf([message(1), message(2), message(3, bob, 24 * 60)], [], everythingRead);
    expect(rows.map((row) => row.type === "message" && row.day !== undefined)).toEqual([true, false, true]);
  });

  it("have the line above the first new message of somebody else", () => {
    const rows = rowsOf([message(5), message(6, alice), message(7), message(8)], [], { me: alice.id, readUpTo: 5 });
    expect(rows.filter((row) => row.type === "message" && row.news).map((row) => row.key)).toEqual(["m7"]);
    expect(heads(rows)).toContain("m7");
  });

  it("have no line when the first new message is further up than they begin", () => {
    const rows = rowsOf([message(50), message(51)], [], { me: alice.id, readUpTo: 5 });
    expect(rows.some((row) => row.type === "message" && row.news)).toBe(false);
  });

  it("end with what is on its way, in one group with one's own last message", () => {
    const rows = rowsOf([message(1, alice)], [pending("a"), pending("b")], everythingRead);
    expect(rows.map((row) => [row.key, row.head])).toEqual([
      ["m1", true],
      ["pa", false],
      ["pb", false],
    ]);
  });

  it("are the same objects while nothing about them changes", () => {
    const messages = [message(1), message(2)];
    const before = rowsOf(messages, [], everythingRead);
    const after = rowsOf([...messages, message(3)], [], everythingRead, new Map(before.map((row) => [row.key, row])));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it("have an unchanged row drawn again when the message it answers is edited", () => {
    const answer = message(2, bob, 2, { replyTo: 1 });
    const before = rowsOf([message(1), answer], [], everythingRead);
    const byKey = new Map(before.map((row) => [row.key, row]));
    const after = rowsOf([message(1, bob, 1, { text: "edited" }), answer], [], everythingRead, byKey);
    expect(after[1]).not.toBe(before[1]);
  });
});

describe("readers", () => {
  it("stand at the last message that their pointer covers, and not at their own", () => {
    const carol = { id: "u3", name: "carol" };
    const messages = [message(2, alice), message(5, alice), message(9, bob)];
    const readers = readersByMessage(
      messages,
      [
        { ...alice, readSequence: 9 },
        { ...bob, readSequence: 9 },
        { ...carol, readSequence: 7 },
        { id: "u4", name: "dave", readSequence: 1 },
      ],
      alice.id,
    );
    expect([...readers].map(([sequence, people]) => [sequence, people.map((person) => person.name)])).toEqual([
      [5, ["carol"]],
    ]);
  });
});

describe("steps between two stretches", () => {
  const stretch = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ key: `m${from + index}` }));
  const sizes = (steps: ReturnType<typeof stepsBetween>) => steps.map((step) => [step.rows.length, step.shift]);

  it("are one without the beginning in it", () => {
    expect(sizes(stepsBetween(stretch(1, 5), stretch(1, 7)))).toEqual([[7, false]]);
    expect(sizes(stepsBetween([], stretch(1, 7)))).toEqual([[7, false]]);
    expect(sizes(stepsBetween(stretch(1, 5), stretch(10, 12)))).toEqual([[3, false]]);
  });

  it("drop at the end before they add at the beginning", () => {
    expect(sizes(stepsBetween(stretch(51, 100), stretch(1, 80)))).toEqual([
      [30, false],
      [80, true],
    ]);
  });

  it("drop at the beginning before they add at the end", () => {
    expect(sizes(stepsBetween(stretch(1, 50), stretch(21, 70)))).toEqual([
      [30, true],
      [50, false],
    ]);
  });

  it("lead from any stretch to any that touches it, one kind of change at a time", () => {
    for (let from = 1; from < 8; from++) {
      for (let to = from; to < 8; to++) {
        for (let newFrom = 1; newFrom < 8; newFrom++) {
          for (let newTo = newFrom; newTo < 8; newTo++) {
            const target = stretch(newFrom, newTo);
            const steps = stepsBetween(stretch(from, to), target);
            expect(steps.at(-1)!.rows.map((row) => row.key)).toEqual(target.map((row) => row.key));
          }
        }
      }
    }
  });
});
