import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Person } from "./person.ts";
import { newUser, run, Scribe } from "./system.ts";

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
    await newcomer.expectAccessible("room as a guest");
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
    await page.getByRole("complementary").getByText(jonas).waitFor();
    await person.expectAccessible("members");
    await person.screenshot(`members-${look}`);
    await page.getByRole("button", { name: `Actions for ${jonas}` }).click();
    await page.getByRole("button", { name: `Message ${jonas}` }).waitFor();
    await person.expectAccessible("a member's menu");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Invite people" }).click();
    await page.getByRole("dialog").getByRole("listitem").first().waitFor();
    await person.expectAccessible("invite");
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").getByRole("button", { name: "Room settings" }).click();
    await page.getByRole("dialog").getByLabel("Name").waitFor();
    await person.expectAccessible("room settings");
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").getByRole("button", { name: "Close" }).click();

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
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New direct message" }).click();
    await page.getByRole("dialog").getByRole("listitem").first().waitFor();
    await person.expectAccessible("new direct message");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByLabel("Appearance").waitFor();
    await person.expectAccessible("settings");
    await person.screenshot(`settings-${look}`);
    await page.keyboard.press("Escape");

    await person.goTo(`/rooms/${room}`);
    await person.sees("I like it too.");
    await person.context.setOffline(true);
    await page.getByText("This device is offline.").waitFor({ timeout: 60_000 });
    await person.expectAccessible("offline");
    await person.screenshot(`offline-${look}`);
    await person.leave();
  });

  it("is in German for those who read it", async () => {
    const person = await Person.signedIn(browser, lena, { locale: "de-AT" });
    await person.open(design);
    await person.sees("Diese Nachricht wurde gelöscht.");
    expect(await person.page.locator("html").getAttribute("lang")).toBe("de");
    await person.expectAccessible("room in German");
    await person.leave();
  });

  it("can be reached and used with the keyboard alone", async () => {
    const person = await Person.signedIn(browser, jonas);
    const { page } = person;
    await person.roomLink(design).waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type(design);
    await page.getByRole("listbox").getByRole("option", { name: design, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await person.sees("I like it too.");
    await person.writing.focus();
    await page.keyboard.type(`By keyboard ${run}`);
    await page.keyboard.press("Enter");
    await person.timeline.locator("article[id^=m]").filter({ hasText: `By keyboard ${run}` }).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("End");
    await page.keyboard.type(", edited");
    await page.keyboard.press("Enter");
    await person.sees(`By keyboard ${run}, edited`);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("article") !== null)).toBe(true);
    await person.message(`By keyboard ${run}, edited`).focus();
    await page.keyboard.press("Delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).press("Enter");
    await expect.poll(() => person.message(`By keyboard ${run}`).count()).toBe(0);
    await page.keyboard.press("Alt+ArrowDown");
    await page.getByRole("heading", { level: 1, name: `Lunch${mark}` }).waitFor();
    await person.leave();
  });
});
