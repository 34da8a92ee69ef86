import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Expected } from "../src/expected.js";

describe("what is expected of a log", () => {
  let head: number;
  let asked: number;
  let expected: Expected;

  beforeEach(() => {
    vi.useFakeTimers();
    head = 10;
    asked = 0;
    expected = new Expected({ lacks: (_, sequence) => head < sequence, ask: () => asked++ });
  });

  afterEach(() => {
    expected.stop();
    vi.useRealTimers();
  });

  it("is asked for when it does not come", async () => {
    expected.upTo("e1", 11);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(1);
  });

  it("is not asked for when it comes", async () => {
    expected.upTo("e1", 11);
    head = 11;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is asked for also when only what was expected before it came", async () => {
    expected.upTo("e1", 11);
    await vi.advanceTimersByTimeAsync(4_000);
    head = 11;
    expected.upTo("e1", 12);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBe(0);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(1);
  });
});
