import { type Accepted, CommandRejected, type Cursor, type Message, type RoomEvent } from "@parley/client";
import { beforeEach, describe, expect, it } from "vitest";
import { Unfinished } from "../src/app/unfinished.svelte.ts";

const said: Message = {
  sequence: 4,
  at: "2026-11-22T18:00:00.123Z",
  by: { id: "u1", name: "ada" },
  text: "as it was",
  mentions: [],
  deleted: false,
  reactions: [{ emoji: "👍", count: 2, mine: false }],
};

/** A room that answers when it is told to. */
class Talk {
  cursor: Cursor = { epoch: "e", sequence: 4 };
  readonly asked: string[] = [];
  readonly listeners = new Set<(event: RoomEvent) => void>();
  private readonly answers: { accept: (accepted: Accepted) => void; refuse: (cause: unknown) => void }[] = [];

  edit = (sequence: number, text: string) => this.take(`edit ${sequence} ${text}`);
  delete = (sequence: number) => this.take(`delete ${sequence}`);
  react = (sequence: number, emoji: string) => this.take(`react ${sequence} ${emoji}`);
  unreact = (sequence: number, emoji: string) => this.take(`unreact ${sequence} ${emoji}`);
  onReset = () => () => undefined;

  onEvent = (listener: (event: RoomEvent) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private take(what: string): Promise<Accepted> {
    this.asked.push(what);
    return new Promise((accept, refuse) => this.answers.push({ accept, refuse }));
  }

  async accepts(sequence: number): Promise<void> {
    this.answers.shift()!.accept({ type: "accepted", id: "c", room: "r", epoch: "e", sequence });
    await settled();
  }

  async refuses(): Promise<void> {
    this.answers.shift()!.refuse(new CommandRejected({ code: "conflict", message: "no" }));
    await settled();
  }

  async happens(sequence: number): Promise<void> {
    this.cursor = { epoch: "e", sequence };
    for (const listener of this.listeners) listener({ sequence } as RoomEvent);
    await settled();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("what is changed in a room", () => {
  let room: Talk;
  let unfinished: Unfinished;

  beforeEach(() => {
    room = new Talk();
    unfinished = new Unfinished(room as unknown as ConstructorParameters<typeof Unfinished>[0]);
  });

  it("is shown as it will be until its event is here, not only the answer", async () => {
    void unfinished.edit(4, "as it will be");
    expect(unfinished.textOf(said)).toBe("as it will be");
    await room.accepts(5);
    expect(unfinished.textOf(said)).toBe("as it will be");
    await room.happens(5);
    expect(unfinished.textOf(said)).toBeUndefined();
    expect(room.listeners.size).toBe(0);
  });

  it("waits for nothing when the event came before the answer", async () => {
    void unfinished.delete(4);
    expect(unfinished.deletes(said)).toBe(true);
    await room.happens(5);
    await room.accepts(5);
    expect(unfinished.deletes(said)).toBe(false);
    expect(room.listeners.size).toBe(0);
  });

  it("stands as it was when it is refused, which is told", async () => {
    const told = expect(unfinished.edit(4, "no")).rejects.toBeInstanceOf(CommandRejected);
    await room.refuses();
    await told;
    expect(unfinished.textOf(said)).toBeUndefined();
  });

  it("is what was wished last, whatever becomes of what was wished before", async () => {
    void unfinished.edit(4, "first");
    void unfinished.edit(4, "second");
    await room.accepts(5);
    await room.happens(5);
    expect(unfinished.textOf(said)).toBe("second");
    await room.accepts(6);
    await room.happens(6);
    expect(unfinished.textOf(said)).toBeUndefined();
  });

  it("counts a reaction of one's own at once, and takes it back when asked again before there is an answer", async () => {
    expect(unfinished.reactionsTo(said)).toEqual([{ emoji: "👍", count: 2, mine: false, waits: false }]);
    void unfinished.react(said, "👍");
    void unfinished.react(said, "🎉");
    expect(unfinished.reactionsTo(said)).toEqual([
      { emoji: "👍", count: 3, mine: true, waits: true },
      { emoji: "🎉", count: 1, mine: true, waits: true },
    ]);
    void unfinished.react(said, "👍");
    expect(unfinished.reactionsTo(said)[0]).toEqual({ emoji: "👍", count: 2, mine: false, waits: false });
    expect(room.asked).toEqual(["react 4 👍", "react 4 🎉", "unreact 4 👍"]);
    expect(unfinished.reactionsTo({ ...said, sequence: 44 })[0]).toMatchObject({ mine: false, waits: false });
  });

  it("does not count a reaction again that is there", async () => {
    void unfinished.react(said, "👍");
    const now = { ...said, reactions: [{ emoji: "👍", count: 3, mine: true }] };
    expect(unfinished.reactionsTo(now)).toEqual([{ emoji: "👍", count: 3, mine: true, waits: false }]);
  });

  it("is nothing to a message that is deleted meanwhile", () => {
    void unfinished.edit(4, "too late");
    void unfinished.react(said, "🎉");
    const gone = { ...said, text: "", deleted: true, reactions: [] };
    expect(unfinished.textOf(gone)).toBeUndefined();
    expect(unfinished.reactionsTo(gone)).toEqual([]);
  });
});
