import { describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { gateway, newUser, run, Scribe } from "./system.ts";
import { Visitors } from "./visitors.ts";

const ada = `ada-${run}`;
const ben = `ben-${run}`;

describe("two people in two browsers", () => {
  const visitors = Visitors.named(ada, ben);


  async function enters(name: string, path = "/"): Promise<Person> {
    const person = await visitors.signIn(name, { path });
    return person;
  }

  it("make a room, find it, talk, answer, react, edit, delete and search", async () => {
    const [a, b] = [await enters(ada), await enters(ben)];
    const room = `Talk ${run}`;
    await a.navigation.getByRole("button", { name: "New room" }).click();
    await a.page.getByLabel("Name").fill(room);
    await a.page.getByRole("button", { name: "Create" }).click();
    await a.page.getByRole("heading", { level: 1, name: room }).waitFor();
    await b.navigation.getByRole("button", { name: "Find or join a room" }).first().click();
    await b.page.getByRole("dialog").getByRole("searchbox").fill(room);
    await b.page.getByRole("button", { name: `Join: ${room}` }).click();
    await b.page.getByRole("heading", { level: 1, name: room }).waitFor();

    await a.say("When shall we meet?");
    await b.sees("When shall we meet?");
    await b.act("When shall we meet?", "Reply");
    await b.say("At noon");
    await a.sees("At noon");
    await a.message("At noon").getByRole("button", { name: /When shall we meet/ }).waitFor();

    await a.act("At noon", "React");
    await a.page.getByRole("button", { name: "👍" }).click();
    await b.message("At noon").getByRole("button", { name: /👍: 1/ }).click();
    await a.message("At noon").getByRole("button", { name: /👍: 2, you too/ }).click();
    await b.message("At noon").getByRole("button", { name: /👍: 1, you too/ }).waitFor();

    await b.act("At noon", "Edit");
    await b.writing.fill("At half past twelve");
    await b.writing.press("Enter");
    await a.sees("At half past twelve");
    await a.message("At half past twelve").getByText("edited").waitFor();
    await a.message("At half past twelve").getByRole("button", { name: /When shall we meet/ }).waitFor();

    await a.posts("Not this one");
    await a.act("Not this one", "Delete");
    await a.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await b.sees("This message was deleted.");
    expect(await b.message("Not this one").count()).toBe(0);

    await b.page.keyboard.press("Control+Shift+F");
    await b.page.getByRole("searchbox").fill("twelve");
    await b.page.keyboard.press("Enter");
    await b.page.getByRole("main").getByRole("link", { name: room }).click();
    await b.sees("At half past twelve");
    expect(b.page.url()).toMatch(/\/rooms\/[0-9a-f-]+\/\d+$/);
  });

  it("choose how they react while others react to the same", async () => {
    const scribe = new Scribe(ben);
    const room = await scribe.createRoom(`Reactions ${run}`, { members: [await new Scribe(ada).id()] });
    const sequence = await scribe.post(room, "What do you make of it?");
    const a = await enters(ada, `/rooms/${room}`);
    await a.act("What do you make of it?", "React");
    await a.page.getByRole("button", { name: "🚀" }).waitFor();
    await scribe.command({ type: "react", room, sequence, emoji: "👍" });
    await a.message("What do you make of it?").getByRole("button", { name: /👍: 1/ }).waitFor();
    await a.page.getByRole("button", { name: "🚀" }).click();
    await a.message("What do you make of it?").getByRole("button", { name: /🚀: 1, you too/ }).waitFor();
  });

  it("see who is writing, who is there and who has read what", async () => {
    const [a, b] = [await enters(ada), await enters(ben)];
    await a.open(`Talk ${run}`);
    await b.open(`Talk ${run}`);
    await b.writing.pressSequentially("Wait", { delay: 30 });
    await a.page.getByText(`\u2068${ben}\u2069 is writing…`).waitFor();
    await b.writing.fill("");
    await a.say("Did you see this?");
    await b.sees("Did you see this?");
    await a.message("Did you see this?").getByText(`Read by \u2068${ben}\u2069`).waitFor({ state: "attached" });
    await a.page.getByRole("button", { name: /^Show the members/ }).click();
    await a.page.getByRole("complementary").getByRole("listitem").filter({ hasText: ben }).getByText("online").waitFor();
    await visitors.leaves(b);
    await a.page.getByRole("complementary").getByRole("listitem").filter({ hasText: ben }).getByText("offline").waitFor();
  });

  it("count what was not read, in the list and in the title, and show where it begins", async () => {
    const a = await enters(ada);
    await a.navigation.getByText(`Talk ${run}`).waitFor();
    const scribe = new Scribe(ben);
    const room = await scribe.createRoom(`Unread ${run}`, { members: [await new Scribe(ada).id()] });
    await a.roomLink(`Unread ${run}`).waitFor();
    for (const text of ["one", "two", `three for @${ada}`]) await scribe.post(room, text);
    await a.roomLink(`Unread ${run}`).getByText("3 unread, 1 mention of you").waitFor({ state: "attached" });
    await a.page.reload();
    await a.roomLink(`Unread ${run}`).getByText("3 unread, 1 mention of you").waitFor({ state: "attached" });
    await expect.poll(() => a.page.title()).toMatch(/^\(3\) /);
    await a.open(`Unread ${run}`);
    await a.timeline.getByText("New messages").waitFor();
    await expect.poll(() => a.page.title()).toBe(`Unread ${run} · Parley`);
    await a.roomLink(`Unread ${run}`).getByText(/\d unread/).waitFor({ state: "detached" });
    // Read is read on every device.
    const elsewhere = await enters(ada);
    await elsewhere.roomLink(`Unread ${run}`).waitFor();
    // The page takes it for read before the server has heard of it.
    await elsewhere.roomLink(`Unread ${run}`).getByText(/\d unread/).waitFor({ state: "detached" });
  });

  it("mention each other with the help of the page", async () => {
    const [a, b] = [await enters(ada), await enters(ben)];
    await a.open(`Talk ${run}`);
    await b.open(`Talk ${run}`);
    await a.writing.pressSequentially("Hey @be");
    await a.page.getByRole("option", { name: ben }).waitFor();
    await a.page.keyboard.press("Enter");
    await a.page.keyboard.type("look");
    await a.page.keyboard.press("Enter");
    await b.message(`Hey @${ben} look`).locator(".mention.mine").waitFor();
  });

  it("write to each other alone", async () => {
    const [a, b] = [await enters(ada), await enters(ben)];
    await a.navigation.getByRole("button", { name: "New direct message" }).click();
    await a.page.getByRole("dialog").getByRole("searchbox").fill(ben);
    await a.page.getByRole("button", { name: `Add: ${ben}` }).click();
    await a.page.getByRole("button", { name: "Start" }).click();
    await a.page.getByRole("heading", { level: 1, name: ben }).waitFor();
    await a.say("Between us");
    await b.open(ada);
    await b.sees("Between us");
  });

  it("are given roles, invited, removed and banned", async () => {
    const [a, b] = [await enters(ada), await enters(ben)];
    const room = `Closed ${run}`;
    await a.navigation.getByRole("button", { name: "New room" }).click();
    await a.page.getByLabel("Name").fill(room);
    await a.page.getByRole("radio", { name: /Private/ }).check();
    await a.page.getByRole("button", { name: "Create" }).click();
    await a.page.getByRole("button", { name: /^Show the members/ }).click();
    await a.page.getByRole("button", { name: "Invite people" }).click();
    await a.page.getByRole("dialog").getByRole("searchbox").fill(ben);
    await a.page.getByRole("button", { name: `Add: ${ben}` }).click();
    await b.open(room);
    await a.page.keyboard.press("Escape");
    const menu = a.page.getByRole("button", { name: `Actions for \u2068${ben}\u2069` });
    await menu.click();
    await a.page.getByLabel(`Role of \u2068${ben}\u2069`).selectOption("moderator");
    await a.page.getByRole("complementary").getByText("Moderator").waitFor();
    await menu.click();
    await a.page.getByRole("button", { name: "Remove from the room" }).click();
    await a.page.getByRole("dialog").getByRole("button", { name: "Remove from the room" }).click();
    await b.page.getByText("You are no longer in this room.").waitFor();
    await b.roomLink(room).waitFor({ state: "detached" });

    await a.page.getByRole("button", { name: "Invite people" }).click();
    await a.page.getByRole("dialog").getByRole("searchbox").fill(ben);
    await a.page.getByRole("button", { name: `Add: ${ben}` }).click();
    await a.page.keyboard.press("Escape");
    await b.roomLink(room).waitFor();
    await menu.click();
    await a.page.getByRole("button", { name: "Ban from the room" }).click();
    await a.page.getByRole("dialog").getByRole("button", { name: "Ban from the room" }).click();
    await b.roomLink(room).waitFor({ state: "detached" });
    await a.page.getByRole("button", { name: `Lift the ban on ${ben}` }).waitFor();

    // All of it stands in the room, quietly.
    await a.page.getByText(/^\d earlier changes in the room$/).click();
    const told = a.timeline.getByRole("list").getByRole("listitem");
    for (const what of ["added", "moderator", "removed", "added", "banned"]) {
      await told.filter({ hasText: what }).filter({ hasText: ben }).first().waitFor();
    }
    await a.page.getByRole("button", { name: `Lift the ban on ${ben}` }).click();
    // The row that holds all the changes is an item, too.
    await told.filter({ hasText: "lifted the ban on" }).last().waitFor();
    await a.page.getByRole("button", { name: `Lift the ban on ${ben}` }).waitFor({ state: "detached" });
  });

  it("leave a room, which the others see in it", async () => {
    const room = `Left ${run}`;
    const id = await new Scribe(ada).createRoom(room, { members: [await new Scribe(ben).id()] });
    await new Scribe(ada).post(id, "Who is here?");
    const [a, b] = [await enters(ada), await enters(ben)];
    await a.open(room);
    await a.timeline.getByText(/made the room/).waitFor();
    await a.page.getByRole("button", { name: /^Show the members/ }).click();
    await a.page.getByRole("button", { name: "Leave the room" }).click();
    await a.page.getByRole("dialog").getByRole("button", { name: "Leave the room" }).click();
    await a.page.getByText("the room needs an owner; make somebody else one first").waitFor();
    await b.open(room);
    await b.page.getByRole("button", { name: /^Show the members/ }).click();
    await b.page.getByRole("button", { name: "Leave the room" }).click();
    await b.page.getByRole("dialog").getByRole("button", { name: "Leave the room" }).click();
    await b.roomLink(room).waitFor({ state: "detached" });
    expect(new URL(b.page.url()).pathname).toBe("/");
    await a.timeline.getByText(`${ben}\u2069 left`).waitFor();
    await a.page.getByRole("button", { name: "Show the members: 1 member" }).waitFor();
  });

  it("are told of mentions and direct messages while they look elsewhere, if they wish", async () => {
    const a = await enters(ada);
    await a.context.grantPermissions(["notifications"]);
    await a.watchNotifications();
    const room = await new Scribe(ben).createRoom(`Ringing ${run}`, { members: [await new Scribe(ada).id()] });
    const direct = (await new Scribe(ben).command({ type: "openDirect", users: [await new Scribe(ada).id()] })).room;
    await a.roomLink(`Ringing ${run}`).waitFor();
    await new Scribe(ben).post(room, `not wished for yet, @${ada}`);
    await a.roomLink(`Ringing ${run}`).getByText("1 unread").waitFor({ state: "attached" });
    await a.page.getByRole("button", { name: "Settings" }).click();
    await a.page.getByRole("checkbox", { name: /Notify me/ }).check();
    await a.page.keyboard.press("Escape");
    await new Scribe(ben).post(room, `looked at anyway, @${ada}`);
    await a.roomLink(`Ringing ${run}`).getByText("2 unread").waitFor({ state: "attached" });
    await a.looksAway();
    await new Scribe(ben).post(room, "of no concern");
    await new Scribe(ben).post(room, `**look** here, @${ada}`);
    // One after the other: what is said in two rooms may come in any order.
    const first: [string, string] = [`${ben} · Ringing ${run}`, `look here, @${ada}`];
    await a.eventually(() => a.notifications(), [first]);
    await new Scribe(ben).post(direct, "a word with you");
    await a.eventually(() => a.notifications(), [first, [ben, "a word with you"]]);
    // Whoever looks at another tab looks at the page.
    const tab = await a.context.newPage();
    await tab.goto(gateway);
    await tab.locator("main#content").waitFor({ state: "attached" });
    const before = (await a.notifications()).length;
    await new Scribe(ben).post(direct, "seen in the other tab");
    await a.roomLink(ben).getByText("2 unread").waitFor({ state: "attached" });
    await tab.close();
    await new Scribe(ben).post(direct, "another word");
    await a.eventually(async () => (await a.notifications()).slice(before), [[ben, "another word"]]);
  });

  it("are told of it whatever the clock of their device says", async () => {
    const a = await enters(ada);
    await a.context.grantPermissions(["notifications"]);
    await a.page.clock.install({ time: Date.now() + 10 * 60_000 });
    await a.watchNotifications();
    await a.page.getByRole("button", { name: "Settings" }).click();
    await a.page.getByRole("checkbox", { name: /Notify me/ }).check();
    await a.page.keyboard.press("Escape");
    const room = await new Scribe(ben).createRoom(`Clocks ${run}`, { members: [await new Scribe(ada).id()] });
    await a.roomLink(`Clocks ${run}`).waitFor();
    await a.looksAway();
    await new Scribe(ben).post(room, `what time is it, @${ada}`);
    await a.eventually(() => a.notifications(), [[`${ben} · Clocks ${run}`, `what time is it, @${ada}`]]);
  });

  it("see that there is something to read below what they see of many rooms", async () => {
    const name = await newUser(`many-${run}`);
    const scribe = new Scribe(name);
    for (let index = 0; index < 12; index++) await scribe.createRoom(`Of many ${index} ${run}`);
    const a = await visitors.signIn(name, { viewport: { width: 1280, height: 420 } });
    await a.roomLink(`Of many 11 ${run}`).waitFor({ state: "attached" });
    expect(await a.page.getByRole("button", { name: /more unread/ }).count()).toBe(0);
    const direct = (await new Scribe(ben).command({ type: "openDirect", users: [await scribe.id()] })).room;
    await new Scribe(ben).post(direct, "below");
    await a.page.getByRole("button", { name: "1 more unread" }).click();
    await a.page.getByRole("button", { name: /more unread/ }).waitFor({ state: "detached" });
    await a.page.keyboard.press("Enter");
    await a.sees("below");
  });

  it("may write at once in a room that they open, wherever they were", async () => {
    const a = await enters(ada);
    await a.open(`Talk ${run}`);
    await a.page.keyboard.type("At once");
    await expect.poll(() => a.writing.inputValue()).toBe("At once");
    await a.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await a.page.keyboard.type("!");
    await expect.poll(() => a.writing.inputValue()).toBe("At once!");
    await a.writing.fill("");
  });

  it("read an open room as guests before they join", async () => {
    const room = await new Scribe(ada).createRoom(`Open ${run}`);
    await new Scribe(ada).post(room, "Come in");
    const b = await enters(ben, `/rooms/${room}`);
    await b.sees("Come in");
    await b.page.getByText("You are reading as a guest.").waitFor();
    await b.page.getByRole("button", { name: "Join", exact: true }).click();
    await b.posts("Thank you");
  });

  it("find their drafts again, and are told of rooms that are not for them", async () => {
    const a = await enters(ada);
    await a.open(`Talk ${run}`);
    await a.writing.fill("Half a thought");
    await a.page.reload();
    await expect.poll(() => a.writing.inputValue()).toBe("Half a thought");
    await a.goTo("/rooms/00000000-0000-0000-0000-000000000000");
    await a.page.getByText("There is no such room, or it is not for you.").waitFor();
  });

  it("choose a theme and a language, which stay", async () => {
    const a = await enters(ada);
    await a.page.getByRole("button", { name: "Settings" }).click();
    await a.page.getByLabel("Appearance").selectOption("dark");
    await a.page.getByLabel("Language").selectOption("de");
    await a.page.getByRole("button", { name: "Einstellungen" }).waitFor();
    expect(await a.page.locator("html").getAttribute("data-theme")).toBe("dark");
    await a.page.reload();
    await a.page.getByRole("button", { name: "Einstellungen" }).waitFor();
    expect(await a.page.locator("html").getAttribute("data-theme")).toBe("dark");
  });

  it("are out when they sign out, and in a new tab they are in at once", async () => {
    const a = await enters(ada);
    const tab = await a.context.newPage();
    await tab.goto(`${gateway}/search`);
    await tab.getByRole("heading", { level: 1, name: "Search" }).waitFor();
    await tab.close();
    await a.page.getByRole("button", { name: "Settings" }).click();
    await a.page.getByRole("button", { name: "Sign out" }).click();
    await a.page.getByRole("button", { name: "Sign in" }).waitFor();
    await a.page.reload();
    await a.page.getByRole("button", { name: "Sign in" }).waitFor();
  });
});
