/** A value that changes, and tells. Fits Svelte's store contract as it is. */
export interface Observable<T> {
  /** As it is now. A new object after each change, so `===` tells whether something changed. */
  readonly value: T;
  /**
   * Calls at once with the value, and then after each change.
   *
   * @returns ends it
   */
  subscribe(run: (value: T) => void): () => void;
}

/** Where goes what a listener threw: one that fails must not keep others from hearing, nor a frame from being handled. */
export type Report = (cause: unknown) => void;

/**
 * Calls each of its listeners. What one of them causes to be told is told once all have heard what it heard: everybody hears
 * everything in the same order.
 */
export class Emitter<Arguments extends readonly unknown[]> {
  readonly #listeners = new Set<(...values: Arguments) => void>();
  readonly #report: Report;
  readonly #due: { readonly listener: (...values: Arguments) => void; readonly values: Arguments }[] = [];
  #telling = false;

  constructor(report: Report) {
    this.#report = report;
  }

  on(listener: (...values: Arguments) => void): () => void {
    // Wrapped, so that the same function may listen twice and each ends by itself.
    const own = (...values: Arguments) => listener(...values);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  emit(...values: Arguments): void {
    this.#due.push(...[...this.#listeners].map((listener) => ({ listener, values })));
    if (this.#telling) {
      return;
    }
    this.#telling = true;
    try {
      for (let next = this.#due.shift(); next; next = this.#due.shift()) {
        this.#tell(next.listener, next.values);
      }
    } finally {
      this.#telling = false;
    }
  }

  #tell(listener: (...values: Arguments) => void, values: Arguments): void {
    // One that was called before may have ended it.
    if (!this.#listeners.has(listener)) {
      return;
    }
    try {
      listener(...values);
    } catch (cause) {
      this.#report(cause);
    }
  }
}

/** An observable that its owner sets. Setting what it holds already tells nobody. */
export class Cell<T> implements Observable<T> {
  #value: T;
  readonly #changed: Emitter<[T]>;

  constructor(value: T, report: Report) {
    this.#value = value;
    this.#changed = new Emitter<[T]>(report);
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (!Object.is(value, this.#value)) {
      this.#value = value;
      this.#changed.emit(value);
    }
  }

  subscribe(run: (value: T) => void): () => void {
    const stop = this.#changed.on(run);
    run(this.#value);
    return stop;
  }
}
