import { describe, expect, it } from "vitest";
import { lifeMillis, Tokens } from "../src/tokens.js";
import { jwt, jwtOf } from "./model/jwt.js";

const NOW = Date.parse("2026-11-22T18:00:00Z");
const SECOND = 1_000;

/** By the device's clock. */
function inSeconds(seconds: number): string {
  return new Date(NOW + seconds * SECOND).toISOString();
}

describe("a token", () => {
  const text = jwt(NOW, 300);

  it.each([
    { left: 420, lasts: 290 },
    { left: 290, lasts: 290 },
    { left: 200, lasts: 200 },
    { left: 150, lasts: 150 },
    { left: 149, lasts: 290 },
    { left: 10, lasts: 290 },
    { left: -3_600, lasts: 290 },
  ])("that was asked for as a fresh one lasts $lasts s when the clock says $left s", ({ left, lasts }) => {
    const token = { text, askedAt: NOW - 10 * SECOND, fresh: true };
    expect(lifeMillis(token, inSeconds(left), NOW)).toBe(lasts * SECOND);
  });

  it.each([
    { left: 420, lasts: 290 },
    { left: 200, lasts: 200 },
    { left: 10, lasts: 10 },
    { left: -3_600, lasts: -3_600 },
  ])("from memory lasts $lasts s when the clock says $left s", ({ left, lasts }) => {
    const token = { text, askedAt: NOW - 10 * SECOND, fresh: false };
    expect(lifeMillis(token, inSeconds(left), NOW)).toBe(lasts * SECOND);
  });

  it.each([
    "",
    "opaque",
    "an.opaque.one",
    "a.bnVsbA.c",
    jwtOf([]),
    jwtOf({}),
    jwtOf({ exp: NOW / SECOND + 300 }),
    jwtOf({ iat: "1", exp: "2" }),
    jwtOf({ iat: 2, exp: 2 }),
    jwtOf({ iat: 2, exp: 1 }),
  ])("that does not say how long it lasts (%j) lasts as long as the clock says", (opaque) => {
    const token = { text: opaque, askedAt: NOW, fresh: true };
    expect(lifeMillis(token, inSeconds(10), NOW)).toBe(10 * SECOND);
  });

  it("is fresh if it was asked for as such and is another than before", async () => {
    const given = ["a", "a", "b", "b", "c"];
    const tokens = new Tokens(() => given.shift()!);
    const fresh: boolean[] = [];
    for (const renew of [false, true, true, true, false]) {
      fresh.push((await tokens.take(renew)).fresh);
    }
    expect(fresh).toEqual([false, false, true, false, false]);
  });
});
