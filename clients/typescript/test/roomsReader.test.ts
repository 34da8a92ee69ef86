import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { History } from "../src/index.js";
import { HistoryProblem } from "../src/index.js";
import { RoomsReader } from "../src/roomsReader.js";

describe("reading the rooms", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("holds no more the longer history is away, and stops when it is told to", async () => {
    const listened = vi.spyOn(EventTarget.prototype, "addEventListener");
    const rooms = vi.fn(() => Promise.reject(new HistoryProblem(503, "unavailable", "not now")));
    const reader = new RoomsReader({ rooms } as unknown as History, {
      summarised: () => {},
      readAll: () => {},
      failed: () => {},
      random: () => 0.5,
    });
    reader.readIn(1_000);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(rooms.mock.calls.length).toBeGreaterThan(600);
    expect(listened.mock.calls.length).toBeLessThan(5);
    reader.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
