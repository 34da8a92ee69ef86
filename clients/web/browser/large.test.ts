import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser, Person } from "./person.ts";
import { gateway, newUser, run, Scribe } from "./system.ts";

const COUNT = Number(process.env.PARLEY_MESSAGES ?? 10_000);
const reader = `rosa-${run}`;
const STEP_PIXELS = 400;
/** Of the processor time of a frame of the walk to that of a frame with as many plain elements. */
const SMOOTH_RATIO = 6;
const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;

/** What the page's main thread has computed so far. */
async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0) / MEGABYTE;
}

/**
 * Processor time in milliseconds of the page's main thread for a frame in which the browser alone lays out and draws as many
 * messages as a step of the walk brings, without a program that decides anything.
 */
async function plainFrame(page: Page, session: CDPSession): Promise<number> {
  const before = await busySeconds(session);
  const frames = await page.evaluate(async (step) => {
    const list = document.querySelector<HTMLElement>("[data-testid=scroller] ol")!;
    const example = list.querySelector("article")!.parentElement!;
    const count = Math.ceil(step / example.getBoundingClientRect().height);
    const height = list.clientHeight;
    const sheet = list.cloneNode() as HTMLElement;
    sheet.style.cssText = `position: fixed; inset: 0; overflow: hidden; height: ${height}px; background: white`;
    document.body.append(sheet);
    const began = performance.now();
    let frames = 0;
    for (; frames < 300 && performance.now() - began < 30_000; frames++) {
      sheet.replaceChildren(
        ...Array.from({ length: count }, (_, index) => {
          const copy = example.cloneNode(true) as HTMLElement;
          copy.style.cssText = `position: absolute; left: 0; right: 0; top: ${(index * step) / count}px`;
          return copy;
        }),
      );
      await new Promise(requestAnimationFrame);
    }
    sheet.remove();
    return frames;
  }, STEP_PIXELS);
  return (((await busySeconds(session)) - before) * 1000) / frames;
}

describe(`a room of ${COUNT} messages`, () => {
  let browser: Browser;
  let room: string;

  beforeAll(async () => {
    browser = await openBrowser();
    await newUser(reader);
    const scribe = new Scribe(reader);
    room = await scribe.createRoom(`Large ${run}`);
    await scribe.fill(room, COUNT);
  }, 1_200_000);
  afterAll(() => browser.close());

  it("is walked through smoothly, with a bounded page and bounded memory", async () => {
    const person = await Person.signedIn(browser, reader, { path: `/rooms/${room}` });
    const { page } = person;
    await person.sees(/^.*Message \d+ of/s);
    const session = await person.context.newCDPSession(page);
    // In time of the processor rather than of the clock: the machine is shared, also with the system itself.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await heapMegabytes(session);
    const plain = await plainFrame(page, session);
    const busyBefore = await busySeconds(session);
    const walk = await page.evaluate(
      async ({ patience, step }) => {
        const scroller = document.querySelector<HTMLElement>("[data-testid=scroller]")!;
        const frames: number[] = [];
        let most = 0;
        let last = performance.now();
        const began = last;
        let still = 0;
        let lastFirst = "";
        while (performance.now() - began < patience && still < 600) {
          scroller.scrollTop -= step;
          await new Promise(requestAnimationFrame);
          const now = performance.now();
          frames.push(now - last);
          last = now;
          most = Math.max(most, document.querySelectorAll("*").length);
          const first = document.querySelector("article")?.id ?? "";
          still = first === lastFirst ? still + 1 : 0;
          lastFirst = first;
          if (scroller.querySelector(".beginning") !== null && scroller.scrollTop <= 0) break;
        }
        frames.sort((a, b) => a - b);
        return {
          arrived: scroller.querySelector(".beginning") !== null,
          frames: frames.length,
          median: frames[Math.floor(frames.length / 2)]!,
          p95: frames[Math.floor(frames.length * 0.95)]!,
          most,
          seconds: (performance.now() - began) / 1000,
        };
      },
      { patience: 600_000, step: STEP_PIXELS },
    );
    const busyMilliseconds = ((await busySeconds(session)) - busyBefore) * 1000;
    const after = await heapMegabytes(session);
    console.info(
      `${COUNT} messages walked through in ${walk.seconds.toFixed(0)} s: ${walk.frames} frames, median ${walk.median.toFixed(0)} ms, ` +
        `95 % within ${walk.p95.toFixed(0)} ms; ${(busyMilliseconds / walk.frames).toFixed(1)} ms of CPU each, ${plain.toFixed(1)} ms with plain elements; at most ${walk.most} elements; heap ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`,
    );
    expect(walk.arrived, "the beginning was reached").toBe(true);
    await person.sees(/Message \d+ of/);
    expect(walk.most).toBeLessThan(2500);
    expect(busyMilliseconds / walk.frames / plain, "times the CPU of plain elements").toBeLessThan(SMOOTH_RATIO);
    expect(after - before).toBeLessThan(20);
    await page.getByRole("button", { name: "To the newest messages" }).click();
    await person.posts(`at the end ${run}`);
    await person.leave();
  }, 900_000);

  it("shows a message in its middle at once", async () => {
    const person = await Person.signedIn(browser, reader, { path: `/rooms/${room}/${Math.floor(COUNT / 2)}` });
    await person.timeline.locator(`#m${Math.floor(COUNT / 2)}`).waitFor();
    expect(await person.timeline.locator(`#m${Math.floor(COUNT / 2)}`).isVisible()).toBe(true);
    await person.leave();
  });
});

