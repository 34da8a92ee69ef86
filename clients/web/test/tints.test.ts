import { describe, expect, it } from "vitest";
import { Tints } from "../src/app/tints.ts";

describe("the tints of people", () => {
  const ids = Array.from({ length: 60 }, (_, index) => `person ${index}`);

  it("are all different as long as there are enough, and stay", () => {
    const tints = new Tints();
    const first = ids.slice(0, 20).map((id) => tints.of(id));
    expect(new Set(first).size).toBe(20);
    const others = ids.slice(20).map((id) => tints.of(id));
    expect(ids.map((id) => tints.of(id))).toEqual([...first, ...others]);
    expect(others.every((tint) => Number.isInteger(tint) && tint >= 0 && tint < 20)).toBe(true);
  });

  it("are the same for everybody who sees them alone", () => {
    for (const id of ids) expect(new Tints().of(id)).toBe(new Tints().of(id));
    expect(new Set(ids.map((id) => new Tints().of(id))).size).toBeGreaterThan(10);
  });
});
