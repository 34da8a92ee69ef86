import type { ClientOptions, CloseReason, ConnectionState, WaitReason, WebSocketLike } from "./api.js";
import { pauseMillis, RECONNECT } from "./backoff.js";
import { type Ending, endingOf, endingWithoutToken } from "./endings.js";
import { parseFrame } from "./frames.js";
import { Cell, type Report } from "./observable.js";
import { type ClientFrame, CloseCode, type ServerFrame, type Welcome } from "./protocol.js";
import { Renewal } from "./renewal.js";
import { type GivenToken, Tokens } from "./tokens.js";

const SUBPROTOCOL = "parley.v1.json";
const TOKEN_SUBPROTOCOL = "quarkus-http-upgrade#Authorization#Bearer ";
const OPEN_WITHIN_MILLIS = 15_000;
const TOKEN_WITHIN_MILLIS = 30_000;
/** A connection that ends sooner did not hold: the pauses go on growing. */
const HOLDS_AFTER_MILLIS = 10_000;
const GRACE_MILLIS = 10_000;
const SIGN_OF_LIFE_MILLIS = 5_000;
/** After so many openings in a row that failed the token may be what is refused; a browser does not tell. */
const FAILURES_THAT_DOUBT_THE_TOKEN = 2;

const NORMAL_CLOSURE = 1000;

/** Hears what the connection does. */
export interface ConnectionOwner {
  /** A connection is live; the state says so already. */
  welcomed(welcome: Welcome): void;
  /** Frames after the welcome; those that keep the connection alive do not come here. */
  received(frame: ServerFrame): void;
  /** The live connection is gone; what was sent over it may have no answer. */
  lost(): void;
  /** There will be no connection until `connect()`; the state says so next. */
  closed(reason: CloseReason): void;
  malformed(cause: unknown): void;
}

/**
 * Keeps one connection: opens it, gives it fresh tokens, notices when it is dead, and comes back when that helps. The states
 * are those of {@link ConnectionState}.
 *
 * Each attempt has a number; whatever comes from an older one, such as a late `onclose`, is ignored.
 */
export class Connection {
  readonly state: Cell<ConnectionState>;

  readonly #gateways: readonly string[];
  readonly #tokens: Tokens;
  readonly #webSocket: NonNullable<ClientOptions["WebSocket"]>;
  readonly #random: () => number;
  readonly #owner: ConnectionOwner;
  readonly #renewal: Renewal;

  #attempt = 0;
  #failures = 0;
  #failedOpenings = 0;
  #gateway: number;
  #renew = false;
  #socket: WebSocketLike | undefined;
  #heardAt = 0;
  /** Frames that came: within a millisecond the clock cannot tell before from after. */
  #heard = 0;
  /** As many had come when it was asked for a sign of life; asking again before the next would only wait longer. */
  #askedAfter = 0;
  #silenceMillis = 0;

  #pauseTimer: Timer;
  #openTimer: Timer;
  #holdTimer: Timer;
  #watchTimer: Timer;

