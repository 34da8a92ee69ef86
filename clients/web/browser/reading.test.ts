import { describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { run, Scribe } from "./system.ts";
import { Visitors } from "./visitors.ts";

const reader = `rhea-${run}`;
const writer = `wim-${run}`;

describe("somebody who reads", () => {
  const visitors = Visitors.named(reader, writer);
  const [asReader, asWriter] = [new Scribe(reader), new Scribe(writer)];


  async function reads(path: string): Promise<Person> {
    const person = await visitors.signIn(reader, { path });
    return person;
  }

  /** A room of both, with so many messages of the writer, and their sequences. */
  async function roomOf(count: number, name: string): Promise<[string, number[]]> {
    const room = await asWriter.createRoom(`${name} ${run}`, { members: [await asReader.id()] });
    const sequences: number[] = [];
    for (let index = 1; index <= count; index++) sequences.push(await asWriter.post(room, `Line ${index} of ${name}`));
    return [room, sequences];
  }

  /** What is seen first, and where it stands on the page: what is loaded or measured above it moves neither. */
  const standing = (person: Person): Promise<string> =>
    person.timeline.evaluate(async (scroller) => {
      // What was scrolled or measured shows with the next frames.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      const { top } = scroller.getBoundingClientRect();
      const rows = [...scroller.querySelectorAll("article")].map((row) => ({ id: row.id, at: Math.round(row.getBoundingClientRect().top - top) }));
      const [first] = rows.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at);
      return `${first?.id} at ${first?.at}`;
    });
  const scroll = (person: Person, by: number) => person.timeline.evaluate((scroller, pixels) => scroller.scrollBy(0, pixels), by);

  /** Where it stands once nothing moves any more; the list measures some more rows meanwhile. */
  async function settled(person: Person): Promise<string> {
    let last = await standing(person);
    await expect
      .poll(
        async () => {
          const before = last;
          last = await standing(person);
          return last === before;
        },
        { interval: 300 },
      )
      .toBe(true);
    return last;
  }

  /** At one moment: between two looks the list may have moved. */
  async function visible(person: Person, sequence: number): Promise<boolean> {
    return person.timeline.evaluate((scroller, id) => {
      const row = document.getElementById(id)?.getBoundingClientRect();
      const list = scroller.getBoundingClientRect();
      return row !== undefined && row.top >= list.top && row.bottom <= list.bottom + 1;
    }, `m${sequence}`);
  }

  it("follows a link to a message once, and is not pulled back to it by what happens later", async () => {
    const [room, sequences] = await roomOf(80, "Linked");
    const linked = sequences[40]!;
    const a = await reads(`/rooms/${room}/${linked}`);
    await expect.poll(() => visible(a, linked)).toBe(true);
    await settled(a);
    await scroll(a, -900);
    const place = await settled(a);
    expect(await visible(a, linked)).toBe(false);

    await asWriter.post(room, "Meanwhile");
    await a.roomLink(`Linked ${run}`).getByText("81 unread").waitFor({ state: "attached" });
    const edited = sequences[39]!;
    await asWriter.command({ type: "edit", room, sequence: edited, text: "Line 40, edited" });
    await scroll(a, 300);
    await expect.poll(() => visible(a, linked)).toBe(false);
    await scroll(a, -300);
    expect(await settled(a)).toBe(place);

    await a.posts("What I say myself");
    await expect.poll(async () => a.message("What I say myself").last().isVisible()).toBe(true);
    const said = Number((await a.message("What I say myself").last().getAttribute("id"))!.slice(1));
    await expect.poll(() => visible(a, said)).toBe(true);
    await settled(a);
    await asWriter.post(room, "An answer");
    await a.sees("An answer");
    const answer = Number((await a.message("An answer").last().getAttribute("id"))!.slice(1));
    await expect.poll(() => visible(a, answer)).toBe(true);
    expect(await visible(a, linked)).toBe(false);
  });

  it("comes to the newest messages from a link, and from where the new ones begin", async () => {
    const [room, sequences] = await roomOf(120, "Back and forth");
    const a = await reads(`/rooms/${room}/${sequences[10]!}`);
    await expect.poll(() => visible(a, sequences[10]!)).toBe(true);
    await a.page.getByRole("button", { name: "To the newest messages" }).click();
    await expect.poll(() => visible(a, sequences.at(-1)!)).toBe(true);
    await settled(a);
    expect(await visible(a, sequences.at(-1)!)).toBe(true);
    const [, others] = await roomOf(60, "To the end");
    // With fewer it would be opened at its end.
    await a.roomLink(`To the end ${run}`).getByText("60 unread").waitFor({ state: "attached" });
    await a.open(`To the end ${run}`);
    await expect.poll(() => visible(a, others[0]!)).toBe(true);
    await a.page.getByRole("button", { name: "To the newest messages" }).click();
    await expect.poll(() => visible(a, others.at(-1)!)).toBe(true);
    await settled(a);
    expect(await visible(a, others.at(-1)!)).toBe(true);
  });

  it("follows what is said after a jump to what stands there already", async () => {
    const [room, sequences] = await roomOf(60, "In place");
    const last = sequences.at(-1)!;
    const { sequence: answer } = await asWriter.command({ type: "post", room, text: "And so it is", replyTo: last });
    const a = await reads(`/rooms/${room}`);
    await expect.poll(() => visible(a, sequences[0]!)).toBe(true);
    await a.page.getByRole("button", { name: "To the newest messages" }).click();
    await expect.poll(() => visible(a, answer)).toBe(true);
    await settled(a);
    await a.timeline.locator(`#m${answer} .answered`).click();
    await expect.poll(() => new URL(a.page.url()).pathname).toBe(`/rooms/${room}/${last}`);
    await settled(a);
    expect(await visible(a, answer)).toBe(true);
    const next = await asWriter.post(room, "Said next");
    await expect.poll(() => visible(a, next)).toBe(true);
  });

  it("has read a room once its end was shown, not when it was opened", async () => {
    const [, sequences] = await roomOf(90, "Unread");
    const a = await reads("/");
    const link = a.roomLink(`Unread ${run}`);
    await link.getByText("90 unread").waitFor({ state: "attached" });
    await a.open(`Unread ${run}`);
    await a.timeline.getByText("New messages").waitFor();
    await expect.poll(() => visible(a, sequences[0]!)).toBe(true);
    await settled(a);
    // As long as a pointer that moves takes to be told, and the room to be read again.
    await a.page.waitForTimeout(2500);
    expect(await link.getByText("90 unread").count()).toBe(1);
    const elsewhere = await reads("/");
    await elsewhere.roomLink(`Unread ${run}`).getByText("90 unread").waitFor({ state: "attached" });

    await expect
      .poll(async () => {
        await scroll(a, 2000);
        return visible(a, sequences.at(-1)!);
      })
      .toBe(true);
    await link.getByText(/unread/).waitFor({ state: "detached" });
    await elsewhere
      .roomLink(`Unread ${run}`)
      .getByText(/unread/)
      .waitFor({ state: "detached" });
  });

  it("has not read a room whose messages did not come", async () => {
    const [room, sequences] = await roomOf(2, "Away");
    const a = await reads("/");
    const link = a.roomLink(`Away ${run}`);
    await link.getByText("2 unread").waitFor({ state: "attached" });
    await a.page.route(`**/api/rooms/${room}/messages*`, (route) => route.abort());
    await a.open(`Away ${run}`);
    await a.page.getByText("The messages could not be read.").waitFor({ timeout: 60_000 });
    expect(await link.getByText("2 unread").count()).toBe(1);
    await a.page.unroute(`**/api/rooms/${room}/messages*`);
    await a.sees("Line 2 of Away");
    await link.getByText(/unread/).waitFor({ state: "detached" });
    expect(await visible(a, sequences[1]!)).toBe(true);
  });

  it("stays there when they write on another device", async () => {
    const [room, sequences] = await roomOf(60, "Two devices");
    const a = await reads(`/rooms/${room}`);
    await expect.poll(() => visible(a, sequences[0]!)).toBe(true);
    await a.page.getByRole("button", { name: "To the newest messages" }).click();
    await expect.poll(() => visible(a, sequences.at(-1)!)).toBe(true);
    await settled(a);
    await expect
      .poll(async () => {
        // The list may be on its way to the end still.
        await scroll(a, -1000);
        await settled(a);
        return visible(a, sequences.at(-1)!);
      })
      .toBe(false);
    const place = await settled(a);
    const said = await asReader.post(room, "From my telephone");
    await asWriter.post(room, "After it");
    await a.page.getByRole("button", { name: "1 new message" }).waitFor();
    expect(await settled(a)).toBe(place);
    await a.page.getByRole("button", { name: "1 new message" }).click();
    await expect.poll(() => visible(a, said)).toBe(true);
  });

  it("sees what is answered, however far above it stands, and as it stands now", async () => {
    const [room, [first]] = await roomOf(1, "Quoted");
    await asWriter.fill(room, 300);
    await asReader.command({ type: "post", room, text: "Yes, the first", replyTo: first! });
    const a = await reads(`/rooms/${room}`);
    const quote = a.message("Yes, the first").locator(".answered");
    await quote.filter({ hasText: writer }).filter({ hasText: "Line 1 of Quoted" }).waitFor();
    expect(await a.timeline.locator(`#m${first}`).count()).toBe(0);
    await asWriter.command({ type: "edit", room, sequence: first!, text: "The first line" });
    await quote.filter({ hasText: "The first line" }).waitFor();
    await asWriter.command({ type: "delete", room, sequence: first! });
    await quote.filter({ hasText: "a deleted message" }).waitFor();
    await quote.click();
    await expect.poll(() => visible(a, first!)).toBe(true);
  });

  it("comes in when they are invited while they stand before the door", async () => {
    const room = await asWriter.createRoom(`Door ${run}`, { kind: "private" });
    await asWriter.post(room, "Behind the door");
    const a = await reads(`/rooms/${room}`);
    await a.page.getByText("There is no such room, or it is not for you.").waitFor();
    await asWriter.command({ type: "addMember", room, user: await asReader.id() });
    await a.sees("Behind the door");
    await a.posts("Thank you");
  });

  it("finds the line above what came while they looked away, not above what they have read", async () => {
    const [room, sequences] = await roomOf(3, "Line");
    const a = await reads("/");
    await a.watchNotifications();
    await a.open(`Line ${run}`);
    const first = () => a.timeline.locator("li:has(.news) article").getAttribute("id");
    await expect.poll(first).toBe(`m${sequences[0]!}`);
    await a
      .roomLink(`Line ${run}`)
      .getByText(/unread/)
      .waitFor({ state: "detached" });
    await a.looksAway();
    const next = await asWriter.post(room, "While you were away");
    await asWriter.post(room, "And on");
    await a.sees("And on");
    await expect.poll(first).toBe(`m${next}`);
  });

  it("takes the keys along to a message that is answered", async () => {
    const [room, [first]] = await roomOf(1, "Keys");
    await asWriter.fill(room, 120);
    await asReader.command({ type: "post", room, text: "Yes, the first", replyTo: first! });
    const a = await reads(`/rooms/${room}`);
    const quote = a.message("Yes, the first").locator(".answered");
    await quote.focus();
    await a.page.keyboard.press("Enter");
    await expect.poll(() => visible(a, first!)).toBe(true);
    await expect.poll(() => a.page.evaluate(() => document.activeElement?.id)).toBe(`m${first!}`);
  });

  it("reads of yesterday after midnight", async () => {
    const [room] = await roomOf(1, "Midnight");
    const a = await reads("/");
    await a.page.clock.install();
    await a.goTo(`/rooms/${room}`);
    await a.timeline.getByRole("heading", { name: "Today" }).waitFor();
    await a.page.clock.fastForward("24:00:00");
    await a.timeline.getByRole("heading", { name: "Yesterday" }).waitFor();
  });
});
