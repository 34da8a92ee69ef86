/**
 * Whether somebody looks at the page in any of their tabs. Each one that they look at holds a lock, together with the others:
 * the browser takes it from a tab that is closed, however it ends.
 */
export class Attention {
  private release: (() => void) | undefined;

  /** @param locks undefined where a page has none, which is where it cannot notify either */
  constructor(
    private readonly locks: Pick<LockManager, "request" | "query"> | undefined,
    private readonly name: string,
  ) {}

  here(attentive: boolean): void {
    if (!attentive) {
      this.release?.();
      this.release = undefined;
    } else if (this.release === undefined && this.locks !== undefined) {
      const looksAway = new Promise<void>((resolve) => (this.release = resolve));
      void this.locks.request(this.name, { mode: "shared" }, () => looksAway).catch(() => undefined);
    }
  }

  async anywhere(): Promise<boolean> {
    const { held = [] } = (await this.locks?.query().catch(() => undefined)) ?? {};
    return held.some((lock) => lock.name === this.name);
  }
}
