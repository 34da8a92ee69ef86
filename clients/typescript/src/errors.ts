import type { Rejected, RejectionCode } from "./protocol.js";

/** The server said no to a command. Nothing was taken. */
export class CommandRejected extends Error {
  override readonly name = "CommandRejected";
  readonly code: RejectionCode;

  constructor(rejected: Pick<Rejected, "code" | "message">) {
    super(rejected.message);
    this.code = rejected.code;
  }
}

/** The client was closed before there was an answer. What became of the command is not known. */
export class ClientClosed extends Error {
  override readonly name = "ClientClosed";

  constructor() {
    super("the client is closed");
  }
}

/** A message was taken back before it was sent. */
export class Discarded extends Error {
  override readonly name = "Discarded";

  constructor() {
    super("the message was discarded");
  }
}

/** For token providers to throw: there can be no token until somebody signs in. */
export class SignInRequired extends Error {
  override readonly name = "SignInRequired";

  constructor(message = "sign-in is required") {
    super(message);
  }
}

/** History could not answer, or would not. */
export class HistoryProblem extends Error {
  override readonly name = "HistoryProblem";
  /** HTTP's; 0 if there was no answer. */
  readonly status: number;
  /**
   * `invalid`, `unauthenticated`, `notFound`, `unavailable`, `internal` …; `unreachable` if there was no answer or not all of
   * it, `malformed` if it is none of history's.
   */
  readonly code: string;

  /** Seconds after which to come back, if the server said so. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    options: ErrorOptions & { readonly retryAfter?: number } = {},
  ) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}