  constructor(options: ClientOptions, owner: ConnectionOwner, report: Report) {
    const gateways = typeof options.gateways === "string" ? [options.gateways] : options.gateways;
    if (gateways.length === 0) {
      throw new TypeError("at least one gateway is needed");
    }
    const webSocket = options.WebSocket ?? globalThis.WebSocket;
    if (!webSocket) {
      throw new TypeError("this platform has no WebSocket: give one in the options, such as the one of the package ws");
    }
    this.#gateways = gateways.map(socketUrl);
    this.#tokens = new Tokens(options.token);
    this.#webSocket = webSocket;
    this.#random = options.random ?? Math.random;
    this.#owner = owner;
    this.#renewal = new Renewal({
      token: () => this.#tokens.take(true),
      send: (frame) => this.send(frame),
      signInRequired: () => this.#end({ close: "signInRequired" }),
    });
    this.#gateway = Math.floor(this.#random() * gateways.length);
    this.state = new Cell<ConnectionState>({ name: "idle" }, report);
  }

  connect(): void {
    const state = this.state.value.name;
    if (state === "idle" || state === "closed") {
      this.#failures = 0;
      this.#failedOpenings = 0;
      this.#open();
    }
  }

  wake(): void {
    const state = this.state.value.name;
    if (state === "waiting") {
      this.#open();
    } else if (state === "live" && this.#socket && this.#askedAfter !== this.#heard) {
      const heard = this.#heard;
      this.#askedAfter = heard;
      this.send({ type: "ping" });
      this.#watch(SIGN_OF_LIFE_MILLIS, () => {
        if (this.#heard === heard) {
          this.#end({ wait: "silent" });
        } else {
          this.#watchSilence();
        }
      });
    }
  }

  close(reason: CloseReason = "asked"): void {
    const state = this.state.value;
    // Closed for another reason it may come back, and others wait for that.
    if (state.name !== "closed" || state.reason !== "asked") {
      this.#end({ close: reason });
    }
  }

  /** Ends a live connection that brings no further, and makes another after a pause. */
  comeBack(): void {
    if (this.state.value.name === "live") {
      this.#end({ wait: "other" });
    }
  }

  /** Whether it went into a live connection; that says nothing about whether it arrives. */
  send(frame: ClientFrame): boolean {
    const socket = this.#socket;
    if (!socket || this.state.value.name !== "live") {
      return false;
    }
    try {
      socket.send(JSON.stringify(frame));
      return true;
    } catch {
      // A socket that is closing may throw; its onclose says the rest.
      return false;
    }
  }

  // Opening.

  #open(): void {
    this.#stopTimers();
    const attempt = ++this.#attempt;
    this.state.set({ name: "connecting", attempt: this.#failures + 1 });
    // A listener of the state may have closed it, and may even have begun another attempt.
    if (attempt !== this.#attempt) {
      return;
    }
    const renew = this.#renew || this.#failedOpenings >= FAILURES_THAT_DOUBT_THE_TOKEN;
    this.#openTimer = setTimeout(() => this.#end({ wait: "noToken" }), TOKEN_WITHIN_MILLIS);
    this.#tokens.take(renew).then(
      (token) => {
        if (attempt === this.#attempt) {
          if (renew) {
            this.#renew = false;
            this.#failedOpenings = 0;
          }
          this.#openSocket(attempt, token);
        }
      },
      (cause: unknown) => {
        if (attempt === this.#attempt) {
          this.#end(endingWithoutToken(cause));
        }
      },
    );
  }

  #openSocket(attempt: number, token: GivenToken): void {
    clearTimeout(this.#openTimer);
    let socket: WebSocketLike;
    try {
      const url = this.#gateways[this.#gateway % this.#gateways.length] as string;
      socket = new this.#webSocket(url, [SUBPROTOCOL, encodeURIComponent(TOKEN_SUBPROTOCOL + token.text)]);
    } catch {
      this.#end({ wait: "unreachable" });
      return;
    }
    this.#socket = socket;
    this.#openTimer = setTimeout(() => this.#end({ wait: "unreachable" }), OPEN_WITHIN_MILLIS);
    const mine = () => attempt === this.#attempt && socket === this.#socket;
    socket.onmessage = (event: { readonly data: unknown }) => {
      if (mine()) {
        this.#received(event.data, token);
      }
    };
    socket.onclose = (event: { readonly code: number; readonly reason?: string }) => {
      if (mine()) {
        this.#socket = undefined;
        const live = this.state.value.name === "live";
        this.#renew = event.code === CloseCode.tokenExpired;
        this.#end(endingOf(event.code, event.reason ?? "", live));
      }
    };
    // What went wrong comes with onclose; the package ws throws what nobody listens for.
    socket.onerror = () => {};
  }

  #welcomed(welcome: Welcome, token: GivenToken): void {
    clearTimeout(this.#openTimer);
    this.#failedOpenings = 0;
    this.#holdTimer = setTimeout(() => {
      this.#failures = 0;
    }, HOLDS_AFTER_MILLIS);
    this.#silenceMillis = Math.max(1, welcome.heartbeat) * 1_000;
    this.#watchSilence();
    this.#renewal.began(token, welcome.expires);
    this.state.set({ name: "live", connection: welcome.connection });
    // A listener of the state may have closed it.
    if (this.state.value.name === "live") {
      this.#owner.welcomed(welcome);
    }
  }

  // Living.

  #received(data: unknown, token: GivenToken): void {
    this.#heardAt = Date.now();
    this.#heard++;
    let frame: ServerFrame | undefined;
    try {
      frame = parseFrame(typeof data === "string" ? data : "");
    } catch (cause) {
      this.#owner.malformed(cause);
      return;
    }
    if (frame?.type === "welcome") {
      if (this.state.value.name === "connecting") {
        this.#welcomed(frame, token);
      }
    } else if (frame?.type === "ping") {
      this.send({ type: "pong" });
    } else if (frame && frame.type !== "pong" && this.state.value.name === "live" && !this.#renewal.answeredBy(frame)) {
      this.#owner.received(frame);
    }
  }

  /** After a heartbeat of silence asks for a sign of life, and gives up when none comes within the grace. */
  #watchSilence(): void {
    const now = Date.now();
    // The clock may have been set back.
    this.#heardAt = Math.min(this.#heardAt, now);
    const silent = now - this.#heardAt;
    if (silent >= this.#silenceMillis + GRACE_MILLIS) {
      this.#end({ wait: "silent" });
    } else if (silent >= this.#silenceMillis) {
      this.send({ type: "ping" });
      this.#watch(this.#silenceMillis + GRACE_MILLIS - silent, () => this.#watchSilence());
    } else {
      this.#watch(this.#silenceMillis - silent, () => this.#watchSilence());
    }
  }

  #watch(millis: number, look: () => void): void {
    clearTimeout(this.#watchTimer);
    this.#watchTimer = setTimeout(look, millis);
  }

  // Ending.

  /** From any state to waiting or closed. */
  #end(ending: Ending): void {
    const was = this.state.value.name;
    const socket = this.#socket;
    this.#socket = undefined;
    const attempt = ++this.#attempt;
    this.#stopTimers();
    if (socket) {
      socket.onmessage = socket.onclose = null;
      try {
        socket.close(NORMAL_CLOSURE);
      } catch {
        // It is as good as closed.
      }
    }
    if (was === "live") {
      this.#owner.lost();
      // A listener that heard of it may have ended the connection in its own way.
      if (attempt !== this.#attempt) {
        return;
      }
    }
    if ("close" in ending) {
      // First, since a listener of the state may connect at once.
      this.#owner.closed(ending.close);
      this.state.set({ name: "closed", reason: ending.close });
    } else {
      this.#wait(ending);
    }
  }

  #wait({ wait: reason, firstPauseMillis }: Extract<Ending, { wait: WaitReason }>): void {
    this.#failures++;
    // A gateway that says why it ends the connection has taken the token.
    if (reason === "unreachable" || reason === "noToken") {
      this.#failedOpenings++;
    }
    this.#gateway++;
    const drawn = this.#failures === 1 ? firstPauseMillis : undefined;
    const pause = drawn ?? pauseMillis(RECONNECT, this.#failures, this.#random);
    this.#pauseTimer = setTimeout(() => this.#open(), pause);
    this.state.set({ name: "waiting", attempt: this.#failures, until: Date.now() + pause, reason });
  }

  #stopTimers(): void {
    clearTimeout(this.#pauseTimer);
    clearTimeout(this.#openTimer);
    clearTimeout(this.#holdTimer);
    clearTimeout(this.#watchTimer);
    this.#renewal.stop();
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;

function socketUrl(gateway: string): string {
  const url = new URL(gateway);
  url.protocol = url.protocol.replace(/^http/, "ws");
  url.pathname = `${url.pathname.replace(/\/$/, "")}/ws`;
  return url.href;
}
