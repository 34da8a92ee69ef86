import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Calendar } from "../src/app/calendar.svelte.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 22, 23, 59, 30) });
});
afterEach(() => {
  vi.useRealTimers();
});

it("the day is another one after midnight, and after the next", () => {
  const calendar = new Calendar();
  expect(calendar.today).toEqual(new Date(2026, 10, 22));
  vi.advanceTimersByTime(29_000);
  expect(calendar.today).toEqual(new Date(2026, 10, 22));
  vi.advanceTimersByTime(2_000);
  expect(calendar.today).toEqual(new Date(2026, 10, 23));
  vi.advanceTimersByTime(24 * 3_600_000);
  expect(calendar.today).toEqual(new Date(2026, 10, 24));
});
