import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { endSessions, issuer, run, Scribe, tokensOfThePageLive } from "./system.ts";
import { Visitors } from "./visitors.ts";

const edda = `edda-${run}`;
const MINUTE = 60_000;
const TOKENS_LIVE_SECONDS = 20;

describe("a session", () => {
  const visitors = Visitors.named(edda);
  let room: string;

  beforeAll(async () => {
    room = await new Scribe(edda).createRoom(`Sessions ${run}`);
    await tokensOfThePageLive(TOKENS_LIVE_SECONDS);
  });
  afterAll(() => tokensOfThePageLive(undefined));

  async function inRoom(): Promise<Person> {
    const person = await visitors.signIn(edda, { path: `/rooms/${room}` });
    await person.writing.waitFor();
    return person;
  }

  it(
    "that was ended is said to be, and whoever signs in again finds what they wrote",
    async () => {
      const a = await inRoom();
      await a.posts("Before the end");
      await endSessions(edda);
      await a.page.getByText("Your session has ended. What you wrote is kept.").waitFor({ timeout: 2 * MINUTE });
      await a.say("Not sent yet");
      await a.message("Not sent yet").waitFor();
      await a.writing.fill("Half a thought");
      await a.page.getByRole("button", { name: "Sign in again" }).click();
      await a.page.locator("#username").fill(edda);
      await a.page.locator("#password").fill(edda);
      await a.page.locator("#kc-login").click();
      await a.inside();
      expect(new URL(a.page.url()).pathname).toBe(`/rooms/${room}`);
      await a.timeline.locator("article[id^=m]").filter({ hasText: "Not sent yet" }).waitFor();
      expect(await a.message("Not sent yet").count()).toBe(1);
      expect(await a.writing.inputValue()).toBe("Half a thought");
      await a.writing.fill("");
    },
    5 * MINUTE,
  );

  it(
    "outlasts an identity provider that is in trouble",
    async () => {
      const a = await inRoom();
      const began = Date.now();
      let refused = 0;
      await a.page.route(`${issuer}/protocol/openid-connect/token`, (route) => {
        refused++;
        return route.fulfill({
          status: 500,
          headers: { "access-control-allow-origin": "*" },
          json: { error: "unknown_error", error_description: "the database is away" },
        });
      });
      await expect.poll(() => refused, { timeout: MINUTE }).toBeGreaterThan(0);
      await expect.poll(() => Date.now() - began, { timeout: MINUTE, interval: 1000 }).toBeGreaterThan(1500 * TOKENS_LIVE_SECONDS);
      expect(await a.page.getByText("Your session has ended.").count()).toBe(0);
      await a.say("Written in times of trouble");
      await a.page.unroute(`${issuer}/protocol/openid-connect/token`);
      await a.timeline.locator("article[id^=m]").filter({ hasText: "Written in times of trouble" }).waitFor({ timeout: MINUTE });
    },
    4 * MINUTE,
  );
});
