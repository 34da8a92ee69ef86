import { SignInRequired } from "./errors.js";
import type { ClientFrame, ServerFrame } from "./protocol.js";
import { type GivenToken, lifeMillis, wholeLifeMillis } from "./tokens.js";

const AHEAD_MILLIS = 60_000;
const AHEAD_PART = 0.25;
/** When a token seems to be over though it was just taken, one of the clocks is wrong. */
const IN_DOUBT_MILLIS = 30_000;
/** Between one renewal and the next, whatever came of it: a clock that is ahead lets each token seem to be nearly over. */
const AGAIN_MILLIS = 5_000;
/** Unless its tokens never last so long. */
const AGAIN_PART = 0.5;
const TOKEN_WITHIN_MILLIS = 30_000;
const ANSWER_WITHIN_MILLIS = 30_000;
const TIMER_MAX_MILLIS = 2 ** 31 - 1;

/** What renewing needs of its connection. */
export interface RenewalLink {
  /** A fresh token. */
  token(): Promise<GivenToken>;
  send(frame: ClientFrame): boolean;
  /** There is none until somebody signs in. */
  signInRequired(): void;
}

/** Gives a live connection a fresh token before the last one ends. */
export class Renewal {
  readonly #link: RenewalLink;
  #renewals = 0;
  /** The one of the last renewal. */
  #sent: GivenToken | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whatever comes from an earlier run, which is a token that took its time, is ignored. */
  #run = 0;

  constructor(link: RenewalLink) {
    this.#link = link;
  }

  /**
   * The connection is live. Its token may come from memory and have only seconds left, so that nothing but its life says when
   * to renew it.
   *
   * @param expires when the server says that the token ends
   */
  began(token: GivenToken, expires: string): void {
    this.#in(delayMillis(token, expires));
  }

  stop(): void {
    this.#run++;
    clearTimeout(this.#timer);
  }

  /** Whether the frame answers the last renewal. */
  answeredBy(frame: ServerFrame): boolean {
    const token = this.#sent;
    if (!token || (frame.type !== "accepted" && frame.type !== "rejected") || frame.id !== this.#id) {
      return false;
    }
    if (frame.type === "accepted" && frame.expires) {
      this.#in(Math.max(againMillis(token), delayMillis(token, frame.expires)));
    } else {
      this.#in(AGAIN_MILLIS);
    }
    return true;
  }

  get #id(): string {
    return `token-${this.#renewals}`;
  }

  #in(millis: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renew(), Math.min(millis, TIMER_MAX_MILLIS));
  }

  async #renew(): Promise<void> {
    const run = ++this.#run;
    // Unless the token comes first.
    this.#in(TOKEN_WITHIN_MILLIS);
    try {
      const token = await this.#link.token();
      if (run === this.#run) {
        this.#renewals++;
        this.#sent = token;
        this.#link.send({ type: "authenticate", id: this.#id, token: token.text });
        // Unless an answer comes first.
        this.#in(ANSWER_WITHIN_MILLIS);
      }
    } catch (cause) {
      if (run !== this.#run) {
        return;
      }
      if (cause instanceof SignInRequired) {
        this.#link.signInRequired();
      } else {
        this.#in(AGAIN_MILLIS);
      }
    }
  }
}

function delayMillis(token: GivenToken, expires: string): number {
  const life = lifeMillis(token, expires, Date.now());
  const delay = life > 0 ? life - Math.min(AHEAD_MILLIS, life * AHEAD_PART) : IN_DOUBT_MILLIS;
  return Number.isFinite(delay) ? delay : IN_DOUBT_MILLIS;
}

function againMillis(token: GivenToken): number {
  return Math.min(AGAIN_MILLIS, (wholeLifeMillis(token.text) ?? Infinity) * AGAIN_PART);
}
