import type {
  ClientOptions,
  History,
  MessagePage,
  MessagesOptions,
  Page,
  PageOptions,
  ReadOptions,
  RoomPage,
  RoomReadOptions,
  TokenProvider,
} from "./api.js";
import { pauseMillis, RETRY } from "./backoff.js";
import { HistoryProblem, SignInRequired } from "./errors.js";
import type {
  Cursor,
  FoundMessage,
  Me,
  Member,
  Message,
  Person,
  RoomChange,
  RoomEvent,
  RoomId,
  RoomSummary,
  Sequence,
  UserId,
} from "./protocol.js";

const ATTEMPTS = 4;
const ANSWER_WITHIN_MILLIS = 20_000;
const RETRY_AFTER_MAX_MILLIS = 30_000;
const UNAUTHENTICATED = 401;
/** No answer, too many requests, and what history or a proxy before it says when something is away. */
const PASSING: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);

type Query = Readonly<Record<string, string | number | undefined>>;

interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly links: ReadonlyMap<string, string>;
  readonly headers: Headers;
}

/** A part of a list with the way to the others. */
type Paged<P> = P & {
  readonly next: (() => Promise<Paged<P>>) | undefined;
  readonly previous: (() => Promise<Paged<P>>) | undefined;
};

/** Reads history-service over HTTP. */
export class HttpHistory implements History {
  readonly #base: string;
  readonly #token: TokenProvider;
  readonly #fetch: typeof globalThis.fetch;
  readonly #random: () => number;

  constructor(options: ClientOptions) {
    const gateways = typeof options.gateways === "string" ? [options.gateways] : options.gateways;
    const base = new URL(options.history ?? gateways[0] ?? "");
    base.protocol = base.protocol.replace(/^ws/, "http");
    this.#base = base.href.replace(/\/$/, "");
    this.#token = options.token;
    // Browsers' fetch wants to be called on its own window.
    this.#fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
    this.#random = options.random ?? Math.random;
  }

  async me(options?: ReadOptions): Promise<Me> {
    const answer = await this.#get(this.#url("/api/me"), options);
    return answer.body as unknown as Me;
  }

  people(options: PageOptions & { readonly q?: string } = {}): Promise<Page<Person>> {
    return this.#paged(
      this.#url("/api/people", { q: options.q, limit: options.limit }),
      options,
      itemsOf<Person>("people"),
    );
  }

  rooms(options: PageOptions = {}): Promise<Page<RoomSummary>> {
    return this.#paged(this.#url("/api/rooms", { limit: options.limit }), options, itemsOf<RoomSummary>("rooms"));
  }

  publicRooms(options: PageOptions & { readonly q?: string } = {}): Promise<Page<RoomSummary>> {
    return this.#paged(
      this.#url("/api/rooms/public", { q: options.q, limit: options.limit }),
      options,
      itemsOf<RoomSummary>("rooms"),
    );
  }

  async room(room: RoomId, options: RoomReadOptions = {}): Promise<RoomSummary> {
    const answer = await this.#get(this.#url(path(room), { minSequence: options.minSequence }), options);
    return answer.body as unknown as RoomSummary;
  }

  members(room: RoomId, options: RoomReadOptions & PageOptions = {}): Promise<RoomPage<Member>> {
    const { minSequence, limit } = options;
    return this.#paged(
      this.#url(path(room, "members"), { minSequence, limit }),
      options,
      roomItemsOf<Member>("members"),
    );
  }

  messages(room: RoomId, options: MessagesOptions = {}): Promise<MessagePage> {
    const { minSequence, limit, before, after, around } = options;
    const changes = options.changes ? "true" : undefined;
    return this.#paged(
      this.#url(path(room, "messages"), { minSequence, before, after, around, limit, changes }),
      options,
      (answer) => ({
        ...roomItemsOf<Message>("messages")(answer),
        changes: (answer.body.changes ?? []) as readonly RoomChange[],
      }),
    );
  }

  events(
    room: RoomId,
    options: RoomReadOptions & PageOptions & { readonly after?: Sequence | undefined } = {},
  ): Promise<RoomPage<RoomEvent>> {
    const { minSequence, limit, after } = options;
    return this.#paged(
      this.#url(path(room, "events"), { minSequence, after, limit }),
      options,
      roomItemsOf<RoomEvent>("events"),
    );
  }

  search(
    query: { readonly q: string; readonly room?: RoomId | undefined; readonly by?: UserId | undefined },
    options: PageOptions = {},
  ): Promise<Page<FoundMessage>> {
    const { q, room, by } = query;
    return this.#paged(
      this.#url("/api/search", { q, room, by, limit: options.limit }),
      options,
      itemsOf<FoundMessage>("messages"),
    );
  }

  async #paged<P>(url: string, options: ReadOptions, read: (answer: Answer) => P): Promise<Paged<P>> {
    const answer = await this.#get(url, options);
    const follow = (relation: string) => {
      const link = answer.links.get(relation);
      return link === undefined ? undefined : () => this.#paged(this.#linked(link), options, read);
    };
    return { ...read(answer), next: follow("next"), previous: follow("prev") };
  }

  /** What is away for a moment is asked again; a token that is refused is renewed once. */
  async #get(url: string, options: ReadOptions = {}): Promise<Answer> {
    let renew = false;
    for (let attempt = 1; ; attempt++) {
      options.signal?.throwIfAborted();
      let pause: number;
      try {
        return await this.#ask(url, renew, options.signal);
      } catch (cause) {
        options.signal?.throwIfAborted();
        if (!(cause instanceof HistoryProblem) || attempt >= ATTEMPTS) {
          throw cause;
        }
        if (cause.status === UNAUTHENTICATED && !renew) {
          renew = true;
          continue;
        }
        if (!PASSING.has(cause.status)) {
          throw cause;
        }
        pause = Math.max(
          pauseMillis(RETRY, attempt, this.#random),
          Math.min(RETRY_AFTER_MAX_MILLIS, (cause.retryAfter ?? 0) * 1_000),
        );
      }
      await sleep(pause, options.signal);
    }
  }

  #url(target: string, query: Query = {}): string {
    const url = new URL(this.#base + target);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(name, String(value));
      }
    }
    return url.href;
  }

  /** Links are paths from the root of the host. */
  #linked(link: string): string {
    return new URL(link, this.#base).href;
  }

  async #ask(url: string, renew: boolean, signal: AbortSignal | undefined): Promise<Answer> {
    const timeout = AbortSignal.timeout(ANSWER_WITHIN_MILLIS);
    const over = signal ? AbortSignal.any([signal, timeout]) : timeout;
    let response: Response;
    let body: unknown;
    try {
      const token = await unlessOver(over, this.#token({ renew }));
      response = await this.#fetch(url, {
        headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
        // An answer that the browser kept would not be as new as it says.
        cache: "no-store",
        credentials: "omit",
        signal: over,
      });
      // What a proxy says of a failure need not be JSON.
      body = response.ok ? await response.json() : await response.json().catch(() => undefined);
    } catch (cause) {
      if (cause instanceof SignInRequired) {
        throw cause;
      }
      throw new HistoryProblem(0, "unreachable", "history could not be reached", { cause });
    }
    if (!response.ok) {
      throw problem(response, isObject(body) ? body : {});
    }
    if (!isObject(body)) {
      throw malformed("history answered with what is no object");
    }
    return { body, links: linksOf(response.headers.get("Link")), headers: response.headers };
  }
}

