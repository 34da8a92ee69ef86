/** Times in milliseconds, from which each pause is drawn. */
export interface Backoff {
  readonly firstMillis: number;
  readonly longestMillis: number;
}

/** As docs/protocol.md asks: when a gateway ends, thousands come back, and those who wait the same time come together. */
export const RECONNECT: Backoff = { firstMillis: 1_000, longestMillis: 30_000 };

/** For what a server that is there could not do just now. */
export const RETRY: Backoff = { firstMillis: 500, longestMillis: 10_000 };

/** For what nobody waits for: many rooms are read again at the same time, and by many clients. */
export const REFRESH: Backoff = { firstMillis: 2_000, longestMillis: 60_000 };

/** When a gateway ends, thousands come back: what can wait a moment does. */
export const REFRESH_WITHIN_MILLIS = 2_000;

/**
 * Full jitter: anything between nothing and a bound that doubles with every failure.
 *
 * @param failures in a row, from 1
 */
export function pauseMillis(backoff: Backoff, failures: number, random: () => number): number {
  const bound = Math.min(backoff.longestMillis, backoff.firstMillis * 2 ** Math.min(failures - 1, 30));
  return Math.floor(random() * bound);
}