describe("the first load", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    await newUser(reader);
  });
  afterAll(() => browser.close());

  it("takes at most 150 KB of compressed script, and all of it comes from here", async () => {
    const person = await Person.at(browser, reader, "/");
    await person.page.getByRole("button", { name: "Sign in" }).waitFor();
    await person.page.evaluate(() => document.fonts.ready.then(() => undefined));
    const resources = await person.page.evaluate(() =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).map(({ name, encodedBodySize }) => ({
        name,
        encodedBodySize,
      })),
    );
    const scripts = resources.filter(({ name }) => name.endsWith(".js"));
    const kilobytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / KILOBYTE;
    console.info(`first load: ${kilobytes.toFixed(1)} KB of compressed script in ${scripts.length} file(s)`);
    expect(kilobytes).toBeGreaterThan(1);
    expect(kilobytes).toBeLessThanOrEqual(150);
    expect(resources.filter(({ name }) => !name.startsWith(gateway))).toEqual([]);
    expect(resources.filter(({ name }) => name.endsWith(".woff2"))).toHaveLength(1);
    await person.leave();
  });

  it("is usable within a second after the sign-in", async () => {
    const person = await Person.signedIn(browser, reader);
    const times: number[] = [];
    const swift = () => times.filter((time) => time <= 1000).length;
    // The machine is shared with the system and with others: they may keep it for a while, and never make it faster.
    while (swift() < 4 && times.length < 40) {
      const began = Date.now();
      await person.page.reload({ waitUntil: "commit" });
      await person.roomLink(`Large ${run}`).waitFor();
      times.push(Date.now() - began);
    }
    console.info(`usable after ${times.join(", ")} ms`);
    expect(swift(), "loads within a second").toBe(4);
    await person.leave();
  });

  it("is cached for ever, but for the page itself, which is asked for again", async () => {
    const page = await fetch(gateway, { headers: { "accept-encoding": "gzip" } });
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())![1]!;
    const asset = await fetch(gateway + script);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    const again = await fetch(gateway, { headers: { "accept-encoding": "gzip", "if-none-match": page.headers.get("etag")! } });
    expect(again.status).toBe(304);
    expect((await fetch(`${gateway}/assets/nothing.js`)).status).toBe(404);
    expect((await fetch(`${gateway}/rooms/whatever/1`)).headers.get("content-type")).toContain("text/html");
    expect((await fetch(`${gateway}/api/nothing`)).status).toBe(404);
  });
});
