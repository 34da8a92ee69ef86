import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Person } from "./person.ts";
import { run, Scribe } from "./system.ts";
import { Visitors } from "./visitors.ts";

const paul = `paul-${run}`;
const rita = `rita-${run}`;
const MINUTE = 60_000;

/** A network that keeps what the page sends until it is told to go on. */
class Network {
  private kept: (() => void)[] | undefined;

  constructor(person: Person) {
    this.ready = person.page.routeWebSocket(/\/ws$/, (page) => {
      const server = page.connectToServer();
      page.onMessage((frame) => {
        const send = () => server.send(frame);
        if (this.kept === undefined) send();
        else this.kept.push(send);
      });
    });
  }

  readonly ready: Promise<void>;

  stops(): void {
    this.kept = [];
  }

  goesOn(): void {
    const kept = this.kept ?? [];
    this.kept = undefined;
    for (const send of kept) send();
  }
}

describe("somebody whose network or server is slow", () => {
  const visitors = Visitors.named(paul, rita);
  const [asPaul, asRita] = [new Scribe(paul), new Scribe(rita)];


  async function enters(path: string, options: BrowserContextOptions = {}): Promise<[Person, Network]> {
    const person = await visitors.signIn(paul, options);
    const network = new Network(person);
    await network.ready;
    await person.goTo(path);
    return [person, network];
  }

  async function roomOfBoth(name: string): Promise<string> {
    return asPaul.createRoom(`${name} ${run}`, { members: [await asRita.id()] });
  }

  it("sees at once what they change, and that it is not so yet", async () => {
    const room = await roomOfBoth("Changes");
    await asPaul.post(room, "As it was");
    await asPaul.post(room, "To be gone");
    await asRita.post(room, "Do you like it?");
    const [a, network] = await enters(`/rooms/${room}`);
    await a.sees("Do you like it?");
    network.stops();
    await a.act("As it was", "Edit");
    await a.say("As it will be");
    await a.message("As it will be").getByText("saving…").waitFor();
    await a.act("To be gone", "Delete");
    await a.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await a.message("To be gone").getByText("deleting…").waitFor();
    await a.act("Do you like it?", "React");
    await a.page.getByRole("button", { name: "👍" }).click();
    const reaction = a.message("Do you like it?").getByRole("button", { name: /👍: 1, you too/ });
    await reaction.waitFor();
    expect(await reaction.getAttribute("aria-busy")).toBe("true");
    await a.expectAccessible("what is not saved yet");
    network.goesOn();
    await a.message("As it will be").getByText("edited").waitFor();
    await a.sees("This message was deleted.");
    await expect.poll(() => reaction.getAttribute("aria-busy")).toBe("false");
    // Two clicks are there and back, not a refusal.
    await reaction.dblclick();
    await expect.poll(() => reaction.getAttribute("aria-busy")).toBe("false");
    expect(await reaction.getAttribute("aria-pressed")).toBe("true");
    expect(await a.page.getByText("That did not work").count()).toBe(0);
  });

  it("finds what they were editing or answering when they come back to the room", async () => {
    const room = await roomOfBoth("Begun");
    await asPaul.post(room, "As it was");
    await asRita.post(room, "What do you say?");
    await roomOfBoth("Elsewhere");
    const [a] = await enters(`/rooms/${room}`);
    await a.act("What do you say?", "Reply");
    await a.writing.fill("I say");
    await a.open(`Elsewhere ${run}`);
    await a.open(`Begun ${run}`);
    await a.page.getByText("Answering").waitFor();
    expect(await a.writing.inputValue()).toBe("I say");
    await a.writing.fill("");
    await a.page.keyboard.press("Escape");
    await a.act("As it was", "Edit");
    await a.writing.fill("As it");
    await a.open(`Elsewhere ${run}`);
    expect(await a.page.getByText("Editing your message").count()).toBe(0);
    await a.open(`Begun ${run}`);
    await a.page.getByText("Editing your message").waitFor();
    await expect.poll(() => a.writing.inputValue()).toBe("As it");
    await a.page.keyboard.press("Escape");
    await expect.poll(() => a.writing.inputValue()).toBe("");
  });

  it("finds an edit in the editor that was refused while they were in another room", async () => {
    const room = await roomOfBoth("Refused");
    await asPaul.post(room, "As it was");
    await roomOfBoth("Meanwhile");
    const [a, network] = await enters(`/rooms/${room}`);
    await a.sees("As it was");
    network.stops();
    await a.act("As it was", "Edit");
    await a.say("zero \u0000 point");
    await a.say("A message that is refused, too \u0000");
    await a.open(`Meanwhile ${run}`);
    await a.writing.fill("half a thought");
    network.goesOn();
    await a.page.getByText("That did not work: this cannot be done as it is.").waitFor();
    await a.roomLink(`Refused ${run}`).getByText("A message was not sent").waitFor({ state: "attached" });
    await a.open(`Refused ${run}`);
    await a.page.getByText("Editing your message").waitFor();
    await expect.poll(() => a.writing.inputValue()).toBe("zero \u0000 point");
    await a.page.keyboard.press("Escape");
    await a.message("Not sent").getByRole("button", { name: "Discard" }).click();
    await a.roomLink(`Refused ${run}`).getByText("A message was not sent").waitFor({ state: "detached" });
  });

  it("stays where they went, with the dialog that is open by then", async () => {
    await roomOfBoth("Staying");
    const [a, network] = await enters("/");
    await a.roomLink(`Staying ${run}`).waitFor();
    network.stops();
    await a.navigation.getByRole("button", { name: "New room" }).click();
    await a.page.getByLabel("Name").fill(`Late ${run}`);
    await a.page.getByRole("button", { name: "Create" }).click();
    await a.page.keyboard.press("Escape");
    await a.open(`Staying ${run}`);
    await a.navigation.getByRole("button", { name: "New direct message" }).click();
    network.goesOn();
    await a.roomLink(`Late ${run}`).waitFor({ state: "attached" });
    await a.page.getByRole("dialog", { name: "New direct message" }).waitFor();
    await a.page.keyboard.press("Escape");
    await a.page.getByRole("heading", { level: 1, name: `Staying ${run}` }).waitFor();
  });

  it("changes of a room only what they changed, whatever others did meanwhile", async () => {
    const room = await roomOfBoth("Settings");
    await asPaul.command({ type: "setRole", room, user: await asRita.id(), role: "owner" });
    const [a] = await enters(`/rooms/${room}`);
    await a.page.getByRole("button", { name: /^Show the members/ }).click();
    await a.members.getByRole("button", { name: "Room settings" }).click();
    await asRita.command({ type: "updateRoom", room, name: `Renamed ${run}` });
    await a.roomLink(`Renamed ${run}`).waitFor({ state: "attached" });
    await a.page.getByRole("dialog").getByLabel("Topic").fill("What it is about");
    await a.page.getByRole("button", { name: "Save" }).click();
    await a.page.getByRole("banner").or(a.page.locator(".bar")).getByText("What it is about").waitFor();
    await a.page.getByRole("heading", { level: 1, name: `Renamed ${run}` }).waitFor();
  });

  it("joins a room once, however often they click", async () => {
    const room = await asRita.createRoom(`Open ${run}`);
    const [a, network] = await enters(`/rooms/${room}`);
    const join = a.page.getByRole("main").getByRole("button", { name: "Join" });
    await join.waitFor();
    network.stops();
    await join.dblclick();
    network.goesOn();
    await a.posts("Here I am");
    expect(await a.page.getByText("That did not work").count()).toBe(0);
  });

  it("hurries through rooms without a complaint of the browser", async () => {
    for (const name of ["Fast 1", "Fast 2", "Fast 3"]) {
      const room = await roomOfBoth(name);
      await asRita.fill(room, 60);
    }
    const [a] = await enters("/");
    await a.roomLink(`Fast 3 ${run}`).waitFor();
    for (let index = 0; index < 60; index++) {
      await a.page.keyboard.press("Alt+ArrowDown");
      await a.page.waitForTimeout(index * 5);
    }
    expect(a.complaints).toEqual([]);
  });

  it("searches again by asking again, and is not kept waiting by a search they gave up", async () => {
    const room = await asPaul.createRoom(`Sought ${run}`, { members: [await asRita.id()] });
    await asRita.post(room, `needle-${run} in the hay`);
    const [a] = await enters("/search");
    const answers = new Promise<void>(() => undefined);
    await a.page.route("**/api/search*", () => answers);
    await a.page.getByRole("searchbox").fill("haystack");
    await a.page.keyboard.press("Enter");
    await a.page.getByText("Loading…").waitFor();
    await a.navigation.getByRole("link", { name: "Search" }).click();
    await a.page.getByText("Loading…").waitFor({ state: "detached" });
    await a.page.unroute("**/api/search*");
    await a.page.route("**/api/search*", (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
    await a.page.getByRole("searchbox").fill(`needle-${run}`);
    await a.page.keyboard.press("Enter");
    await a.page.getByRole("alert").filter({ hasText: "That did not work" }).waitFor();
    await a.page.unroute("**/api/search*");
    await a.page.keyboard.press("Enter");
    await a.page.getByText("1 found").waitFor();
    expect(await a.page.getByRole("alert").count()).toBe(0);
  });

  it("looks for rooms again", async () => {
    const [a] = await enters("/");
    await a.page.route("**/api/rooms/public*", (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
    await a.navigation.getByRole("button", { name: "Find or join a room" }).first().click();
    const again = a.page.getByRole("dialog").getByRole("button", { name: "Try again" });
    await again.waitFor();
    await a.page.unroute("**/api/rooms/public*");
    await again.click();
    await a.page.getByRole("dialog").getByRole("listitem").first().waitFor();
    await again.waitFor({ state: "detached" });
  });

  it(
    "is told that the rooms cannot be read, and reads later what is answered",
    async () => {
      const room = await asPaul.createRoom(`Answers ${run}`, { members: [await asRita.id()] });
      const first = await asRita.post(room, "What is it?");
      await asRita.fill(room, 100);
      await asRita.command({ type: "post", room, text: "It is this", replyTo: first });
      const [a] = await enters("/");
      const away = /\/api\/rooms(\?.*)?$|limit=1\b(?!\d)/;
      await a.page.route(away, (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
      await a.goTo("/");
      await a.page.getByText("The rooms cannot be read just now. Trying again by itself.").waitFor({ timeout: MINUTE });
      await a.page.unroute(away);
      await a.page.route(/limit=1$|limit=1&/, (route) => route.fulfill({ status: 500, json: { code: "internal" } }));
      await a.roomLink(`Answers ${run}`).click({ timeout: MINUTE });
      await a.page.getByRole("button", { name: "To the newest messages" }).click();
      const quote = a.message("It is this").locator(".answered");
      await quote.getByText("an earlier message").waitFor();
      await a.page.unroute(/limit=1$|limit=1&/);
      await quote.filter({ hasText: "What is it?" }).waitFor({ timeout: MINUTE });
    },
    3 * MINUTE,
  );

  it("keeps whom they chose when a conversation cannot be opened", async () => {
    const [a] = await enters("/");
    await a.page.route(/\/api\/people/, (route) =>
      route.fulfill({ json: { people: [{ id: "nobody-at-all", name: "nobody" }] } }),
    );
    await a.navigation.getByRole("button", { name: "New direct message" }).click();
    const add = a.page.getByRole("button", { name: "Add: nobody" });
    await a.tabTo(add);
    await a.page.keyboard.press("Enter");
    expect(await a.page.getByRole("dialog").getByRole("searchbox").evaluate((input) => input === document.activeElement)).toBe(true);
    await a.page.getByRole("button", { name: "Start" }).click();
    await a.page.getByText("That did not work: it is not there any more.").first().waitFor({ state: "attached" });
    await a.page.getByRole("dialog").getByText("nobody").first().waitFor();
  });
});
