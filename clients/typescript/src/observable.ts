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