function problem(response: Response, body: Readonly<Record<string, unknown>>): HistoryProblem {
  const code = typeof body.code === "string" ? body.code : `status ${response.status}`;
  const detail = typeof body.detail === "string" ? body.detail : code;
  const retryAfter = secondsOf(response.headers.get("Retry-After") ?? "");
  return new HistoryProblem(response.status, code, detail, retryAfter === undefined ? {} : { retryAfter });
}

/** What Retry-After says (RFC 9110): seconds, or a date. */
function secondsOf(retryAfter: string): number | undefined {
  const seconds = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function malformed(message: string): HistoryProblem {
  return new HistoryProblem(0, "malformed", message);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function itemsOf<T>(list: string): (answer: Answer) => { readonly items: readonly T[] } {
  return ({ body }) => {
    const items = body[list];
    if (!Array.isArray(items)) {
      throw malformed(`history answered without ${list}`);
    }
    return { items: items as readonly T[] };
  };
}

function roomItemsOf<T>(list: string): (answer: Answer) => { readonly items: readonly T[]; readonly cursor: Cursor } {
  return (answer) => ({ ...itemsOf<T>(list)(answer), cursor: cursorOf(answer) });
}

function cursorOf(answer: Answer): Cursor {
  const { epoch, sequence } = answer.body;
  if (typeof epoch !== "string" || typeof sequence !== "number") {
    throw malformed("history answered without an epoch and a sequence");
  }
  return { epoch, sequence };
}

function path(room: RoomId, part?: string): string {
  return `/api/rooms/${encodeURIComponent(room)}${part ? `/${part}` : ""}`;
}

/** The targets of a Link header (RFC 8288) by their relation. */
export function linksOf(header: string | null): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const match of (header ?? "").matchAll(/<([^>]*)>\s*;\s*rel="?([^",;]+)"?/g)) {
    links.set(match[2] as string, match[1] as string);
  }
  return links;
}

/** What the promise says, unless it is over first. */
function unlessOver<T>(over: AbortSignal, promise: T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(over.reason);
    over.addEventListener("abort", aborted, { once: true });
    void Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => over.removeEventListener("abort", aborted));
  });
}

function sleep(millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, millis);
    function done() {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }
    function aborted() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener("abort", aborted, { once: true });
  });
}
