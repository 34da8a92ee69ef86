import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Person } from "./person.ts";
import { endSessions, newUser, run, Scribe, tokensOfThePageLive } from "./system.ts";

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ["desktop-light", { viewport: { width: 1280, height: 800 }, colorScheme: "light" }],
  ["desktop-dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }],
  ["tablet-light", { viewport: { width: 820, height: 1000 }, colorScheme: "light" }],
  ["phone-light", { viewport: { width: 390, height: 780 }, colorScheme: "light" }],
  ["phone-dark", { viewport: { width: 390, height: 780 }, colorScheme: "dark" }],
];

/** Nothing distinguishes the names on screenshots that are for people; they are made on a fresh system. */
const mark = process.env.PARLEY_SCREENSHOTS === undefined ? `-${run}` : "";

describe("each view", () => {
  let browser: Browser;
  const mara = `mara${mark}`;
  const jonas = `jonas${mark}`;
  const lena = `lena${mark}`;
  const nora = `nora${mark}`;
  const design = `Design${mark}`;
  let room: string;

  beforeAll(async () => {
    browser = await openBrowser();
    for (const name of [mara, jonas, lena, nora]) await newUser(name);
    const [asMara, asJonas, asLena] = [new Scribe(mara), new Scribe(jonas), new Scribe(lena)];
    const others = [await asJonas.id(), await asLena.id()];
    room = await asMara.createRoom(design, { topic: "How it looks, in every width", members: others });
    await asMara.createRoom(`Lunch${mark}`, { members: others });
    await asMara.createRoom(`News${mark}`, { kind: "announcement", members: others });
    await asMara.createRoom(`Plans${mark}`, { kind: "private", members: others });
    const direct = await asJonas.command({ type: "openDirect", users: [await asMara.id()] });
    await asMara.post(room, "Good morning! Here is the **first sketch** of the page. What do you think of the *serif* headings?");
    await asMara.post(room, "See https://parley.example/design?page=2 for\n- quiet colours\n- one accent\n- `code` that reads well");
    const question = await asJonas.post(room, `> one accent\nYes! @${mara} shall we keep the orange for mentions only?`);
    await asJonas.post(room, "```\nconst page = paint({ ink, paper });\nreturn page.calm();\n```");
    await asMara.command({ type: "post", room, text: "Exactly. 🎉", replyTo: question });
    await asJonas.command({ type: "react", room, sequence: question, emoji: "👍" });
    await asLena.command({ type: "react", room, sequence: question, emoji: "👍" });
    await asMara.command({ type: "react", room, sequence: question, emoji: "❤️" });
    const gone = await asLena.post(room, "Never mind");
    await asLena.command({ type: "delete", room, sequence: gone });
    await asLena.command({ type: "edit", room, sequence: await asLena.post(room, "I like it to."), text: "I like it too." });
    await asJonas.post(direct.room, "Do you have a minute?");
  });

  afterAll(() => browser.close());

  it.each(looks)("has nothing that axe finds, and is shown in docs: %s", async (look, options) => {
    const stranger = await Person.at(browser, mara, "/", options);
    await stranger.page.getByRole("button", { name: "Sign in" }).waitFor();
    await stranger.expectAccessible("sign-in");
    await stranger.screenshot(`sign-in-${look}`);
    await stranger.leave();

    const newcomer = await Person.signedIn(browser, nora, options);
    await newcomer.navigation.getByText("Nobody yet").waitFor();
    await newcomer.expectAccessible("first time");
    await newcomer.screenshot(`first-time-${look}`);
    await newcomer.goTo(`/rooms/${room}`);
    await newcomer.page.getByText("You are reading as a guest.").waitFor();
    await newcomer.sees("I like it too.");
    await newcomer.expectAccessible("room as a guest");
    await newcomer.screenshot(`guest-${look}`);
    await newcomer.leave();

    const person = await Person.signedIn(browser, mara, options);
    const { page } = person;
    await person.roomLink(design).waitFor();
    await person.expectAccessible("rooms");
    await person.screenshot(`rooms-${look}`);

    await person.open(design);
    await person.sees("I like it too.");
    await person.expectAccessible("room");
    await person.screenshot(`room-${look}`);

    await page.getByRole("button", { name: /^Show the members/ }).click();
    await person.members.getByText(jonas).waitFor();
    await person.expectAccessible("members");
    await person.screenshot(`members-${look}`);
    await page.getByRole("button", { name: `Actions for \u2068${jonas}\u2069` }).click();
    await page.getByRole("button", { name: `Message \u2068${jonas}\u2069` }).waitFor();
    await person.expectAccessible("a member's menu");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Invite people" }).click();
    await page.getByRole("dialog", { name: "Invite people" }).getByRole("listitem").first().waitFor();
    await person.expectAccessible("invite");
    await person.screenshot(`invite-${look}`);
    await page.keyboard.press("Escape");
    await person.members.getByRole("button", { name: "Room settings" }).click();
    await page.getByRole("dialog", { name: "Room settings" }).getByLabel("Name").waitFor();
    await person.expectAccessible("room settings");
    await person.screenshot(`room-settings-${look}`);
    await page.keyboard.press("Escape");
    await person.members.getByRole("button", { name: "Close" }).click();
    await person.members.waitFor({ state: "detached" });

    await person.goTo("/");
    await person.open(jonas);
    await person.sees("Do you have a minute?");
    await person.expectAccessible("direct message");
    await person.screenshot(`direct-${look}`);
    await person.goTo(`/rooms/${room}`);
    await person.sees("I like it too.");

    await person.act("Exactly.", "Edit");
    await person.expectAccessible("editing");
    await page.keyboard.press("Escape");
    await person.writing.pressSequentially("@jo");
    await page.getByRole("option", { name: jonas }).waitFor();
    await person.expectAccessible("mentioning");
    await person.writing.fill("");
    await person.act("Exactly.", "Delete");
    await page.getByRole("dialog").waitFor();
    await person.expectAccessible("a question");
    await page.keyboard.press("Escape");

    await person.message("Exactly.").first().hover();
    await person.act("Exactly.", "React");
    await page.getByRole("button", { name: "🚀" }).waitFor();
    await person.expectAccessible("reactions");
    await person.screenshot(`reactions-${look}`);
    await page.keyboard.press("Escape");

    // What no room can keep.
    await person.say("Shall we show it on Friday?\u0000");
    const refused = person.message("Not sent");
    await refused.waitFor();
    await person.expectAccessible("a message that was not sent");
    await refused.getByRole("button", { name: "Discard" }).click();
    await refused.waitFor({ state: "detached" });

    await person.goTo(`/search?q=orange`);
    await page.getByText("1 found").waitFor();
    await person.expectAccessible("search");
    await person.screenshot(`search-${look}`);

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "A room or a person" }).fill("de");
    await page.getByRole("listbox").getByRole("option", { name: design }).waitFor();
    await person.expectAccessible("go to");
    await person.screenshot(`go-to-${look}`);
    await page.keyboard.press("Escape");

    await person.goTo("/");
    await page.getByRole("button", { name: "New room" }).click();
    await page.getByRole("dialog").waitFor();
    await person.expectAccessible("new room");
    await person.screenshot(`new-room-${look}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Find or join a room" }).first().click();
    await page.getByRole("dialog").getByRole("listitem").first().waitFor();
    await person.expectAccessible("find a room");
    await person.screenshot(`find-room-${look}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New direct message" }).click();
    await page.getByRole("dialog").getByRole("listitem").first().waitFor();
    await person.expectAccessible("new direct message");
    await person.screenshot(`new-direct-${look}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByLabel("Appearance").waitFor();
    await person.expectAccessible("settings");
    await person.screenshot(`settings-${look}`);
    await page.keyboard.press("Escape");

    await person.goTo("/rooms/00000000-0000-0000-0000-000000000000");
    await page.getByText("There is no such room, or it is not for you.").waitFor();
    await person.expectAccessible("no such room");
    await page.getByRole("main").getByRole("link", { name: "Back to the rooms" }).click();

    await person.goTo(`/rooms/${room}`);
    await person.sees("I like it too.");
    await person.context.setOffline(true);
    await page.getByText("This device is offline.").waitFor({ timeout: 60_000 });
    await person.say("I am on the train. Until later!");
    await person.message("Until later!").getByText("Will be sent when there is a connection").waitFor();
    await person.expectAccessible("offline");
    await person.screenshot(`offline-${look}`);
    await person.leave();
  });

  it.each(looks.filter(([look]) => /desktop-light|phone-dark/.test(look)))("is in German for those who read it: %s", async (look, options) => {
    const person = await Person.signedIn(browser, lena, { ...options, locale: "de-AT" });
    await person.open(design);
    await person.sees("Diese Nachricht wurde gelöscht.");
    expect(await person.page.locator("html").getAttribute("lang")).toBe("de");
    await person.expectAccessible("room in German");
    await person.screenshot(`german-${look}`);
    await person.leave();
  });

  it.each(looks.slice(0, 2))("has nothing that axe finds where somebody is out of a room or out of their session: %s", async (_, options) => {
    await tokensOfThePageLive(20);
    try {
      const scribe = new Scribe(mara);
      const id = await new Scribe(nora).id();
      const left = await scribe.createRoom("Left behind", { kind: "private", members: [id] });
      const person = await Person.signedIn(browser, nora, { ...options, path: `/rooms/${left}` });
      await person.writing.waitFor();
      await scribe.command({ type: "removeMember", room: left, user: id });
      await person.page.getByText("You are no longer in this room.").waitFor();
      await person.expectAccessible("a room that somebody was removed from");
      await endSessions(nora);
      await person.page.getByText("Your session has ended.").waitFor({ timeout: 60_000 });
      await person.expectAccessible("a session that has ended");
      await person.leave();
    } finally {
      await tokensOfThePageLive(undefined);
    }
  });

  it("can be reached and used with the keyboard alone", async () => {
    const person = await Person.signedIn(browser, jonas);
    const { page } = person;
    const { keyboard } = page;
    await person.roomLink(design).waitFor();
    await person.tabTo(page.getByRole("link", { name: "Skip to the messages" }));
    await keyboard.press("Enter");
    expect(await person.focusIsIn("main")).toBe(true);
    await keyboard.press("Control+k");
    await keyboard.type(design);
    await page.getByRole("listbox").getByRole("option", { name: design, selected: true }).waitFor();
    await keyboard.press("Enter");
    await person.sees("I like it too.");

    await person.tabTo(person.writing);
    await keyboard.type(`By keyboard ${run}`);
    await keyboard.press("Enter");
    const mine = person.timeline.locator("article[id^=m]").filter({ hasText: `By keyboard ${run}` });
    await mine.waitFor();
    await keyboard.press("ArrowUp");
    await keyboard.press("End");
    await keyboard.type(", edited");
    await keyboard.press("Enter");
    await person.sees(`By keyboard ${run}, edited`);

    await person.tabTo(mine, "Shift+Tab");
    await keyboard.press("ArrowUp");
    await expect.poll(() => mine.evaluate((element) => element === document.activeElement)).toBe(false);
    expect(await person.focusIsIn("article")).toBe(true);
    await keyboard.press("End");
    await expect.poll(() => mine.evaluate((element) => element === document.activeElement)).toBe(true);
    const atMine = () => mine.evaluate((element) => element === document.activeElement);
    await keyboard.press("+");
    await expect.poll(() => person.focusIsIn("[popover]")).toBe(true);
    await keyboard.press("Enter");
    await mine.getByRole("button", { name: /you too/ }).waitFor();
    await expect.poll(atMine).toBe(true);
    await person.tabTo(mine.getByRole("group").getByRole("button", { name: "Delete" }));
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.press("Escape");
    await expect.poll(atMine).toBe(true);
    await keyboard.press("Delete");
    await person.tabTo(page.getByRole("dialog").getByRole("button", { name: "Delete" }));
    await keyboard.press("Enter");
    await expect.poll(() => mine.count()).toBe(0);

    const members = page.getByRole("button", { name: /^Show the members/ });
    await person.tabTo(members, "Shift+Tab");
    await keyboard.press("Enter");
    await expect.poll(() => person.focusIsIn("aside")).toBe(true);
    await keyboard.press("Escape");
    await expect.poll(() => members.evaluate((element) => element === document.activeElement)).toBe(true);
    await keyboard.press("Alt+ArrowDown");
    await page.getByRole("heading", { level: 1, name: `Lunch${mark}` }).waitFor();

    await keyboard.press("Control+Shift+F");
    const where = page.getByRole("combobox", { name: "Where" });
    await person.tabTo(where);
    await keyboard.press("Alt+ArrowDown");
    await keyboard.press("Escape");
    expect(new URL(page.url()).pathname).toBe("/search");
    await person.leave();
  });

  it("opens what is offered for somebody or something else with one click", async () => {
    const person = await Person.signedIn(browser, mara, { path: `/rooms/${room}` });
    const { page } = person;
    await person.sees("I like it too.");
    await page.getByRole("button", { name: /^Show the members/ }).click();
    // The one above, as the menu covers the one below.
    for (const name of [lena, jonas]) {
      await page.getByRole("button", { name: `Actions for \u2068${name}\u2069` }).click();
      await page.getByRole("button", { name: `Message \u2068${name}\u2069` }).waitFor();
    }
    await page.getByRole("button", { name: `Actions for \u2068${jonas}\u2069` }).click();
    await page.getByRole("button", { name: `Message \u2068${jonas}\u2069` }).waitFor({ state: "detached" });
    await person.act("I like it too.", "React");
    await page.getByRole("button", { name: "🚀" }).waitFor();
    await person.act("Good morning!", "React");
    await page.waitForTimeout(300);
    expect(await page.getByRole("button", { name: "🚀" }).count()).toBe(1);
    // What others do with it meanwhile takes nothing away.
    const [asJonas, text] = [new Scribe(jonas), `Look here ${run}`];
    const sequence = await asJonas.post(room, text);
    await person.act(text, "React");
    await page.getByRole("button", { name: "🚀" }).waitFor();
    await asJonas.command({ type: "react", room, sequence, emoji: "🎉" });
    await person.message(text).getByRole("button", { name: /🎉: 1/ }).waitFor();
    await page.getByRole("button", { name: "🚀" }).click();
    await person.message(text).getByRole("button", { name: /🚀: 1, you too/ }).waitFor();
    await asJonas.command({ type: "delete", room, sequence });
    await person.leave();
  });

  it("keeps the focus where it can be seen", async () => {
    const tablet = await Person.signedIn(browser, jonas, { viewport: { width: 820, height: 1000 } });
    await tablet.open(design);
    const members = tablet.page.getByRole("button", { name: /^Show the members/ });
    await tablet.tabTo(members, "Shift+Tab");
    await tablet.page.keyboard.press("Enter");
    await tablet.members.getByText(lena).waitFor();
    for (let step = 0; step < 15; step++) {
      expect(await tablet.focusIsIn("nav, .skip, .bar, .talk"), `after ${step} steps`).toBe(false);
      await tablet.page.keyboard.press("Tab");
    }
    await tablet.page.keyboard.press("Escape");
    await tablet.members.waitFor({ state: "detached" });
    await expect.poll(() => members.evaluate((element) => element === document.activeElement)).toBe(true);
    await tablet.leave();

    const phone = await Person.signedIn(browser, nora, { viewport: { width: 390, height: 780 } });
    await phone.navigation.getByText("Nobody yet").waitFor();
    for (let step = 0; step < 15; step++) {
      await phone.page.keyboard.press("Tab");
      expect(await phone.focusIsIn("main, .skip"), `after ${step + 1} steps`).toBe(false);
    }
    await phone.leave();

    const narrow = await Person.signedIn(browser, jonas, { viewport: { width: 390, height: 780 } });
    await narrow.tabTo(narrow.roomLink(design));
    await narrow.page.keyboard.press("Enter");
    await narrow.sees("I like it too.");
    await narrow.tabTo(narrow.page.getByRole("link", { name: "Back to the rooms" }), "Shift+Tab");
    await narrow.page.keyboard.press("Enter");
    await expect.poll(() => narrow.roomLink(design).evaluate((link) => link === document.activeElement)).toBe(true);
    await narrow.leave();
  });
});
