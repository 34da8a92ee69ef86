import type { Message, PendingMessage, Person, RoomChange } from "@parley/client";
import { describe, expect, it } from "vitest";
import { readersByMessage, type Row, rowsOf as rowsOfAll, type RowOptions } from "../src/timeline/rows.ts";
import { bannedOf, statementsOf } from "../src/timeline/statements.ts";
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

const everythingRead = { me: alice.id, readUpTo: undefined, hasOlder: false };

/** Rows where nothing happens but messages. */
function rowsOf(
  messages: readonly Message[],
  onTheirWay: readonly PendingMessage[],
  options: RowOptions,
  before?: ReadonlyMap<string, Row>,
): Row[] {
  return rowsOfAll({ messages, changes: [], pending: onTheirWay }, options, before);
}

/** What happens to the room, as the log has it. */
function change(sequence: number, type: RoomChange["type"], user: Person = bob, by: Person = alice, more = {}): RoomChange {
  const at = new Date(2026, 10, 22, 9, sequence).toISOString();
  return { sequence, at, by, command: `c${sequence}`, type, user, ...more } as unknown as RoomChange;
}

function heads(rows: readonly Row[]): string[] {
  return rows.filter((row) => row.type !== "changes" && row.head).map((row) => row.key);
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
    const rows = rowsOf([message(5), message(6, alice), message(7), message(8)], [], { ...everythingRead, readUpTo: 5 });
    expect(rows.filter((row) => row.type === "message" && row.news).map((row) => row.key)).toEqual(["m7"]);
    expect(heads(rows)).toContain("m7");
  });

  it("have no line when the first new message is further up than they begin", () => {
    const rows = rowsOf([message(50), message(51)], [], { ...everythingRead, readUpTo: 5, hasOlder: true });
    expect(rows.some((row) => row.type === "message" && row.news)).toBe(false);
  });

  it("have the line above the first message of all, whoever came to the room before it was written", () => {
    const rows = rowsOf([message(6), message(7)], [], { ...everythingRead, readUpTo: 3 });
    expect(rows.filter((row) => row.type === "message" && row.news).map((row) => row.key)).toEqual(["m6"]);
  });

  it("end with what is on its way, in one group with one's own last message", () => {
    const rows = rowsOf([message(1, alice)], [pending("a"), pending("b")], everythingRead);
    expect(rows.map((row) => [row.key, row.type !== "changes" && row.head])).toEqual([
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

describe("rows of what happened to the room", () => {
  const keys = (rows: readonly Row[]) => rows.map((row) => row.key);

  it("stand between the messages, all between two of them in one", () => {
    const rows = rowsOfAll(
      {
        messages: [message(3), message(6)],
        changes: [change(1, "room.created"), change(2, "member.joined"), change(4, "member.left"), change(7, "member.joined")],
        pending: [pending("a")],
      },
      everythingRead,
    );
    expect(keys(rows)).toEqual(["c2", "m3", "c4", "m6", "c7", "pa"]);
  });

  it("keep their key while older ones are read, so that nothing jumps", () => {
    const changes = [4, 5, 6].map((sequence) => change(sequence, "member.joined"));
    const some = rowsOfAll({ messages: [message(7)], changes: changes.slice(1), pending: [] }, everythingRead);
    const all = rowsOfAll({ messages: [message(3), message(7)], changes, pending: [] }, everythingRead);
    expect(keys(some)).toEqual(["c6", "m7"]);
    expect(keys(all)).toEqual(["m3", "c6", "m7"]);
  });

  it("are one for each day, with the day above it", () => {
    const nextDay = change(24 * 60, "member.left");
    const rows = rowsOfAll(
      { messages: [message(24 * 60 + 5)], changes: [change(1, "member.joined"), nextDay], pending: [] },
      everythingRead,
    );
    expect(keys(rows)).toEqual(["c1", `c${24 * 60}`, `m${24 * 60 + 5}`]);
    expect(rows.map((row) => row.type !== "pending" && row.day !== undefined)).toEqual([true, true, false]);
  });

  it("end a group of messages", () => {
    const source = { messages: [message(1), message(3)], changes: [change(2, "member.joined")], pending: [] };
    expect(heads(rowsOfAll(source, everythingRead))).toEqual(["m1", "m3"]);
  });

  it("are the same objects while nothing about them changes", () => {
    const source = { messages: [message(3)], changes: [change(1, "member.joined"), change(2, "member.left")], pending: [] };
    const before = rowsOfAll(source, everythingRead);
    const byKey = new Map(before.map((row) => [row.key, row]));
    const more = { ...source, changes: [...source.changes, change(4, "member.left")] };
    expect(rowsOfAll(more, everythingRead, byKey)[0]).toBe(before[0]);
    const fewer = { ...source, changes: source.changes.slice(1) };
    expect(rowsOfAll(fewer, everythingRead, byKey)[0]).not.toBe(before[0]);
  });
});

describe("statements", () => {
  const carol = { id: "u3", name: "carol" };
  const said = (...changes: RoomChange[]) =>
    statementsOf(changes).map(({ kind, people }) => [kind, ...people.map((person) => person.name)].join(" "));

  it("tell of all to whom the same happened", () => {
    expect(
      said(
        change(1, "member.joined", bob, bob),
        change(2, "member.joined", carol, carol),
        change(3, "member.left", bob, bob),
        change(4, "member.joined", bob, alice),
        change(5, "member.removed", bob, carol),
        change(6, "member.removed", alice, bob),
      ),
    ).toEqual(["joined bob carol", "left bob", "added bob", "removed bob", "removed alice"]);
  });

  it("name nobody twice, and whoever made the room only once", () => {
    expect(
      said(
        change(1, "room.created", alice, alice),
        change(2, "member.joined", alice, alice),
        change(3, "member.joined", bob, alice),
        change(4, "member.joined", carol, alice),
      ),
    ).toEqual(["created", "added bob carol"]);
    expect(said(change(1, "member.joined", bob, bob), change(2, "member.joined", bob, bob))).toEqual(["joined bob"]);
  });

  it("tell of different roles apart", () => {
    const roles = statementsOf([
      change(1, "member.roleChanged", bob, alice, { role: "moderator" }),
      change(2, "member.roleChanged", carol, alice, { role: "moderator" }),
      change(3, "member.roleChanged", carol, alice, { role: "owner" }),
    ]);
    expect(roles.map(({ role, people }) => [role, people.length])).toEqual([
      ["moderator", 2],
      ["owner", 1],
    ]);
  });

  it("tell of a new name and a new topic, and of the end of one", () => {
    expect(
      said(change(1, "room.updated", bob, alice, { name: "Lunch", topic: "noon" }), change(2, "room.updated", bob, alice, { topic: "" })),
    ).toEqual(["renamed", "topic", "topicGone"]);
  });

  it("leave out what is not known here", () => {
    expect(said(change(1, "member.promoted" as RoomChange["type"]))).toEqual([]);
  });

  it("know whose ban holds", () => {
    const changes = [
      change(1, "member.banned", bob),
      change(2, "member.banned", carol),
      change(3, "member.unbanned", bob),
    ];
    expect([...bannedOf(changes)]).toEqual([carol.id]);
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
