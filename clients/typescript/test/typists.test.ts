import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Typists } from "../src/typists.js";

describe("typing", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-22T18:00:00Z") });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("is told at most each three seconds, also after the clock was set back", () => {
    const typists = new Typists(() => {});
    expect(typists.wants()).toBe(true);
    vi.advanceTimersByTime(2_999);
    expect(typists.wants()).toBe(false);
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(typists.wants()).toBe(true);
    expect(typists.wants()).toBe(false);
  });
});
