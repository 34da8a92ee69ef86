import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Person } from "./person.ts";
import { gateway, newUser, run, Scribe } from "./system.ts";

const mallory = `mallory-${run}`;
const victim = `vera-${run}`;

const texts: readonly (readonly [string, string])[] = [
  ["a script", "<script>document.title='owned'</script>"],
  ["an image with a handler", "<img src=x onerror=\"document.title='owned'\">"],
  ["a link that is a script", "[click](javascript:document.title='owned') javascript:alert(1)"],
  ["a link with markup in it", 'https://parley.example/"><img/src=x/onerror=alert(1)>'],
  ["text from right to left", "\u202eevil\u202c and \u05e9\u05dc\u05d5\u05dd \u2067isolate"],
  ["what has no width", "a\u200b\u200c\u200d\u2060\ufeffb"],
  ["marks piled upon a letter", `Z${"\u0335\u0321\u031b\u0358".repeat(200)}algo`],
  ["a word without an end", "w".repeat(4000)],
  ["as much as fits", "🍜".repeat(8000)],
  ["brackets without an end", "[".repeat(4000) + "*".repeat(4000)],
  ["a template", "{{constructor.constructor('return 1')()}} ${7*7} <%= 1 %>"],
];

describe("hostile text", () => {
  let browser: Browser;
  let person: Person;
  let room: string;
  const scribe = new Scribe(mallory);

  beforeAll(async () => {
    browser = await openBrowser();
    await Promise.all([mallory, victim].map(newUser));
    room = await scribe.createRoom(`<b>Hostile</b> ${run}`, {
      topic: "<script>document.title='owned'</script>",
      members: [await new Scribe(victim).id()],
    });
    person = await Person.signedIn(browser, victim, { path: `/rooms/${room}` });
    await person.page.getByRole("heading", { level: 1, name: `<b>Hostile</b> ${run}` }).waitFor();
  });
  afterAll(async () => {
    await person.leave();
    await browser.close();
  });

  it.each(texts)("is shown as text: %s", async (_, text) => {
    const sequence = await scribe.post(room, text);
    const shown = person.timeline.locator(`#m${sequence} .text`);
    await shown.waitFor();
    const squeezed = (value: string) => value.replace(/\s|[*[\]()]/g, "");
    if (!text.startsWith("[click]")) expect(squeezed((await shown.textContent()) ?? "")).toBe(squeezed(text));
    expect(await shown.locator("script, img, iframe, [onerror], a[href^='javascript']").count()).toBe(0);
    expect(await person.page.title()).not.toContain("owned");
    const wider = await person.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wider, "nothing is wider than the page").toBe(false);
  });

  it("that is too long is said so before it is sent, and not sent", async () => {
    await person.writing.fill("x".repeat(8001));
    await person.page.getByText("1 character too many").waitFor({ state: "attached" });
    expect(await person.page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await person.writing.fill("🍜".repeat(8000));
    await person.writing.press("Enter");
    const last = person.timeline.getByRole("article").last();
    const bowls = async () => [...((await last.locator(".text").textContent()) ?? "")].filter((letter) => letter === "🍜").length;
    await expect.poll(bowls).toBe(8000);
    await expect.poll(() => last.getAttribute("id")).toMatch(/^m/);
    expect(await bowls()).toBe(8000);
  });

  it("that cannot be stored is refused, shown as not sent, and can be discarded", async () => {
    await person.say("zero \u0000 point");
    const failed = person.message("Not sent");
    await failed.getByText("this cannot be done as it is").waitFor();
    await failed.getByRole("button", { name: "Send again" }).click();
    await failed.getByText("this cannot be done as it is").waitFor();
    expect(await failed.count()).toBe(1);
    await failed.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => person.message("Not sent").count()).toBe(0);
  });

  it("finds a page that would not let it do anything", async () => {
    const answer = await fetch(`${gateway}/`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const page = await answer.text();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)/);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
