import { describe, expect, it } from "vitest";
import { type InfoState, infoAfter, infoOf, infoRead } from "../src/infoFold.js";
import type { RoomEvent, RoomSummary, Sequence, UserId } from "../src/index.js";
import { person } from "./model/people.js";
import { seeded } from "./model/random.js";
import { type Change, ModelRoom } from "./model/room.js";

const UNREAD_MAX = 100;
const ME = "alice";
const JOINED = 2;

/** A room's log as it grows, and what is made of it. */
class Told {
  readonly model = new ModelRoom("room", "e1");
  state: InfoState;

  constructor() {
    this.model.log.push(event(1, ME, { type: "room.created", name: "A room", kind: "public" }));
    this.model.log.push(event(JOINED, ME, { type: "member.joined", user: person(ME), role: "member" }));
    this.model.members.set(ME, { role: "member", joined: JOINED, read: JOINED });
    this.state = infoOf(this.summary(), 0);
  }

  /** As history tells it. */
  summary(): RoomSummary {
    const summary = this.model.summary(ME);
    return {
      ...summary,
      unread: Math.min(UNREAD_MAX, summary.unread!),
      unreadMentions: summary.unreadMentions!.slice(-UNREAD_MAX),
    };
  }

  happens(by: UserId, change: Change): Sequence {
    const next = event(this.model.head + 1, by, change);
    this.model.log.push(next);
    if (by === ME && change.type === "message.posted") {
      this.model.members.get(ME)!.read = next.sequence;
    }
    this.state = infoAfter(this.state, [next], ME);
    return next.sequence;
  }

  posts(by: UserId, mentions: readonly UserId[] = []): Sequence {
    return this.happens(by, { type: "message.posted", text: "…", mentions });
  }

  reads(sequence: Sequence): void {
    const me = this.model.members.get(ME)!;
    me.read = Math.max(me.read, sequence);
    this.state = infoRead(this.state, sequence);
  }

  readsAgain(): void {
    this.state = infoOf(this.summary(), this.state.info.readSequence);
  }

  get shown(): { unread: number; unreadMentions: number } {
    const { unread, unreadMentions } = this.state.info;
    return { unread, unreadMentions };
  }

  get expected(): { unread: number; unreadMentions: number } {
    const { unread, unreadMentions } = this.model.summary(ME);
    return {
      unread: Math.min(UNREAD_MAX, unread!),
      unreadMentions: Math.min(UNREAD_MAX, unreadMentions!.length),
    };
  }
}

function event(sequence: Sequence, by: UserId, change: Change): RoomEvent {
  return {
    ...change,
    sequence,
    at: "2026-11-22T18:00:00.000Z",
    by: person(by),
    command: `c-${sequence}`,
  };
}

describe("a room's info", () => {
  it("holds a bounded part of what is unread, and counts right before and after some of it is read", () => {
    const posts = 100_000;
    let state = new Told().state;
    for (let sequence = JOINED + 1; sequence <= JOINED + posts; sequence++) {
      const post = event(sequence, "bob", { type: "message.posted", text: "…", mentions: [ME] });
      state = infoAfter(state, [post], ME);
      if (sequence % 1_000 === 0) {
        expect(state.since.size + state.mentions.size).toBeLessThanOrEqual(3 * UNREAD_MAX);
      }
    }
    const head = JOINED + posts;
    expect(state.info).toMatchObject({ unread: UNREAD_MAX, unreadMentions: UNREAD_MAX });
    state = infoRead(state, head - 50_000);
    expect(state.info).toMatchObject({ unread: UNREAD_MAX, unreadMentions: UNREAD_MAX });
    state = infoRead(state, head - UNREAD_MAX);
    expect(state.info).toMatchObject({ unread: UNREAD_MAX, unreadMentions: UNREAD_MAX });
    state = infoRead(state, head - 30);
    expect(state.info).toMatchObject({ unread: 30, unreadMentions: 30 });
    state = infoRead(state, head);
    expect(state.info).toMatchObject({ unread: 0, unreadMentions: 0 });
    expect(state.uncertain).toBe(false);
  });

  it("is certain after some of the newest of many unread messages were deleted", () => {
    const told = new Told();
    const posts = Array.from({ length: 1_000 }, () => told.posts("bob"));
    for (const message of posts.slice(-UNREAD_MAX)) {
      told.happens("bob", { type: "message.deleted", message });
    }
    expect(told.shown.unread).toBe(UNREAD_MAX);
    expect(told.state.uncertain).toBe(false);
  });

  it("does not take a redacted message for one that was counted", () => {
    const told = new Told();
    const redacted: Sequence[] = [];
    for (let posted = 0; posted < 50; posted++) {
      redacted.push(told.happens("bob", { type: "message.posted", text: "", mentions: [], redacted: true }));
      told.posts("bob");
    }
    const kept = Array.from({ length: 200 }, () => told.posts("bob"));
    for (const message of redacted) {
      told.happens("bob", { type: "message.deleted", message });
    }
    expect(told.shown.unread).toBe(UNREAD_MAX);
    for (const message of kept.slice(0, 140)) {
      told.happens("bob", { type: "message.deleted", message });
    }
    // 110 are left.
    expect(told.state.uncertain || told.shown.unread === UNREAD_MAX).toBe(true);
    told.readsAgain();
    expect(told.shown.unread).toBe(UNREAD_MAX);
    expect(told.state.uncertain).toBe(false);
  });

  it("is certain, whatever is posted and read, and wherever reading stops", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const random = seeded(seed);
      const told = new Told();
      for (let step = 0; step < 600; step++) {
        const drawn = random();
        if (drawn < 0.02) {
          const { readSequence } = told.state.info;
          told.reads(readSequence + Math.ceil(random() * (told.model.head - readSequence)));
        } else if (drawn < 0.025) {
          told.posts(ME);
        } else {
          told.posts("bob", random() < 0.5 ? [ME] : []);
        }
        expect(told.shown, `seed ${seed}, step ${step}`).toEqual(told.expected);
        expect(told.state.uncertain, `seed ${seed}, step ${step}`).toBe(false);
      }
    }
  });

  it("is right or knows that it may not be, and is right after it was read again, whatever is edited and deleted", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const random = seeded(seed);
      const told = new Told();
      let readAgain = 0;
      for (let step = 0; step < 600; step++) {
        const message = JOINED + Math.ceil(random() ** 0.3 * (told.model.head - JOINED));
        const standing = told.model.messages(ME).find((one) => one.sequence === message && !one.deleted);
        const drawn = random();
        if (drawn < 0.01) {
          told.reads(message);
        } else if (standing?.by.id === "bob" && drawn < 0.2) {
          told.happens("bob", { type: "message.deleted", message });
        } else if (standing?.by.id === "bob" && drawn < 0.3) {
          told.happens("bob", { type: "message.edited", message, text: "!", mentions: random() < 0.5 ? [ME] : [] });
        } else {
          told.posts("bob", random() < 0.5 ? [ME] : []);
        }
        if (told.state.uncertain) {
          told.readsAgain();
          readAgain++;
        }
        expect(told.shown, `seed ${seed}, step ${step}`).toEqual(told.expected);
      }
      expect(readAgain, `seed ${seed}`).toBeLessThan(150);
    }
  });
});
