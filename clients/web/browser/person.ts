import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { expect } from "vitest";
import { browserProgram, gateway } from "./system.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const screenshots = process.env.PARLEY_SCREENSHOTS ?? "target/screenshots";
mkdirSync(screenshots, { recursive: true });

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserProgram, args: ["--no-sandbox", "--enable-precise-memory-info"] });
}

/** Somebody at a browser of their own. */
export class Person {
  /** What the browser complained of: nothing of it may be left at the end. */
  readonly complaints: string[] = [];
  /** Addresses of the WebSockets, in the order in which they were opened. */
  readonly sockets: string[] = [];

  private constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      // A connection that fails is logged by the browser, and there are tests that see to it that it fails.
      if (message.type() === "error" && !/WebSocket connection|Failed to load resource|net::ERR/.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
    page.on("websocket", (socket) => {
      if (socket.url().endsWith("/ws")) this.sockets.push(socket.url());
    });
  }

  static async signedIn(browser: Browser, name: string, options: BrowserContextOptions & { path?: string } = {}): Promise<Person> {
    const { path = "/", ...context } = options;
    const person = await Person.at(browser, name, path, context);
    await person.signIn();
    return person;
  }

  static async at(browser: Browser, name: string, path: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const person = new Person(name, context, page);
    await page.goto(gateway + path);
    return person;
  }

  async signIn(): Promise<void> {
    await this.page.getByRole("button", { name: /^(Sign in|Anmelden)$/ }).click();
    await this.page.locator("#username").fill(this.name);
    await this.page.locator("#password").fill(this.name);
    await this.page.locator("#kc-login").click();
    await this.inside();
  }

  /** On a narrow page the list of rooms or the room is there, not both. */
  async inside(): Promise<void> {
    await this.page.locator("main#content").waitFor({ state: "attached" });
  }

  get navigation(): Locator {
    return this.page.getByRole("navigation");
  }

  get writing(): Locator {
    return this.page.getByRole("textbox", { name: /^(Message to|Nachricht an)/ });
  }

  get timeline(): Locator {
    return this.page.getByTestId("scroller");
  }

  /** Beside the room where there is room for it, else above it. */
  get members(): Locator {
    return this.page.getByRole("complementary").or(this.page.getByRole("dialog", { name: /^(Members|Mitglieder|\d+ .*)$/ }));
  }

  message(text: string | RegExp): Locator {
    return this.timeline.getByRole("article").filter({ hasText: text });
  }

  roomLink(room: string): Locator {
    return this.navigation.getByRole("link").filter({ hasText: room });
  }

  async open(room: string): Promise<void> {
    await this.roomLink(room).click();
    await this.page.getByRole("heading", { level: 1, name: room }).waitFor();
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(gateway + path);
    await this.inside();
  }

  async say(text: string): Promise<void> {
    await this.writing.fill(text);
    await this.writing.press("Enter");
  }

  /** Says something and waits until it is in the room's log. */
  async posts(text: string): Promise<void> {
    await this.say(text);
    await this.timeline.locator("article[id^=m]").filter({ hasText: text }).first().waitFor();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.message(text).first().waitFor();
  }

  /** Does something that is offered for a message. What comes meanwhile may move it from under the pointer. */
  async act(text: string | RegExp, action: string): Promise<void> {
    const message = this.message(text).first();
    const offered = message.getByRole("group").getByRole("button", { name: action, exact: true });
    for (let tries = 1; ; tries++) {
      await message.hover();
      try {
        await offered.click({ timeout: 10_000 });
        return;
      } catch (problem) {
        if (tries === 3) throw problem;
      }
    }
  }

  /** Walks there with this key and nothing else. */
  async tabTo(goal: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    for (let step = 0; step < 60; step++) {
      if (await goal.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${String(goal)}`);
  }

  async focusIsIn(selector: string): Promise<boolean> {
    return this.page.evaluate((wanted) => document.activeElement?.closest(wanted) != null, selector);
  }

  /** The texts of all messages whose text begins so, in their order on the page. */
  async texts(beginning: string): Promise<string[]> {
    const all = await this.timeline.getByRole("article").locator(".text").allInnerTexts();
    return all.map((text) => text.trim()).filter((text) => text.startsWith(beginning));
  }

  async eventually<T>(what: () => Promise<T>, wanted: T): Promise<void> {
    await expect.poll(what, { timeout: 60_000 }).toEqual(wanted);
  }

  /** Remembers what the system is asked to show, and makes it possible to look away, which a browser without a window never does. */
  async watchNotifications(): Promise<void> {
    await this.context.addInitScript(() => {
      const page = window as unknown as { told: [string, string][]; away: boolean };
      page.told = [];
      page.away = false;
      document.hasFocus = () => !page.away;
      window.Notification = new Proxy(Notification, {
        construct(target, [title, options]: [string, NotificationOptions]) {
          page.told.push([title, options.body ?? ""]);
          return Reflect.construct(target, [title, options]) as Notification;
        },
      });
    });
    await this.page.reload();
    await this.inside();
  }

  async looksAway(): Promise<void> {
    await this.page.evaluate(() => {
      (window as unknown as { away: boolean }).away = true;
      window.dispatchEvent(new Event("blur"));
    });
  }

  async notifications(): Promise<[string, string][]> {
    return this.page.evaluate(() => (window as unknown as { told: [string, string][] }).told);
  }

  async screenshot(name: string): Promise<void> {
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), animations: "disabled" });
  }

  /** Everything that axe knows of WCAG 2.2 AA, and its best practices. */
  async expectAccessible(view: string): Promise<void> {
    await this.page.evaluate(axeSource);
    const violations = await this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
      const result = await axe.run();
      return result.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
    });
    expect(violations, `axe on ${view}`).toEqual([]);
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.complaints, `what ${this.name}'s browser complained of`).toEqual([]);
  }
}
