import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { newUser, run, Scribe } from "./system.ts";
import { Visitors } from "./visitors.ts";

const nina = `nina-${run}`;
const otto = `otto-${run}`;
const MINUTE = 60_000;

describe("somebody who writes", () => {
  const visitors = Visitors.named(nina, otto);
  const [asNina, asOtto] = [new Scribe(nina), new Scribe(otto)];


  async function enters(path: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await visitors.signIn(nina, { path, ...options });
    return person;
  }

  async function roomOfBoth(name: string): Promise<string> {
    return asNina.createRoom(`${name} ${run}`, { members: [await asOtto.id()] });
  }

  it("has an edit that was refused in the editor again, and is told why", async () => {
    const room = await roomOfBoth("Edits");
    await asNina.post(room, "As it was");
    const a = await enters(`/rooms/${room}`);
    await a.act("As it was", "Edit");
    await a.say("zero \u0000 point");
    await a.page.getByText("That did not work: this cannot be done as it is.").waitFor();
    await a.page.getByText("Editing your message").waitFor();
    expect(await a.writing.inputValue()).toBe("zero \u0000 point");
    await a.say("As it is now");
    await a.sees("As it is now");
    expect(await a.page.getByText("Editing your message").count()).toBe(0);
    expect(await a.writing.inputValue()).toBe("");
  });

  it("does not send with the Enter that ends a composition, whatever the browser says of it", async () => {
    const a = await enters(`/rooms/${await roomOfBoth("Composed")}`);
    await a.writing.fill("かな");
    await a.writing.evaluate((area) =>
      area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true })),
    );
    await a.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await a.writing.inputValue()).toBe("かな");
    await a.writing.press("Enter");
    await a.sees("かな");
  });

  it("finds a link in the address bar where there is no clipboard", async () => {
    const room = await roomOfBoth("Links");
    const sequence = await asOtto.post(room, "Worth a link");
    const a = await enters("/");
    await a.context.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await a.goTo(`/rooms/${room}`);
    await a.act("Worth a link", "Copy the link");
    await a.page.getByText("It is in the address bar.").waitFor();
    expect(new URL(a.page.url()).pathname).toBe(`/rooms/${room}/${sequence}`);
  });

  it(
    "takes back what was never sent",
    async () => {
      const room = await roomOfBoth("Taken back");
      const a = await enters(`/rooms/${room}`);
      await a.posts("Before");
      await a.context.setOffline(true);
      await a.page.getByText("This device is offline.").waitFor({ timeout: MINUTE });
      await a.say("Rather not");
      await a.say("But this");
      await a.message("Rather not").getByRole("button", { name: "Discard" }).click();
      await a.message("Rather not").waitFor({ state: "detached" });
      await a.context.setOffline(false);
      await a.timeline.locator("article[id^=m]").filter({ hasText: "But this" }).waitFor({ timeout: MINUTE });
      expect(await a.message("Rather not").count()).toBe(0);
    },
    3 * MINUTE,
  );

  it("mentions people in a room whose members are too many to be read without need", async () => {
    const room = await roomOfBoth("Crowd");
    const silent = await newUser(`sigi-${run}`);
    await asNina.command({ type: "addMember", room, user: await new Scribe(silent).id() });
    await asOtto.post(room, "I wrote something");
    const a = await enters("/");
    await a.page.route(/\/api\/rooms(\/[0-9a-f-]+)?(\?.*)?$/, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/"members":\d+/g, '"members":301');
      await route.fulfill({ response: answer, body });
    });
    let asked = 0;
    let answerAway = (): void => undefined;
    let away: Promise<void> | undefined = new Promise((resolve) => (answerAway = resolve));
    await a.page.route(`**/api/rooms/${room}/members*`, async (route) => {
      asked++;
      if (away === undefined) return route.continue();
      await away;
      return route.fulfill({ status: 404, json: { code: "notFound" } });
    });
    await a.goTo(`/rooms/${room}`);
    await a.sees("I wrote something");
    expect(asked).toBe(0);
    await a.writing.pressSequentially("Hello @ot");
    await a.page.getByRole("option", { name: otto }).waitFor();
    await a.page.keyboard.press("Enter");
    await expect.poll(() => asked).toBe(1);
    await a.writing.pressSequentially("and @si");
    away = undefined;
    answerAway();
    await a.page.getByRole("option", { name: silent }).waitFor();
    expect(asked).toBe(2);
    await a.writing.fill("");
  });

  it("is not offered again whom they put away, until they type on", async () => {
    const room = await roomOfBoth("Put away");
    await asOtto.post(room, "I am here");
    const a = await enters("/");
    await a.page.route(`**/api/rooms/${room}/members*`, (route) => route.fulfill({ status: 404, json: { code: "notFound" } }));
    await a.goTo(`/rooms/${room}`);
    await a.sees("I am here");
    const offered = a.page.getByRole("option", { name: otto });
    await a.writing.pressSequentially("Hello @o");
    await offered.waitFor();
    await a.page.keyboard.press("Escape");
    await offered.waitFor({ state: "detached" });
    await asOtto.post(room, "Meanwhile");
    await a.sees("Meanwhile");
    expect(await offered.count()).toBe(0);
    await a.page.keyboard.type("t");
    await offered.waitFor();
    await a.page.keyboard.press("Escape");
    await offered.waitFor({ state: "detached" });
    await a.page.keyboard.press("Enter");
    await a.sees("Hello @ot");
  });

  it("goes on writing when they ask twice to answer the same message", async () => {
    const room = await roomOfBoth("Twice");
    await asOtto.post(room, "What do you say?");
    const a = await enters(`/rooms/${room}`);
    for (let time = 1; time <= 2; time++) {
      await a.act("What do you say?", "Reply");
      await a.page.getByText("Answering").waitFor();
      expect(await a.focusIsIn("textarea")).toBe(true);
    }
    await a.page.keyboard.type("Nothing");
    await expect.poll(() => a.writing.inputValue()).toBe("Nothing");
    await a.writing.fill("");
  });

  it("is told that a telephone's browser cannot notify, and is not asked again", async () => {
    const room = await roomOfBoth("Ringing");
    const a = await enters("/");
    await a.context.grantPermissions(["notifications"]);
    await a.watchNotifications();
    await a.context.addInitScript(() => {
      window.Notification = new Proxy(Notification, {
        construct() {
          throw new TypeError("Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.");
        },
      });
    });
    await a.goTo("/");
    await a.page.getByRole("button", { name: "Settings" }).click();
    await a.page.getByRole("checkbox", { name: /Notify me/ }).check();
    await a.page.keyboard.press("Escape");
    await a.looksAway();
    await asOtto.post(room, `For you, @${nina}`);
    await a.roomLink(`Ringing ${run}`).getByText("1 unread").waitFor({ state: "attached" });
    await a.page.evaluate(() => {
      (window as unknown as { away: boolean }).away = false;
      window.dispatchEvent(new Event("focus"));
    });
    await a.page.getByText("The browser could not show a notification. They are off now.").waitFor();
    await a.page.getByRole("button", { name: "Settings" }).click();
    expect(await a.page.getByRole("checkbox", { name: /Notify me/ }).isChecked()).toBe(false);
  });

  it("finds what may be done with a message by a tap on it", async () => {
    const room = await roomOfBoth("Touched");
    await asOtto.post(room, "Touch this");
    const question = await asOtto.post(room, "Or this one?");
    const a = await enters(`/rooms/${room}`, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 780 } });
    await a.message("Touch this").getByText("Touch this").tap();
    await a.message("Touch this").getByRole("button", { name: "React" }).waitFor();
    await a.message("Or this one?").getByText("Or this one?").tap();
    await a.message("Touch this").getByRole("group").waitFor({ state: "detached" });
    await a.message("Or this one?").getByRole("button", { name: "Reply" }).tap();
    await a.page.getByText(`Answering`).waitFor();
    await a.writing.fill("By finger");
    await a.page.getByRole("button", { name: "Send" }).tap();
    await a.timeline
      .locator("article[id^=m]")
      .filter({ hasText: "By finger" })
      .getByRole("button", { name: /Or this one/ })
      .waitFor();
    await a.message("Or this one?").first().tap();
    await a.timeline.locator(`#m${question}`).getByRole("button", { name: "React" }).tap();
    await a.page.getByRole("button", { name: "👍" }).tap();
    await a.timeline
      .locator(`#m${question}`)
      .getByRole("button", { name: /👍: 1, you too/ })
      .waitFor();
  });
});
