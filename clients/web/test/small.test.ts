import { afterEach, describe, expect, it, vi } from "vitest";
import { addressOf, placeAt, router } from "../src/app/router.svelte.ts";
import { Drafts, Outbox, type TextStore } from "../src/app/storage.ts";
import { authorsOf, completed, completionAt, mentionAt } from "../src/text/completion.ts";
import { codePoints } from "../src/text/length.ts";
import { de } from "../src/texts/de.ts";
import { en } from "../src/texts/en.ts";
import { choose } from "../src/texts/index.ts";

class Memory implements TextStore {
  readonly texts = new Map<string, string>();
  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.texts.set(key, value);
  }
  removeItem(key: string): void {
    this.texts.delete(key);
  }
}

const people = ["bob", "bobby", "carol", "Ángela"].map((name) => ({ id: name, name }));

describe("completion", () => {
  it("offers who begins so, then who has it in the name", () => {
    expect(completionAt("hi @bo", 6, people)?.people.map((person) => person.name)).toEqual(["bob", "bobby"]);
    expect(completionAt("@arol", 5, people)?.people.map((person) => person.name)).toEqual(["carol"]);
    expect(completionAt("@", 1, people)?.people).toHaveLength(4);
    expect(completionAt("@án", 3, people)?.people.map((person) => person.name)).toEqual(["Ángela"]);
  });

  it("offers nobody in a word, far from the @, or for a name that nobody has", () => {
    expect(completionAt("me@bo", 5, people)).toBeUndefined();
    expect(completionAt("@bob hi", 7, people)).toBeUndefined();
    expect(completionAt("@zed", 4, people)).toBeUndefined();
  });

  it("begins with the @, whoever is known by then", () => {
    expect(mentionAt("hi @", 4)).toBe("");
    expect(mentionAt("hi @zed", 7)).toBe("zed");
    expect(mentionAt("me@bo", 5)).toBeUndefined();
    expect(mentionAt("@bob hi", 7)).toBeUndefined();
  });

  it("knows who wrote, the last of them first, and each once", () => {
    const said = ["bob", "carol", "bob", "bobby", "carol"].map((name, index) => ({
      sequence: index + 1,
      at: "2026-11-22T18:00:00.123Z",
      by: { id: name, name },
      text: "…",
      mentions: [],
      deleted: false,
      reactions: [],
    }));
    expect(authorsOf(said).map(({ name }) => name)).toEqual(["carol", "bobby", "bob"]);
    expect(authorsOf([])).toEqual([]);
  });

  it("puts the name in the place of what was typed", () => {
    const text = "hi @bo there";
    const completion = completionAt(text, 6, people)!;
    expect(completed(text, 6, completion, people[1]!)).toEqual(["hi @bobby there", 10]);
  });
});

describe("addresses", () => {
  it.each([
    { name: "home" } as const,
    { name: "room", room: "0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42", message: undefined } as const,
    { name: "room", room: "a/b c", message: 17 } as const,
    { name: "search", words: "a & b", room: undefined } as const,
    { name: "search", words: "", room: "r" } as const,
  ])("lead back to where they were made: %j", (place) => {
    const address = new URL(addressOf(place), "http://localhost");
    expect(placeAt(address.pathname, address.search)).toEqual(place);
  });

  it.each(["/rooms/%E0%A4%A", "/rooms/x/-1", "/rooms/x/1e99", "/nowhere", "/rooms/a/b/c", "//evil.example"])(
    "that are wrong do no harm: %s",
    (path) => {
      expect(() => placeAt(path, "")).not.toThrow();
    },
  );
});

describe("a click on a link", () => {
  afterEach(() => vi.unstubAllGlobals());

  /** Whether the page keeps it to itself. */
  function kept(address: string): boolean {
    const here = new URL("https://parley.example/");
    vi.stubGlobal("location", here);
    vi.stubGlobal("history", { pushState: (_: unknown, __: string, to: string) => (here.href = new URL(to, here).href), replaceState: () => undefined });
    const link = new URL(address, here);
    const event = { button: 0, defaultPrevented: false, target: { closest: () => link }, preventDefault: vi.fn() };
    router.follow(event as unknown as MouseEvent);
    return event.preventDefault.mock.calls.length > 0;
  }

  it.each(["/", "/rooms/r/7", "/search?q=a", "https://parley.example/rooms/r"])("stays in the page: %s", (address) => {
    expect(kept(address)).toBe(true);
  });

  it.each(["https://elsewhere.example/rooms/r", "/licences/literata.txt", "/grafana/d/1"])("leads out of it: %s", (address) => {
    expect(kept(address)).toBe(false);
  });
});

describe("drafts", () => {
  it("are kept by user and room, and gone when they are empty", () => {
    const memory = new Memory();
    const drafts = new Drafts(memory, "u1");
    drafts.save("r1", "half a thought");
    expect(drafts.load("r1")).toBe("half a thought");
    expect(drafts.load("r2")).toBe("");
    expect(new Drafts(memory, "u2").load("r1")).toBe("");
    drafts.save("r1", "  ");
    expect(memory.texts.size).toBe(0);
  });
});

describe("the outbox", () => {
  const post = (id: string) => ({ id, room: "r", text: id, sentAt: 1 });

  it("leaves alone what another tab has put there", () => {
    const memory = new Memory();
    const one = new Outbox(memory, "u1");
    const other = new Outbox(memory, "u1");
    expect(one.load()).toEqual([]);
    expect(other.load()).toEqual([]);
    one.save([post("a")]);
    other.save([post("b")]);
    expect(new Outbox(memory, "u1").load().map(({ id }) => id)).toEqual(["a", "b"]);
    one.save([]);
    expect(new Outbox(memory, "u1").load().map(({ id }) => id)).toEqual(["b"]);
  });

  it("survives what is no message", () => {
    const memory = new Memory();
    memory.setItem("parley.outbox.u1", '[null, 1, {"id": "x"}, {"id":"a","room":"r","text":"t","sentAt":1}]');
    expect(new Outbox(memory, "u1").load()).toHaveLength(1);
    memory.setItem("parley.outbox.u1", "{");
    expect(new Outbox(memory, "u1").load()).toEqual([]);
  });
});

describe("texts", () => {
  it("count what limits count", () => {
    expect(codePoints("a🍜👍🏽")).toBe(4);
  });

  it("are in the chosen language, else the first that there is", () => {
    expect(choose("de", ["en"])).toBe(de);
    expect(choose(null, ["fr", "de-AT", "en"])).toBe(de);
    expect(choose(null, ["fr"])).toBe(en);
  });

  it("say everything in each language, and nothing twice the same by mistake", () => {
    const same = Object.keys(en).filter((key) => {
      const text = (en as Record<string, unknown>)[key];
      return typeof text === "string" && text.includes(" ") && text === (de as Record<string, unknown>)[key];
    });
    expect(same).toEqual([]);
  });
});
