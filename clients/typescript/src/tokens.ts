import type { TokenProvider } from "./api.js";

/** A fresh token of which the clock says that less than this part is left shows that the clock is ahead. */
const PLAUSIBLE_PART = 0.5;

/** A token as its provider gave it. */
export interface GivenToken {
  readonly text: string;
  /** By the device's clock, in milliseconds since 1970. */
  readonly askedAt: number;
  /** It was asked for as a fresh one, and is not the one before again. */
  readonly fresh: boolean;
}

/** Asks the provider for tokens. */
export class Tokens {
  readonly #provider: TokenProvider;
  #last: string | undefined;

  constructor(provider: TokenProvider) {
    this.#provider = provider;
  }

  async take(renew: boolean): Promise<GivenToken> {
    const askedAt = Date.now();
    const text = await this.#provider({ renew });
    const fresh = renew && text !== this.#last;
    this.#last = text;
    return { text, askedAt, fresh };
  }
}

/**
 * How long a token still lasts as far as can be told, in milliseconds; not above zero, or not a number, if the clock is
 * wrong for certain.
 *
 * The device's clock may be off by minutes. How long a JWT lasts in all, it says itself by its issuer's clock alone: it never
 * lasts longer than that from when it was asked for. When the clock says less, the token may be an older one or the clock be
 * ahead. A token from memory may have any age, so the clock is believed; a fresh one is hardly half over, so the clock is
 * believed only down to there, where an error costs no more than renewing twice as often. Of an opaque token only the clock
 * tells.
 *
 * @param expires when it ends, by the server's clock
 * @param now by the device's clock, in milliseconds since 1970
 */
export function lifeMillis(token: GivenToken, expires: string, now: number): number {
  const byClock = Date.parse(expires) - now;
  const whole = wholeLifeMillis(token.text);
  if (whole === undefined) {
    return byClock;
  }
  const longest = whole - (now - token.askedAt);
  return token.fresh && byClock < whole * PLAUSIBLE_PART ? longest : Math.min(byClock, longest);
}

/** From its issue to its end in milliseconds, if it is a JWT that says both. */
export function wholeLifeMillis(token: string): number | undefined {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    // Read byte by byte, names come out garbled; the numbers do not.
    const { iat, exp } = JSON.parse(atob(payload)) as { readonly iat?: unknown; readonly exp?: unknown };
    return typeof iat === "number" && typeof exp === "number" && exp > iat ? (exp - iat) * 1_000 : undefined;
  } catch {
    // Opaque.
    return undefined;
  }
}
