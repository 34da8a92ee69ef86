import { describe, expect, it } from "vitest";
import { aliceAndBob } from "./model/aliceAndBob.js";

describe("a room", () => {
  const parley = aliceAndBob();
  const { room, say, write, signal, hangUp, pass, startAgain } = parley;

  it("counts what others say, and what of it mentions oneself, until it is read", async () => {
    say("one");
    say("two, @alice", "bob", ["alice"]);
    const third = say("three");
    await pass();
    expect(room().info.value).toMatchObject({ unread: 3, unreadMentions: 1, lastMessage: { text: "three" } });
    room().markRead(third - 1);
    expect(room().info.value).toMatchObject({ unread: 1, unreadMentions: 0, readSequence: third - 1 });
    room().markRead();
    room().markRead();
    expect(room().info.value).toMatchObject({ unread: 0 });
    await pass(3_000);
    expect(parley.model.members.get("alice")?.read).toBe(third);
    expect(parley.server.received.filter((frame) => frame.type === "read").length).toBe(1);
  });

  it("goes on counting what mentions oneself when it is read again", async () => {
    const first = say("@alice", "bob", ["alice"]);
    const second = say("@alice again", "bob", ["alice"]);
    await pass();
    hangUp();
    await pass(5_000);
    expect(room().info.value).toMatchObject({ unread: 2, unreadMentions: 2 });
    write("bob", "d", { type: "message.deleted", message: second });
    await pass();
    expect(room().info.value).toMatchObject({ unread: 1, unreadMentions: 1 });
    room().markRead(first);
    await pass(5_000);
    expect(room().info.value).toMatchObject({ unread: 0, unreadMentions: 0 });
  });

  it("counts what mentioned oneself before this client ran", async () => {
    say("@alice, are you there?", "bob", ["alice"]);
    say("never mind");
    await pass();
    await startAgain();
    expect(room().info.value).toMatchObject({ unread: 2, unreadMentions: 1 });
  });

  it("counts what comes to mention oneself, or no longer does", async () => {
    const message = say("are you there?");
    await pass();
    write("bob", "e1", { type: "message.edited", message, text: "@alice?", mentions: ["alice"] });
    await pass();
    expect(room().info.value).toMatchObject({ unread: 1, unreadMentions: 1 });
    write("bob", "e2", { type: "message.edited", message, text: "you?", mentions: [] });
    await pass();
    expect(room().info.value).toMatchObject({ unread: 1, unreadMentions: 0 });
  });

  it("counts no mention that a restored backup does not have", async () => {
    say("@alice", "bob", ["alice"]);
    await pass();
    parley.server.restore(parley.model, parley.model.head - 1);
    say("who was that?");
    await pass(5_000);
    expect(room().info.value).toMatchObject({ unread: 1, unreadMentions: 0 });
  });

  it("counts nothing of one's own, and takes posting for reading", async () => {
    say("one");
    await pass();
    room().post("my answer");
    await pass();
    expect(room().info.value).toMatchObject({ unread: 0 });
  });

  it("takes a deleted message off the count", async () => {
    const message = say("oops");
    await pass();
    write("bob", "d", { type: "message.deleted", message });
    await pass();
    expect(room().info.value).toMatchObject({ unread: 0, lastMessage: { text: "", deleted: true } });
  });

  it("knows what was read on another device", async () => {
    const message = say("read it on the phone");
    await pass();
    signal({ kind: "receipt", user: "alice", sequence: message });
    await pass();
    expect(room().info.value).toMatchObject({ unread: 0, readSequence: message });
  });

  it("knows after coming back what was read elsewhere meanwhile", async () => {
    const message = say("one");
    await pass();
    expect(room().info.value?.unread).toBe(1);
    parley.model.members.get("alice")!.read = message;
    hangUp();
    await pass(5_000);
    expect(room().info.value?.unread).toBe(0);
  });
});
