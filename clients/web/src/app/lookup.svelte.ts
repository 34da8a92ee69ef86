/** Asks again with every change of what is typed, a moment after it, and shows only the answer to the last question. */
export class Lookup<T> {
  words = $state("");
  found = $state.raw<readonly T[]>([]);
  state = $state<"asking" | "answered" | "failed">("asking");

  private questions = $state(0);

  private static readonly PAUSE_MILLISECONDS = 200;

  constructor(ask: (words: string, signal: AbortSignal) => Promise<readonly T[]>) {
    $effect(() => {
      this.questions;
      const words = this.words.trim();
      this.state = "asking";
      const abort = new AbortController();
      const timer = setTimeout(() => void this.ask(ask, words, abort.signal), words === "" ? 0 : Lookup.PAUSE_MILLISECONDS);
      return () => {
        clearTimeout(timer);
        abort.abort();
      };
    });
  }

  /** The same once more. */
  again(): void {
    this.questions++;
  }

  private async ask(
    ask: (words: string, signal: AbortSignal) => Promise<readonly T[]>,
    words: string,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const found = await ask(words, signal);
      if (signal.aborted) return;
      this.found = found;
      this.state = "answered";
    } catch {
      if (!signal.aborted) this.state = "failed";
    }
  }
}
