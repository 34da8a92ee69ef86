import type { Message, ResetReason, RoomEvent } from "@parley/client";
import { describe, expect, it } from "vitest";
import { Quotes } from "../src/app/quotes.ts";

const message = (sequence: number, text = `text ${sequence}`): Message => ({
  sequence,
  at: "2026-11-22T18:00:00.123Z",
  by: { id: "u1", name: "ada" },
  text,
  mentions: [],
  deleted: false,
  reactions: [],
});

/** Whatever was asked for has been answered. */
const answered = () => new Promise((resolve) => setTimeout(resolve));

class Talk {
  tell: (event: RoomEvent) => void = () => undefined;
  reset: (reason: ResetReason) => void = () => undefined;

  onEvent(listener: (event: RoomEvent) => void): () => void {
    this.tell = listener;
    return () => undefined;
  }

  onReset(listener: (reason: ResetReason) => void): () => void {
    this.reset = listener;
    return () => undefined;
  }
}

describe("a quoted message", () => {
  it("is read once, however often it is drawn", async () => {
    const asked: number[] = [];
    const quotes = new Quotes(async (sequence) => {
      asked.push(sequence);
      return message(sequence);
    });
    expect(quotes.of(4)).toBeUndefined();
    expect(quotes.of(4)).toBeUndefined();
    await answered();
    expect(quotes.of(4)?.text).toBe("text 4");
    expect(asked).toEqual([4]);
  });

  it("that is not there is not asked for again; one that could not be read is", async () => {
    const asked: number[] = [];
    const quotes = new Quotes(async (sequence) => {
      asked.push(sequence);
      if (sequence === 5 && asked.length < 3) throw new Error("away");
      return undefined;
    });
    for (let round = 0; round < 3; round++) {
      expect([quotes.of(4), quotes.of(5)]).toEqual([undefined, undefined]);
      await answered();
    }
    expect(asked).toEqual([4, 5, 5]);
  });

  it("follows what becomes of it", async () => {
    const quotes = new Quotes(async (sequence) => message(sequence));
    const talk = new Talk();
    const end = quotes.follow(talk);
    quotes.of(4);
    await answered();
    const base = { at: "2026-11-22T18:00:00.123Z", by: { id: "u1", name: "ada" }, command: "c" };
    talk.tell({ ...base, sequence: 9, type: "message.edited", message: 4, text: "changed", mentions: [] });
    expect(quotes.of(4)?.text).toBe("changed");
    talk.tell({ ...base, sequence: 10, type: "message.deleted", message: 4 });
    expect(quotes.of(4)).toMatchObject({ text: "", deleted: true });
    talk.reset("epochChanged");
    expect(quotes.of(4)).toBeUndefined();
    await answered();
    expect(quotes.of(4)?.text).toBe("text 4");
    end();
    expect(quotes.of(6)).toBeUndefined();
    await answered();
    expect(quotes.of(6), "nothing is read for a room that is not shown").toBeUndefined();
  });

  it("is read again when it changes, or the room begins anew, while it is being read", async () => {
    const answers: ((text: string) => void)[] = [];
    const quotes = new Quotes(
      (sequence) => new Promise((resolve) => answers.push((text) => resolve(message(sequence, text)))),
    );
    const talk = new Talk();
    const end = quotes.follow(talk);
    const base = { at: "2026-11-22T18:00:00.123Z", by: { id: "u1", name: "ada" }, command: "c" };
    quotes.of(4);
    await answered();
    talk.tell({ ...base, sequence: 9, type: "message.edited", message: 4, text: "changed", mentions: [] });
    expect(quotes.of(4), "it is being read already").toBeUndefined();
    answers[0]!("as it was");
    await answered();
    expect(answers).toHaveLength(2);
    talk.reset("epochChanged");
    answers[1]!("of the room before");
    await answered();
    expect(answers).toHaveLength(3);
    answers[2]!("changed");
    await answered();
    expect(quotes.of(4)?.text).toBe("changed");

    quotes.of(5);
    await answered();
    talk.tell({ ...base, sequence: 10, type: "message.deleted", message: 5 });
    end();
    answers[3]!("too late");
    await answered();
    expect(answers, "nothing is read for a room that is not shown").toHaveLength(4);
  });

  it("is forgotten before there are too many", async () => {
    const asked: number[] = [];
    const quotes = new Quotes(async (sequence) => {
      asked.push(sequence);
      return message(sequence);
    });
    for (let sequence = 1; sequence <= 301; sequence++) quotes.of(sequence);
    await answered();
    expect(quotes.of(301)?.sequence).toBe(301);
    expect(quotes.of(1)).toBeUndefined();
    await answered();
    expect(asked.filter((sequence) => sequence === 1)).toHaveLength(2);
  });
});
