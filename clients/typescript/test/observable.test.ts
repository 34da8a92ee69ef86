import { describe, expect, it } from "vitest";
import { Cell, Emitter } from "../src/observable.js";

describe("a value that tells", () => {
  function cell(): Cell<number> {
    return new Cell(0, (cause) => {
      throw cause;
    });
  }

  it("tells everybody each value in order, also when one of them sets the next", () => {
    const value = cell();
    const told: number[] = [];
    value.subscribe((now) => {
      if (now > 0 && now < 3) {
        value.set(now + 1);
      }
    });
    value.subscribe((now) => told.push(now));
    value.set(1);
    expect(told).toEqual([0, 1, 2, 3]);
    expect(value.value).toBe(3);
  });

  it("tells whoever comes while it tells what is, and nothing of before", () => {
    const value = cell();
    const told: number[] = [];
    let first = true;
    value.subscribe((now) => {
      if (now === 1 && first) {
        first = false;
        value.set(2);
        value.subscribe((late) => told.push(late));
      }
    });
    value.set(1);
    value.set(3);
    expect(told).toEqual([2, 3]);
  });

  it("tells nothing more to whom another listener ended", () => {
    const value = cell();
    const told: number[] = [];
    let stop = () => {};
    value.subscribe((now) => {
      if (now === 1) {
        stop();
      }
    });
    stop = value.subscribe((now) => told.push(now));
    value.set(1);
    expect(told).toEqual([0]);
  });

  it("goes on after a listener that throws", () => {
    const causes: unknown[] = [];
    const emitter = new Emitter<[number]>((cause) => causes.push(cause));
    const told: number[] = [];
    emitter.on(() => {
      throw new Error("a bug in the page");
    });
    emitter.on((value) => told.push(value));
    emitter.emit(1);
    emitter.emit(2);
    expect(told).toEqual([1, 2]);
    expect(causes.length).toBe(2);
  });
});
