import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Notifications } from "../src/app/notifications.ts";

/** What the system shows of this site, by tag; and what it rang for, which is not what only takes another one's place. */
const shown = new Map<string, string>();
const rung: string[] = [];

class SystemNotification {
  private readonly tag: string;

  constructor(_title: string, { tag, body }: { tag: string; body: string }) {
    this.tag = tag;
    if (!shown.has(tag)) rung.push(body);
    shown.set(tag, body);
  }

  close(): void {
    shown.delete(this.tag);
  }
}

beforeEach(() => {
  shown.clear();
  rung.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("Notification", SystemNotification);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("notifications", () => {
  it("ring for each message of a room, also while the one before is shown", () => {
    const tab = new Notifications();
    tab.show("r1", 1, "bob", "Hello");
    tab.show("r1", 2, "bob", "Hello?");
    expect(rung).toEqual(["Hello", "Hello?"]);
  });

  it("are of the last message of each room after a while", () => {
    const tab = new Notifications();
    tab.show("r1", 1, "bob", "Hello");
    tab.show("r2", 1, "carol", "Lunch?");
    tab.show("r1", 2, "bob", "Hello?");
    tab.show("r1", 3, "bob", "Anybody?");
    vi.runAllTimers();
    expect([...shown.values()]).toEqual(["Lunch?", "Anybody?"]);
  });

  it("ring once for several tabs, of which one is behind", () => {
    const [tab, behind] = [new Notifications(), new Notifications()];
    tab.show("r1", 1, "bob", "Hello");
    tab.show("r1", 2, "bob", "Hello?");
    vi.advanceTimersByTime(1_000);
    behind.show("r1", 1, "bob", "Hello");
    behind.show("r1", 2, "bob", "Hello?");
    expect(rung).toEqual(["Hello", "Hello?"]);
    vi.runAllTimers();
    expect([...shown.values()]).toEqual(["Hello?"]);
  });
});
