import type { CommandId, RejectionCode, RoomId, Sequence } from "../protocol.js";

/** What a client needs to know to begin. */
export interface ClientOptions {
  /**
   * Gateways, such as `https://chat.example.org`; `ws:` and `wss:` are as good. With several, one is drawn at random and
   * the next is tried when it fails. Behind a load balancer one address is enough.
   */
  readonly gateways: string | readonly string[];
  /** history-service's address; where the first gateway is, if it is missing. */
  readonly history?: string;
  /** Where tokens come from. */
  readonly token: TokenProvider;
  /** For platforms without a global `WebSocket`, such as Node 20: the one of the package `ws` does. */
  readonly WebSocket?: WebSocketConstructor;
  /** For platforms without a global `fetch`, and for tests. */
  readonly fetch?: typeof globalThis.fetch;
  /** Keeps what was posted and has no answer, or was refused, over a restart of the program. Nothing is kept if it is missing. */
  readonly outbox?: OutboxStorage;
  /** Random numbers in [0, 1), for the pauses and ids; for tests that repeat a run. */
  readonly random?: () => number;
  /** Whether to listen to all of one's own rooms, and to those that one joins later. True if it is missing. */
  readonly mine?: boolean;
}

/**
 * Gives an access token for the audience `parley`.
 *
 * With `renew: false` any token that is still valid does; it is asked for before each request to history, so answer from
 * memory. With `renew: true` the last one was refused or is about to expire: get a fresh one.
 *
 * When it is renewed follows from its `iat` and `exp` if it is a JWT, even where the device's clock is wrong; of an opaque
 * one only the clock tells.
 *
 * Throw `SignInRequired` if there can be none until somebody signs in: the client then closes with `signInRequired`.
 * Anything else that is thrown counts as a passing trouble; the client tries again.
 */
export type TokenProvider = (need: { readonly renew: boolean }) => string | Promise<string>;

/** The part of the standard's `WebSocket` that is used: text frames in, `data`, and `code` and `reason` of what closed it. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  // Platforms differ in what else their events hold; `any` lets each be given as it is.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  onmessage: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  /* eslint-enable @typescript-eslint/no-explicit-any */
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** A message that was posted and not answered yet, or refused. */
export interface StoredPost {
  readonly id: CommandId;
  readonly room: RoomId;
  readonly text: string;
  readonly replyTo?: Sequence;
  /** When the user sent it, in milliseconds since 1970. */
  readonly sentAt: number;
  /** What the server said if it refused the message: it is sent again only when the user says so. */
  readonly rejected?: { readonly code: RejectionCode; readonly message: string };
}

/** Where unanswered and refused messages outlive the program. Keep the messages of different users apart. */
export interface OutboxStorage {
  /** Asked once, at the start. */
  load(): readonly StoredPost[];
  /** Called after each change with all of them, those to one room in the order of sending. */
  save(posts: readonly StoredPost[]): void;
}

/**
 * The connection. The client moves between these states by itself:
 *
 * ```text
 * idle ─connect()→ connecting ─welcome→ live
 *                      ↑ │                │ connection lost
 *          pause over, │ │ failed         ↓
 *          wake()      └─┴──────────── waiting
 * any ─close(), or a reason that coming back cannot mend→ closed ─connect()→ connecting
 * ```
 */
export type ConnectionState =
  | { readonly name: "idle" }
  /** `attempt` counts from 1 since the last connection that held. */
  | { readonly name: "connecting"; readonly attempt: number }
  /** Commands go out and events come in. */
  | { readonly name: "live"; readonly connection: string }
  /** `until`: when the next attempt begins, in milliseconds since 1970. */
  | { readonly name: "waiting"; readonly attempt: number; readonly until: number; readonly reason: WaitReason }
  | { readonly name: "closed"; readonly reason: CloseReason };

/**
 * Why a connection ended or could not be made, though coming back helps. `unreachable`: it could not be opened; `lost`: it
 * ended without a code; `silent`: either side heard nothing of the other; `noToken`: the provider failed. The others are
 * the gateway's, by its close code.
 */
export type WaitReason =
  | "unreachable"
  | "lost"
  | "silent"
  | "noToken"
  | "draining"
  | "tokenExpired"
  | "tooSlow"
  | "outcomeUnknown"
  | "unavailable"
  | "tooManyConnections"
  | "other";

/** Why the client is closed for good. `asked`: by `close()`; `refused`: by a close code that is not known here. */
export type CloseReason = "asked" | "signInRequired" | "sessionRevoked" | "protocolViolation" | "refused";
