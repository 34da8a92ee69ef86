import type { CloseReason, WaitReason } from "./api.js";
import { RECONNECT } from "./backoff.js";
import { SignInRequired } from "./errors.js";
import { CloseCode } from "./protocol.js";

/** What becomes of a connection that ends, or that cannot be made. */
export type Ending =
  /** `firstPauseMillis`: drawn by a gateway that sends many away, instead of the first pause. */
  { readonly wait: WaitReason; readonly firstPauseMillis?: number | undefined } | { readonly close: CloseReason };

const FATAL_FROM = 4500;
const FATAL_TO = 4999;

const WAIT_REASONS: Readonly<Record<number, WaitReason>> = {
  [CloseCode.draining]: "draining",
  [CloseCode.tokenExpired]: "tokenExpired",
  [CloseCode.tooSlow]: "tooSlow",
  [CloseCode.silent]: "silent",
  [CloseCode.outcomeUnknown]: "outcomeUnknown",
  [CloseCode.unavailable]: "unavailable",
  [CloseCode.tooManyConnections]: "tooManyConnections",
  1005: "lost",
  1006: "lost",
};

const CLOSE_REASONS: Readonly<Record<number, CloseReason>> = {
  [CloseCode.protocolViolation]: "protocolViolation",
  [CloseCode.sessionRevoked]: "sessionRevoked",
};

/**
 * @param text the reason of the close frame
 * @param live whether the connection had been welcomed
 */
export function endingOf(code: number, text: string, live: boolean): Ending {
  if (code >= FATAL_FROM && code <= FATAL_TO) {
    return { close: CLOSE_REASONS[code] ?? "refused" };
  }
  const reason = WAIT_REASONS[code];
  if (live) {
    const firstPauseMillis = code === CloseCode.draining ? retryMillis(text) : undefined;
    return { wait: reason ?? "other", firstPauseMillis };
  }
  return { wait: reason === undefined || reason === "lost" ? "unreachable" : reason };
}

/** As in `draining; retry=340`. */
function retryMillis(text: string): number | undefined {
  const drawn = /;\s*retry=(\d+)\s*(?:;|$)/.exec(text)?.[1];
  return drawn === undefined ? undefined : Math.min(Number(drawn), RECONNECT.longestMillis);
}

/** The token provider failed. */
export function endingWithoutToken(cause: unknown): Ending {
  return cause instanceof SignInRequired ? { close: "signInRequired" } : { wait: "noToken" };
}
