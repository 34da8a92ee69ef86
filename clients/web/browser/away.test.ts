import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { ask, control, gateway, run, Scribe, tokensOfThePageLive } from "./system.ts";
import { Visitors } from "./visitors.ts";

const ada = `tess-${run}`;
const ben = `finn-${run}`;
const MINUTE = 60_000;
/** So high that the list, which draws only what is seen, draws everything. */
const HIGH = { width: 1280, height: 8000 };

describe("when something is away", () => {
  const visitors = Visitors.named(ada, ben);
  let room: string;
  const title = `Away ${run}`;

  beforeAll(async () => {
    room = await new Scribe(ada).createRoom(title, { members: [await new Scribe(ben).id()] });
  });

  async function inRoom(name: string): Promise<Person> {
    const person = await visitors.signIn(name, { path: `/rooms/${room}`, viewport: HIGH });
    await person.writing.waitFor();
    return person;
  }

  const numbered = (stem: string, count: number) => Array.from({ length: count }, (_, index) => `${stem} ${index + 1}`);

  it.skipIf(control === undefined)("a gateway that is killed loses and doubles nothing, and both go on", async () => {
    const [a, b] = [await inRoom(ada), await inRoom(ben)];
    const there = gateway.replace("http", "ws");
    // The page takes any gateway; this is about the one that dies.
    for (const person of [a, b]) {
      for (let tries = 0; !person.sockets.at(-1)?.startsWith(there) && tries < 30; tries++) {
        const before = person.sockets.length;
        await person.page.reload();
        await expect.poll(() => person.sockets.length).toBeGreaterThan(before);
        await person.writing.waitFor();
      }
      expect(person.sockets.at(-1)).toContain(there);
    }
    const fromA = numbered(`from a ${run}`, 40);
    const fromB = numbered(`from b ${run}`, 40);
    for (let index = 0; index < 40; index++) {
      if (index === 15) await ask("kill");
      await a.say(fromA[index]!);
      await b.say(fromB[index]!);
    }
    for (const person of [a, b]) {
      await person.eventually(() => person.texts(`from a ${run}`), fromA);
      await person.eventually(() => person.texts(`from b ${run}`), fromB);
      expect(person.sockets.at(-1)).not.toContain(there);
    }
    const order = (texts: string[]) => texts.join("\n");
    expect(order(await a.texts("from"))).toBe(order(await b.texts("from")));
    await ask("start");
  }, 4 * MINUTE);

  it("a minute offline is shown calmly, what was written then is sent, and what was missed comes", async () => {
    const [a, b] = [await inRoom(ada), await inRoom(ben)];
    await a.posts(`before ${run}`);
    await b.sees(`before ${run}`);
    await a.context.setOffline(true);
    const since = Date.now();
    await a.page.getByText("This device is offline.").waitFor({ timeout: MINUTE });
    await a.say(`written offline ${run}`);
    await a.message(`written offline ${run}`).getByText("Will be sent when there is a connection").waitFor();
    for (const text of numbered(`missed ${run}`, 5)) await b.posts(text);
    await expect.poll(() => Date.now() - since, { timeout: 2 * MINUTE, interval: 1000 }).toBeGreaterThan(MINUTE);
    expect(await a.texts("missed")).toEqual([]);
    await a.context.setOffline(false);
    await a.page.getByText("This device is offline.").waitFor({ state: "detached" });
    await a.eventually(() => a.texts(`missed ${run}`), numbered(`missed ${run}`, 5));
    await b.eventually(() => b.texts(`written offline ${run}`), [`written offline ${run}`]);
    await a.eventually(() => a.texts(`written offline ${run}`), [`written offline ${run}`]);
  }, 5 * MINUTE);

  it("what was written offline outlives the page", async () => {
    const a = await inRoom(ada);
    await a.context.setOffline(true);
    await a.page.getByText("This device is offline.").waitFor({ timeout: MINUTE });
    await a.say(`kept ${run}`);
    await a.message(`kept ${run}`).waitFor();
    await a.context.setOffline(false);
    await a.page.goto("about:blank");
    await a.goTo(`/rooms/${room}`);
    await a.eventually(() => a.texts(`kept ${run}`), [`kept ${run}`]);
  }, 3 * MINUTE);

  it("a token that runs out during the session is renewed, and nobody notices", async () => {
    // They are renewed in their last quarter: time enough for an identity provider that stands still for a moment.
    await tokensOfThePageLive(40);
    try {
      const [a, b] = [await inRoom(ada), await inRoom(ben)];
      const sockets = a.sockets.length;
      const began = Date.now();
      const said: string[] = [];
      while (Date.now() - began < MINUTE) {
        said.push(`${said.length + 1} on and on ${run}`);
        await a.posts(said.at(-1)!);
        await a.page.waitForTimeout(3000);
      }
      await b.eventually(async () => (await b.texts("")).filter((text) => text.endsWith(`on and on ${run}`)), said);
      await a.page.reload();
      await a.sees(said.at(-1)!);
      expect(a.sockets.length, "one connection before the reload, one after").toBe(sockets + 1);
    } finally {
      await tokensOfThePageLive(undefined);
    }
  }, 4 * MINUTE);
});
