import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History, Member, RoomEvent, Sequence, UserId } from "../src/index.js";
import { MemberList } from "../src/memberList.js";
import { person } from "./model/people.js";
import { seeded } from "./model/random.js";
import type { Change } from "./model/room.js";

const HEAD = 10;
const MANY = 5_000;
const RECEIPTS = 100;

function member(id: UserId, name = `name of ${id}`, readSequence = HEAD): Member {
  return { id, name, role: "member", joinedSequence: 2, readSequence };
}

function event(sequence: Sequence, by: UserId, change: Change): RoomEvent {
  const at = "2026-11-22T18:00:00.000Z";
  return { ...change, sequence, at, by: person(by), command: `c-${sequence}` };
}

/** A list that history filled with these. */
async function listOf(members: readonly Member[]): Promise<MemberList> {
  const cursor = { epoch: "e1", sequence: HEAD };
  const answer: History["members"] = async () => ({ items: members, cursor, next: undefined, previous: undefined });
  const list = new MemberList(
    { id: "room", cursor, live: true, eventsAfter: () => [], failed: () => {}, random: () => 0.5 },
    { members: answer } as History,
    () => {},
  );
  await list.load();
  return list;
}

function shown(list: MemberList): readonly Member[] {
  return list.shown.value!;
}

function ids(list: MemberList): UserId[] {
  return shown(list).map(({ id }) => id);
}

describe("members to show", () => {
  let compared: number;
  const { localeCompare } = String.prototype;
  const compare = Object.getOwnPropertyDescriptor(Intl.Collator.prototype, "compare")!;

  // A spy would remember each call.
  beforeEach(() => {
    compared = 0;
    String.prototype.localeCompare = function (this: string, other: string): number {
      compared++;
      return localeCompare.call(this, other);
    };
    Object.defineProperty(Intl.Collator.prototype, "compare", {
      ...compare,
      get(this: Intl.Collator) {
        compared++;
        return compare.get!.call(this) as unknown;
      },
    });
  });

  afterEach(() => {
    String.prototype.localeCompare = localeCompare;
    Object.defineProperty(Intl.Collator.prototype, "compare", compare);
  });

  it("stand by name as people sort names, and by id where names are the same", async () => {
    const names = ["zoe", "Ángel", "angel", "Bob", "bob", "10", "9", "Émile", "emil", "Ole", "Øle", ""];
    const all = names.flatMap((name, i) => [member(`u${i}`, name), member(`t${i}`, name)]);
    const expected = [...all].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    compared = 0;
    expect(shown(await listOf(all))).toEqual(expected);
    // Or what follows counts nothing.
    expect(compared).toBeGreaterThan(all.length);
  });

  it("are not sorted anew when somebody reads, posts or changes role, however many they are", async () => {
    const list = await listOf(Array.from({ length: MANY }, (_, i) => member(`user-${(i * 7_919) % MANY}`)));
    const before = ids(list);
    compared = 0;
    for (let i = 1; i <= RECEIPTS; i++) {
      list.read(`user-${i}`, HEAD + i);
    }
    list.happened([event(HEAD + 1, "user-7", { type: "message.posted", text: "…", mentions: [] })]);
    list.happened([
      event(HEAD + 2, "user-1", { type: "member.roleChanged", user: person("user-8"), role: "moderator" }),
    ]);
    expect(compared).toBe(0);
    expect(ids(list)).toEqual(before);
    const read = new Map(shown(list).map(({ id, readSequence }) => [id, readSequence]));
    expect([read.get("user-0"), read.get("user-1"), read.get(`user-${RECEIPTS}`)]).toEqual([
      HEAD,
      HEAD + 1,
      HEAD + RECEIPTS,
    ]);
    expect(shown(list).find(({ id }) => id === "user-8")).toMatchObject({ role: "moderator", readSequence: HEAD + 8 });
  });

  it("are compared about once each when somebody comes or goes", async () => {
    const list = await listOf(Array.from({ length: MANY }, (_, i) => member(`user-${i}`)));
    compared = 0;
    list.happened([event(HEAD + 1, "user-1", { type: "member.left", user: person("user-1") })]);
    list.happened([event(HEAD + 2, "aaron", { type: "member.joined", user: person("aaron"), role: "member" })]);
    expect(compared).toBeLessThan(2.1 * MANY);
    expect(shown(list).length).toBe(MANY);
    expect(ids(list)[0]).toBe("aaron");
  });

  it("are another object after each change, and the same when nothing changes", async () => {
    const list = await listOf([member("alice"), member("bob")]);
    const before = shown(list);
    list.read("bob", HEAD);
    list.read("mallory", HEAD + 1);
    list.happened([event(HEAD + 1, "bob", { type: "member.left", user: person("carol") })]);
    expect(shown(list)).toBe(before);
    list.read("bob", HEAD + 1);
    expect(shown(list)).not.toBe(before);
    expect(before[1]!.readSequence).toBe(HEAD);
    expect(shown(list)[0]).toBe(before[0]);
  });

  it("are those that plain recomputing gives, whatever happens", async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seeded(seed);
      const plain = new Map(["alice", "bob", "carol"].map((id) => [id, member(id)]));
      const list = await listOf([...plain.values()]);
      let sequence = HEAD;
      for (let round = 0; round < 40; round++) {
        const events: RoomEvent[] = [];
        for (let i = Math.floor(random() * 4); i >= 0; i--) {
          const user = { id: `user-${Math.floor(random() * 6)}`, name: `name ${Math.floor(random() * 3)}` };
          const is = plain.get(user.id);
          const drawn = random();
          sequence++;
          if (drawn < 0.4) {
            events.push(event(sequence, user.id, { type: "member.joined", user, role: "member" }));
            plain.set(user.id, { ...user, role: "member", joinedSequence: sequence, readSequence: sequence });
          } else if (drawn < 0.6) {
            events.push(event(sequence, "alice", { type: "member.removed", user }));
            plain.delete(user.id);
          } else if (drawn < 0.8) {
            events.push(event(sequence, user.id, { type: "message.posted", text: "…", mentions: [] }));
            if (is) {
              plain.set(user.id, { ...is, readSequence: sequence });
            }
          } else {
            events.push(event(sequence, "alice", { type: "member.roleChanged", user, role: "owner" }));
            if (is) {
              plain.set(user.id, { ...is, role: "owner" });
            }
          }
        }
        list.happened(events);
        const reader = plain.get(`user-${Math.floor(random() * 6)}`);
        if (reader && reader.readSequence < sequence) {
          list.read(reader.id, sequence);
          plain.set(reader.id, { ...reader, readSequence: sequence });
        }
        const expected = [...plain.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
        expect(shown(list), `seed ${seed}, round ${round}`).toEqual(expected);
      }
    }
  });
});
