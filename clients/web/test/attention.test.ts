import { describe, expect, it } from "vitest";
import { Attention } from "../src/app/attention.ts";

/** The browser's locks that are shared, as all of its tabs see them. */
class Locks {
  private readonly held: { name: string }[] = [];

  request = async (name: string, _options: unknown, hold: () => Promise<void>): Promise<void> => {
    const lock = { name };
    this.held.push(lock);
    await hold();
    this.held.splice(this.held.indexOf(lock), 1);
  };

  query = async () => ({ held: this.held });
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("attention", () => {
  it("is there as long as one tab of the same person has it", async () => {
    const locks = new Locks() as unknown as LockManager;
    const [one, other, somebodyElse] = [new Attention(locks, "u1"), new Attention(locks, "u1"), new Attention(locks, "u2")];
    expect(await one.anywhere()).toBe(false);
    one.here(true);
    one.here(true);
    other.here(true);
    expect([await one.anywhere(), await other.anywhere(), await somebodyElse.anywhere()]).toEqual([true, true, false]);
    one.here(false);
    await settled();
    expect(await one.anywhere()).toBe(true);
    other.here(false);
    await settled();
    expect(await one.anywhere()).toBe(false);
    one.here(true);
    expect(await other.anywhere()).toBe(true);
  });

  it("is not known where there are no locks, or they are out of reach", async () => {
    const none = new Attention(undefined, "u1");
    none.here(true);
    expect(await none.anywhere()).toBe(false);
    const refuse = () => Promise.reject(new Error("denied"));
    const denied = new Attention({ request: refuse, query: refuse } as unknown as LockManager, "u1");
    denied.here(true);
    expect(await denied.anywhere()).toBe(false);
  });
});
