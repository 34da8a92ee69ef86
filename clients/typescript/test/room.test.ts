import { describe, expect, it, vi } from "vitest";
import { CommandRejected } from "../src/index.js";
import { aliceAndBob } from "./model/aliceAndBob.js";
import { person } from "./model/people.js";

describe("a room", () => {
  const parley = aliceAndBob();
  const { room, say, write, signal, hangUp, pass, startAgain } = parley;

  it("is known with its name and one's place in it", () => {
    expect(parley.client.ready.value).toBe(true);
    expect(parley.client.rooms.value).toEqual([room()]);
    expect(room().info.value).toMatchObject({ name: "Room room-1", kind: "public", role: "owner", memberCount: 2 });
  });

  it("shows its members when they are loaded, and what becomes of them", async () => {
    expect(room().members.value).toBeUndefined();
    const loading = room().loadMembers();
    await pass();
    expect((await loading).map((member) => [member.id, member.role])).toEqual([
      ["alice", "owner"],
      ["bob", "member"],
    ]);
    write("alice", "j", { type: "member.joined", user: person("carol"), role: "member" });
    write("alice", "r", { type: "member.roleChanged", user: person("bob"), role: "moderator" });
    const message = say("hello", "carol");
    await pass();
    signal({ kind: "receipt", user: "bob", sequence: message });
    await pass();
    expect(room().members.value?.map(({ id, role, readSequence }) => [id, role, readSequence])).toEqual([
      ["alice", "owner", 2],
      ["bob", "moderator", message],
      ["carol", "member", message],
    ]);
    write("carol", "l", { type: "member.left", user: person("carol") });
    await pass();
    expect(room().members.value?.map((member) => member.id)).toEqual(["alice", "bob"]);
    expect(room().info.value?.memberCount).toBe(2);
  });

  it("reads its members again after coming back, until that succeeds", async () => {
    const message = say("one");
    void room().loadMembers();
    await pass();
    parley.model.members.get("bob")!.read = message;
    parley.server.weather = { ...parley.server.weather, historyFails: 1 };
    hangUp();
    await pass(30_000);
    expect(room().sync.value).toBe("live");
    parley.server.weather = { ...parley.server.weather, historyFails: 0 };
    await pass(60_000);
    expect(room().members.value?.find(({ id }) => id === "bob")?.readSequence).toBe(message);
  });

  it("reads its members again after a reset, until that succeeds", async () => {
    void room().loadMembers();
    write("alice", "j", { type: "member.joined", user: person("carol"), role: "member" });
    await pass();
    parley.server.weather = { ...parley.server.weather, historyFails: 1 };
    parley.server.restore(parley.model, parley.model.head - 1);
    parley.model.members.delete("carol");
    await pass(30_000);
    parley.server.weather = { ...parley.server.weather, historyFails: 0 };
    // The longest pause, and a moment.
    await pass(65_000);
    expect(room().members.value?.map((member) => member.id)).toEqual(["alice", "bob"]);
  });

  it("does not try to read its members without a connection", async () => {
    void room().loadMembers();
    await pass();
    parley.server.weather = { ...parley.server.weather, historyFails: 1 };
    hangUp();
    await pass(30_000);
    parley.client.close();
    await pass(30_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits between its attempts at members that are not of the log that it knows", async () => {
    const { epoch } = parley.model;
    parley.model.epoch = "another";
    const loading = room().loadMembers();
    await pass(300);
    parley.model.epoch = epoch;
    await pass(300);
    await expect(loading).resolves.toHaveLength(2);
  });

  it("shows who is typing for some seconds, and not oneself", async () => {
    signal({ kind: "typing", user: person("bob") });
    signal({ kind: "typing", user: person("alice") });
    await pass();
    expect(room().typing.value.map((one) => one.id)).toEqual(["bob"]);
    await pass(6_000);
    expect(room().typing.value).toEqual([]);
    signal({ kind: "typing", user: person("bob") });
    await pass();
    say("done");
    await pass();
    expect(room().typing.value).toEqual([]);
  });

  it("tells others of typing once in three seconds", async () => {
    for (let i = 0; i < 40; i++) {
      room().notifyTyping();
      await pass(100);
    }
    expect(parley.server.received.filter((frame) => frame.type === "typing").length).toBe(2);
  });

  it("is read again until history has heard of it", async () => {
    const other = parley.server.createRoom(["bob"]);
    parley.server.rooms.delete(other.id);
    parley.server.write(other, "bob", "a", { type: "member.joined", user: person("alice"), role: "member" });
    await pass(5_000);
    expect(parley.client.room(other.id)?.info.value).toBeUndefined();
    parley.server.rooms.set(other.id, other);
    await pass(30_000);
    expect(parley.client.room(other.id)?.info.value).toMatchObject({ role: "member", memberCount: 2 });
  });

  it("shows who is here", async () => {
    signal({ kind: "presence", user: "bob", online: true });
    await pass();
    expect([...room().online.value]).toEqual(["bob"]);
    signal({ kind: "presence", user: "bob", online: false });
    await pass();
    expect([...room().online.value]).toEqual([]);
  });

  it("is gone when one is removed, and says so", async () => {
    const left = room();
    write("bob", "r", { type: "member.removed", user: person("alice") });
    await pass();
    expect(left.sync.value).toBe("gone");
    expect(parley.client.rooms.value).toEqual([]);
  });

  it("appears when one is added", async () => {
    const other = parley.server.createRoom(["bob"]);
    parley.server.write(other, "bob", "a", { type: "member.joined", user: person("alice"), role: "member" });
    await pass();
    expect(parley.client.room(other.id)?.info.value).toMatchObject({ role: "member", memberCount: 2 });
  });

  it("is there when it was made, also without waiting for it", async () => {
    const making = parley.client.createRoom({ name: "lunch", kind: "public" });
    await pass();
    const made = await making;
    expect(parley.client.rooms.value).toContain(made);
    expect(made.sync.value).toBe("live");
  });

  it("may be listened to as a guest, joined, and left alone again", async () => {
    const open = parley.server.createRoom(["bob"]);
    const listening = parley.client.listen(open.id);
    await pass();
    const guest = await listening;
    expect(guest.info.value?.role).toBeUndefined();
    guest.stopListening();
    expect(parley.client.room(open.id)).toBeUndefined();
    await pass();
    const joining = parley.client.join(open.id);
    await pass(5_000);
    expect((await joining).info.value?.role).toBe("member");
  });

  it("is left alone by whoever still holds what it was before", async () => {
    const open = parley.server.createRoom(["bob"]);
    const listening = parley.client.listen(open.id);
    await pass();
    const before = await listening;
    before.stopListening();
    await pass();
    const again = parley.client.listen(open.id);
    await pass();
    before.stopListening();
    await pass();
    expect(parley.client.room(open.id)).toBe(await again);
  });

  it("keeps its client closed when a listener closes it because the connection is lost", async () => {
    room().sync.subscribe((sync) => {
      if (sync === "away") {
        parley.client.close();
      }
    });
    hangUp();
    await pass(120_000);
    expect(parley.client.state.value).toEqual({ name: "closed", reason: "asked" });
    expect(parley.server.connections.size).toBe(0);
  });

  it("is away when a listener closes its client as it comes", async () => {
    hangUp();
    await pass(10);
    const { online, sync } = room();
    const states: string[] = [];
    sync.subscribe((now) => states.push(now));
    let calls = 0;
    online.subscribe(() => {
      if (++calls === 2) {
        parley.client.close();
      }
    });
    await pass(5_000);
    expect(calls).toBe(2);
    expect(states).toEqual(["away"]);
  });

  it("that one may not see is refused", async () => {
    const refused = parley.client.listen("9209edd7-734f-8299-b2e4-30736a47f358").catch((cause: unknown) => cause);
    await pass();
    expect(await refused).toBeInstanceOf(CommandRejected);
  });

  it("of one's own comes only when it is asked for, if that is wanted", async () => {
    await startAgain(false);
    expect(parley.client.rooms.value).toEqual([]);
    const listening = parley.client.listen(parley.model.id);
    await pass();
    expect((await listening).info.value?.role).toBe("owner");
  });

  it("brings an event that was lost though nothing came after it, once anything tells of it", async () => {
    parley.server.weather = { ...parley.server.weather, loseEvents: 1 };
    const lost = say("did you hear me?");
    await pass();
    parley.server.weather = { ...parley.server.weather, loseEvents: 0 };
    expect(room().cursor?.sequence).toBe(lost - 1);
    room().openTimeline();
    await pass(6_000);
    expect(room().cursor?.sequence).toBe(lost);
  });

  describe("with a timeline", () => {
    function many(count: number): number[] {
      return Array.from({ length: count }, (_, i) => say(`message ${i + 1}`));
    }

    it("shows the newest, and leads to older and back", async () => {
      const all = many(120);
      await pass();
      const timeline = room().openTimeline({ pageSize: 30, keep: 60 });
      const shown = () => timeline.view.value.messages.map((message) => message.sequence);
      await pass();
      expect(shown()).toEqual(all.slice(90));
      expect(timeline.view.value).toMatchObject({ hasOlder: true, hasNewer: false });
      for (let i = 0; i < 3; i++) {
        void timeline.loadOlder();
        await pass();
      }
      expect(shown()).toEqual(all.slice(0, 60));
      expect(timeline.view.value).toMatchObject({ hasOlder: false, hasNewer: true });
      const unseen = say("at the end");
      await pass();
      expect(shown()).not.toContain(unseen);
      for (let i = 0; i < 3; i++) {
        void timeline.loadNewer();
        await pass();
      }
      expect(shown().at(-1)).toBe(unseen);
      expect(timeline.view.value.hasNewer).toBe(false);
      timeline.close();
    });

    it("tells what happened to the room between its messages, and nothing of it twice", async () => {
      const change = (text: string) => write("alice", `t-${text}`, { type: "room.updated", topic: text });
      const all = many(6);
      const [early] = [change("early"), ...many(30)];
      const middle = change("middle");
      many(40);
      await pass();
      const timeline = room().openTimeline({ pageSize: 20, keep: 40 });
      const told = () => timeline.view.value.changes.map((event) => event.sequence);
      await pass();
      expect(told()).toEqual([]);
      const late = change("late");
      const role = write("alice", "r", { type: "member.roleChanged", user: person("bob"), role: "moderator" });
      await pass();
      expect(told()).toEqual([late.sequence, role.sequence]);
      for (let i = 0; i < 5; i++) {
        void timeline.loadOlder();
        await pass();
      }
      expect(timeline.view.value.messages[0]?.sequence).toBe(all[0]);
      expect(told()).toEqual([1, 2, 3, early.sequence, middle.sequence].filter((place) => place <= middle.sequence));
      for (let i = 0; i < 5; i++) {
        void timeline.loadNewer();
        await pass();
      }
      expect(told()).toEqual([late.sequence, role.sequence]);
    });

    it("keeps a bounded part of what happens where nobody writes", async () => {
      many(1);
      await pass();
      const timeline = room().openTimeline();
      await pass();
      for (let i = 0; i < 1_200; i++) {
        write("alice", `t-${i}`, { type: "room.updated", topic: `topic ${i}` });
      }
      await pass();
      expect(timeline.view.value.changes.length).toBeLessThanOrEqual(1_000);
      expect(timeline.view.value.changes.at(-1)).toMatchObject({ topic: "topic 1199" });
    });

    it("jumps to a message and back to the newest", async () => {
      const all = many(200);
      await pass();
      const timeline = room().openTimeline({ pageSize: 20, around: all[50]! });
      await pass();
      expect(timeline.view.value.messages.map((message) => message.sequence)).toEqual(all.slice(40, 60));
      const { generation } = timeline.view.value;
      void timeline.jumpTo("newest");
      await pass();
      expect(timeline.view.value.messages.at(-1)?.sequence).toBe(all.at(-1));
      expect(timeline.view.value.generation).toBe(generation + 1);
    });

    it("leaves alone what does not change", async () => {
      many(3);
      await pass();
      const timeline = room().openTimeline();
      await pass();
      const { messages: before, changes } = timeline.view.value;
      write("bob", "r", { type: "reaction.added", message: before[1]!.sequence, emoji: "👍" });
      await pass();
      const after = timeline.view.value.messages;
      expect(after.map((message, i) => message === before[i])).toEqual([true, false, true]);
      expect(timeline.view.value.changes).toBe(changes);
      const other = parley.server.createRoom(["alice", "bob"]);
      await pass();
      let calls = 0;
      timeline.view.subscribe(() => calls++);
      parley.server.write(other, "bob", "t", { type: "message.posted", text: "elsewhere", mentions: [] });
      signal({ kind: "typing", user: person("bob") });
      await pass();
      expect(calls).toBe(1);
    });

    it("says that reading failed, and goes on by itself", async () => {
      many(3);
      parley.server.weather = { ...parley.server.weather, historyFails: 1 };
      const timeline = room().openTimeline();
      await pass(20_000);
      expect(timeline.view.value).toMatchObject({ loading: "beginning", messages: [] });
      expect(timeline.view.value.failure).toBeDefined();
      parley.server.weather = { ...parley.server.weather, historyFails: 0 };
      await pass(30_000);
      expect(timeline.view.value).toMatchObject({ loading: "nothing", failure: undefined });
      expect(timeline.view.value.messages.length).toBe(3);
    });

    it("of a room that history has not heard of yet reads until it has", async () => {
      const [message] = many(1);
      await pass();
      parley.server.rooms.delete(parley.model.id);
      const timeline = room().openTimeline();
      await pass(5_000);
      expect(timeline.view.value.failure?.code).toBe("notFound");
      parley.server.rooms.set(parley.model.id, parley.model);
      await pass(30_000);
      expect(timeline.view.value).toMatchObject({ loading: "nothing", failure: undefined });
      expect(timeline.view.value.messages.map(({ sequence }) => sequence)).toEqual([message]);
    });

    it("of a room that is gone reads no more", async () => {
      const left = room();
      parley.server.rooms.delete(parley.model.id);
      write("bob", "r", { type: "member.removed", user: person("alice") });
      await pass();
      const timeline = left.openTimeline();
      await pass(1_000);
      expect(timeline.view.value.failure?.code).toBe("notFound");
      expect(timeline.view.value.loading).toBe("nothing");
    });

    it("does not go on trying once the client is closed, and begins again with it", async () => {
      const [message] = many(1);
      await pass();
      parley.server.weather = { ...parley.server.weather, historyFails: 1 };
      const timeline = room().openTimeline();
      await pass(5_000);
      parley.client.close();
      await pass(30_000);
      expect(vi.getTimerCount()).toBe(0);
      expect(timeline.view.value.failure).toBeDefined();
      parley.server.weather = { ...parley.server.weather, historyFails: 0 };
      parley.client.connect();
      await pass(5_000);
      expect(timeline.view.value).toMatchObject({ loading: "nothing", failure: undefined });
      expect(timeline.view.value.messages.map(({ sequence }) => sequence)).toEqual([message]);
    });

    it("reads again after a reset", async () => {
      many(10);
      await pass();
      const timeline = room().openTimeline();
      const resets: string[] = [];
      room().onReset((reason) => resets.push(reason));
      await pass();
      parley.server.restore(parley.model, parley.model.head - 5);
      const back = say("after the backup");
      await pass(5_000);
      expect(resets).toEqual(["epochChanged"]);
      expect(timeline.view.value.messages).toEqual(parley.model.messages("alice"));
      expect(timeline.view.value.messages.at(-1)?.sequence).toBe(back);
      expect(room().cursor).toEqual({ epoch: parley.model.epoch, sequence: parley.model.head });
    });

    it("shows what is pending also when a listener posts", async () => {
      const timeline = room().openTimeline();
      await pass();
      let once = true;
      room().pending.subscribe((pending) => {
        if (pending.length === 1 && once) {
          once = false;
          room().post("second");
        }
      });
      room().post("first");
      const shown = timeline.view.value.pending;
      expect(shown.map((post) => post.text)).toEqual(["first", "second"]);
      expect(shown).toEqual(room().pending.value);
    });

    it("shows what is pending in each of several when a listener of one posts", async () => {
      const [first, second] = [room().openTimeline(), room().openTimeline()];
      await pass();
      let once = true;
      first.view.subscribe(() => {
        if (!once) {
          return;
        }
        once = first.view.value.messages.length === 0;
        if (!once) {
          room().post("an answer");
        }
      });
      say("a question");
      while (once) {
        await pass(1);
      }
      expect(first.view.value.pending.map((post) => post.text)).toEqual(["an answer"]);
      expect(second.view.value.pending).toEqual(first.view.value.pending);
    });

    it("that cannot be read after a reset shows nothing behind a hole, and keeps what oneself said", async () => {
      const all = many(10);
      await pass();
      const timeline = room().openTimeline();
      await pass();
      parley.server.weather = { ...parley.server.weather, historyFails: 1 };
      parley.server.restore(parley.model, parley.model.head - 5);
      await pass(5_000);
      for (let i = 0; i < 7; i++) {
        say("after the backup");
      }
      room().post("is this the end?");
      await pass();
      const { messages, pending, loading } = timeline.view.value;
      expect(loading).toBe("beginning");
      expect(messages.map((message) => message.sequence)).toEqual(all);
      expect(pending.map((post) => post.text)).toEqual(["is this the end?"]);
      parley.server.weather = { ...parley.server.weather, historyFails: 0 };
      await pass(30_000);
      expect(timeline.view.value.messages).toEqual(parley.model.messages("alice"));
      expect(timeline.view.value.pending).toEqual([]);
    });

    it("that is closed hears no more and holds no timer", async () => {
      const timeline = room().openTimeline();
      timeline.close();
      await pass();
      const before = timeline.view.value;
      say("too late");
      await pass();
      expect(timeline.view.value).toBe(before);
    });
  });
});
