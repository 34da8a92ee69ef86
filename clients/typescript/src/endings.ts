import type { CloseReason, WaitReason } from "./api.js";
import { SignInRequired } from "./errors.js";
import { CloseCode } from "./protocol.js";

/** What becomes of a connection that ends, or that cannot be made. */
export type Ending = { readonly wait: WaitReason } | { readonly close: CloseReason };

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

/** @param live whether the connection had been welcomed */
export function endingOf(code: number, live: boolean): Ending {
  if (code >= FATAL_FROM && code <= FATAL_TO) {
    return { close: CLOSE_REASONS[code] ?? "refused" };
  }
  const reason = WAIT_REASONS[code];
  if (live) {
    return { wait: reason ?? "other" };
  }
  return { wait: reason === undefined || reason === "lost" ? "unreachable" : reason };
}

/** The token provider failed. */
export function endingWithoutToken(cause: unknown): Ending {
  return cause instanceof SignInRequired ? { close: "signInRequired" } : { wait: "noToken" };
}
