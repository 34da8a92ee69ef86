import type {
  CommandWithoutId,
  History,
  PendingMessage,
  Room,
  RoomInfo,
  StoredPost,
  Timeline,
  TimelineOptions,
} from "./api.js";
import { pauseMillis, RECONNECT } from "./backoff.js";
import { HistoryProblem } from "./errors.js";
import { isKnown } from "./frames.js";
import { type InfoState, infoAfter, infoOf, infoRead } from "./infoFold.js";
import { type Members, membersAfter, membersRead, sortedMembers } from "./memberFold.js";
import { Cell, Emitter, type Observable, type Report } from "./observable.js";
import { Posts, type PostsHost } from "./posts.js";
import type {
  Accepted,
  Cursor,
  Epoch,
  Events,
  Member,
  Person,
  Reset,
  ResetReason,
  Role,
  RoomEvent,
  RoomId,
  RoomSummary,
  Sequence,
  Signal,
  Subscribed,
  UserId,
} from "./protocol.js";
import { ReadPointer } from "./readPointer.js";
import { RoomLog } from "./roomLog.js";
import { LiveTimeline, type TimelineRoom } from "./timeline.js";
import { Typists } from "./typists.js";

/** Events that are kept to bring up to date what history said a moment ago. */
const RECENT_EVENTS = 256;
const TYPING_EVERY_MILLIS = 3_000;
const RELOAD_AFTER_MILLIS = 1_000;
const EXPECTED_WITHIN_MILLIS = 5_000;
const MEMBERS_PAGE = 200;
const MEMBERS_ATTEMPTS = 5;
const NOT_FOUND = 404;

/** What a room needs of its client. */
export interface RoomHost extends PostsHost {
  readonly history: History;
  readonly live: boolean;
  /** Whether all of one's own rooms are read anew after each connection. */
  readonly readsAll: boolean;
  readonly myId: UserId;
  readonly report: Report;
  random(): number;
  submit(command: CommandWithoutId): Promise<Accepted>;
  sendTyping(room: RoomId): void;
  /** Something is missing after the cursor. */
  ask(room: LiveRoom): void;
  /** An event tells that a command of one's own was taken. */
  tookPlace(event: RoomEvent, room: RoomId, epoch: string): void;
  happened(event: RoomEvent, room: LiveRoom): void;
  postsChanged(): void;
  stopListening(room: LiveRoom): void;
  failed(cause: unknown): void;
  newId(): string;
}

type Sync = "away" | "catchingUp" | "live" | "gone";

/** A room as one connection after the other tells of it. */
export class LiveRoom implements Room, TimelineRoom {
  readonly id: RoomId;
  readonly info: Cell<RoomInfo | undefined>;
  readonly sync: Cell<Sync>;
  readonly online: Cell<ReadonlySet<UserId>>;
  readonly members: Cell<readonly Member[] | undefined>;
  readonly pending: Cell<readonly PendingMessage[]>;

  readonly #host: RoomHost;
  readonly #log = new RoomLog();
  readonly #posts: Posts;
  readonly #timelines = new Set<LiveTimeline>();
  readonly #events: Emitter<[RoomEvent]>;
  readonly #resets: Emitter<[ResetReason]>;
  #recent: RoomEvent[] = [];
  #listensFrom: Sequence = 0;
  #infoState: InfoState | undefined;
  #memberMap: Members | undefined;
  #loadingMembers: Promise<readonly Member[]> | undefined;
  #loadingInfo = false;
  #infoFailures = 0;
  #expectTimer: Timer;
  #reloadTimer: Timer;

  readonly #typists: Typists;
  readonly #pointer: ReadPointer;
  #typedAt = Number.NEGATIVE_INFINITY;

  constructor(id: RoomId, host: RoomHost) {
    this.id = id;
    this.#host = host;
    const report = host.report;
    this.info = new Cell<RoomInfo | undefined>(undefined, report);
    this.sync = new Cell<Sync>("away", report);
    this.online = new Cell<ReadonlySet<UserId>>(new Set(), report);
    this.members = new Cell<readonly Member[] | undefined>(undefined, report);
    this.pending = new Cell<readonly PendingMessage[]>([], report);
    this.#events = new Emitter<[RoomEvent]>(report);
    this.#resets = new Emitter<[ResetReason]>(report);
    this.#posts = new Posts(id, host, () => this.#showPending());
    this.#typists = new Typists(report);
    this.#pointer = new ReadPointer({
      send: (sequence) => host.submit({ type: "read", room: id, sequence }),
      settled: () => {
        if (this.#infoState?.uncertain && host.live) {
          this.reload();
        }
      },
    });
  }

  get typing(): Observable<readonly Person[]> {
    return this.#typists.shown;
  }

  get cursor(): Cursor | undefined {
    return this.#log.cursor;
  }

  get me(): UserId {
    return this.#host.myId;
  }

  /** The head that the gateway told: up to there it knew that one may listen. */
  get listensFrom(): Sequence {
    return this.#listensFrom;
  }

  get posts(): readonly StoredPost[] {
    return this.#posts.stored();
  }

  // What the connection tells.

  /** @param resuming whether events from the cursor on follow before live ones do */
  subscribed(frame: Subscribed, resuming: boolean): void {
    this.online.set(new Set(frame.online));
    this.#listensFrom = frame.sequence;
    if (!this.cursor) {
      this.#log.begin(frame.epoch, frame.sequence);
    }
    if (resuming) {
      this.sync.set("catchingUp");
    } else if (this.#log.lacks(frame.epoch, frame.sequence)) {
      this.#host.ask(this);
    } else {
      this.#nowLive();
    }
  }

  caughtUp(sequence: Sequence): void {
    if (this.cursor && this.cursor.sequence < sequence) {
      this.#host.ask(this);
    } else {
      this.#nowLive();
    }
  }

  #nowLive(): void {
    const was = this.sync.value;
    this.sync.set("live");
    if (was !== "live" && this.#memberMap) {
      // Receipts are not in the log: what was read meanwhile is not told.
      this.#reloadMembers();
    }
    if (was !== "live" && this.#infoState && (!this.#host.readsAll || this.#infoState.info.role === undefined)) {
      this.reload();
    }
  }

  reset(frame: Reset): void {
    const epochChanged = this.cursor?.epoch !== frame.epoch;
    this.#log.begin(frame.epoch, frame.sequence);
    this.#recent = [];
    this.#pointer.reset();
    this.#posts.reset();
    this.reload();
    if (this.#memberMap) {
      this.#reloadMembers();
    }
    for (const timeline of this.#timelines) {
      timeline.reset(epochChanged);
    }
    this.#nowLive();
    this.#resets.emit(frame.reason);
  }

  /** Takes what is new in a frame of events, and asks for what is missing. */
  received(frame: Events): void {
    const intake = this.#log.take(frame);
    if (intake.events.length > 0) {
      this.#happened(intake.events, frame.epoch);
    }
    if (intake.kind === "hole" && this.sync.value !== "gone") {
      this.#host.ask(this);
    }
  }

  #happened(events: readonly RoomEvent[], epoch: string): void {
    this.#recent.push(...events);
    if (this.#recent.length > 2 * RECENT_EVENTS) {
      this.#recent = this.#recent.slice(-RECENT_EVENTS);
    }
    for (const event of events) {
      if (event.by.id === this.me) {
        this.#posts.happened(event);
        this.#host.tookPlace(event, this.id, epoch);
      }
    }
    const pending = this.#posts.shown(this.cursor);
    for (const timeline of this.#timelines) {
      timeline.happened(events, pending);
    }
    this.#showPending();
    if (this.#infoState) {
      this.#showInfo(infoAfter(this.#infoState, events, this.me));
    }
    if (this.#memberMap) {
      this.#showMembers(membersAfter(this.#memberMap, events));
    }
    for (const event of events) {
      if (event.type === "message.posted") {
        this.#typists.stopped(event.by.id);
      }
      if (isKnown(event)) {
        this.#events.emit(event);
        this.#host.happened(event, this);
      }
    }
  }

  signalled(signal: Signal): void {
    switch (signal.kind) {
      case "typing":
        if (signal.user.id !== this.me) {
          this.#typists.started(signal.user);
        }
        break;
      case "receipt":
        this.#receipt(signal.user, signal.sequence);
        break;
      case "presence": {
        const online = new Set(this.online.value);
        if (signal.online) {
          online.add(signal.user);
        } else {
          online.delete(signal.user);
        }
        this.online.set(online);
        break;
      }
    }
  }

  /** No connection: what only a connection tells is not known. */
  lost(): void {
    if (this.sync.value !== "gone") {
      this.sync.set("away");
    }
    if (this.online.value.size > 0) {
      this.online.set(new Set());
    }
    this.#typists.clear();
  }

  /** One may not listen any more. */
  gone(): void {
    this.lost();
    this.sync.set("gone");
    clearTimeout(this.#reloadTimer);
    clearTimeout(this.#expectTimer);
    this.#pointer.stop();
  }

  eventsAfter(cursor: Cursor): readonly RoomEvent[] | undefined {
    const now = this.cursor;
    if (!now || now.epoch !== cursor.epoch) {
      return undefined;
    }
    if (cursor.sequence >= now.sequence) {
      return [];
    }
    const first = this.#recent[0];
    return first && first.sequence <= cursor.sequence + 1
      ? this.#recent.filter((event) => event.sequence > cursor.sequence)
      : undefined;
  }

  /**
   * The log is known to reach up to here: an answer or history said so. The events should come in a moment; if they do not,
   * they are asked for.
   */
  expect(epoch: Epoch, sequence: Sequence): void {
    if (this.#expectTimer === undefined && this.sync.value === "live" && this.#log.lacks(epoch, sequence)) {
      this.#expectTimer = setTimeout(() => {
        this.#expectTimer = undefined;
        if (this.sync.value === "live" && this.#log.lacks(epoch, sequence)) {
          this.#host.ask(this);
        }
      }, EXPECTED_WITHIN_MILLIS);
    }
  }

  // What history tells.

  /** @returns whether it is as new as what is known here already */
  summary(summary: RoomSummary): boolean {
    this.expect(summary.epoch, summary.sequence);
    const events = this.eventsAfter(summary);
    if (!events) {
      return false;
    }
    this.#showInfo(infoAfter(infoOf(summary, this.#pointer.read), events, this.me));
    if (summary.role !== undefined) {
      this.#pointer.known(summary.readSequence ?? 0);
    }
    return true;
  }

  /** Reads the room again, soon. */
  reload(afterMillis = 0): void {
    if (this.#reloadTimer === undefined && !this.#loadingInfo && this.sync.value !== "gone") {
      this.#reloadTimer = setTimeout(() => {
        this.#reloadTimer = undefined;
        void this.#loadInfo();
      }, afterMillis);
    }
  }

  async #loadInfo(): Promise<void> {
    this.#loadingInfo = true;
    let again = false;
    try {
      again = !this.summary(await this.#host.history.room(this.id, { minSequence: this.cursor?.sequence }));
    } catch (cause) {
      // A room that may not be seen any more is for the connection to tell.
      again = !(cause instanceof HistoryProblem && cause.status === NOT_FOUND);
      if (again) {
        this.#host.failed(cause);
      }
    }
    this.#loadingInfo = false;
    this.#infoFailures = again ? this.#infoFailures + 1 : 0;
    // Without a connection it can wait: after the next one all is read anew.
    if ((again || this.#infoState?.uncertain) && this.#host.live) {
      this.reload(RELOAD_AFTER_MILLIS + pauseMillis(RECONNECT, this.#infoFailures + 1, () => this.#host.random()));
    }
  }

  #showInfo(state: InfoState): void {
    this.#infoState = state;
    this.info.set(state.info);
    if (state.uncertain && this.#host.live) {
      this.reload(RELOAD_AFTER_MILLIS);
    }
  }

  loadMembers(): Promise<readonly Member[]> {
    this.#loadingMembers ??= this.#readMembers().finally(() => {
      this.#loadingMembers = undefined;
    });
    return this.#loadingMembers;
  }

  async #readMembers(): Promise<readonly Member[]> {
    for (let attempt = 1; ; attempt++) {
      const members = new Map<UserId, Member>();
      const asOf = new Map<UserId, Sequence>();
      let page = await this.#host.history.members(this.id, {
        minSequence: this.cursor?.sequence,
        limit: MEMBERS_PAGE,
      });
      const oldest = page.cursor;
      for (;;) {
        for (const member of page.items) {
          members.set(member.id, member);
          asOf.set(member.id, page.cursor.sequence);
        }
        if (!page.next) {
          break;
        }
        page = await page.next();
      }
      const events = page.cursor.epoch === oldest.epoch ? this.eventsAfter(oldest) : undefined;
      if (events) {
        return this.#showMembers(membersAfter(members, events, asOf));
      }
      if (attempt >= MEMBERS_ATTEMPTS) {
        throw new HistoryProblem(0, "behind", "history is not as new as what happened meanwhile");
      }
    }
  }

  #reloadMembers(): void {
    this.loadMembers().catch((cause: unknown) => this.#host.failed(cause));
  }

  #showMembers(members: Members): readonly Member[] {
    if (members !== this.#memberMap || !this.members.value) {
      this.#memberMap = members;
      this.members.set(sortedMembers(members));
    }
    return this.members.value ?? [];
  }

  openTimeline(options: TimelineOptions = {}): Timeline {
    const timeline = new LiveTimeline(this, this.#host.history, () => this.#host.random(), options, this.#host.report);
    this.#timelines.add(timeline);
    return timeline;
  }

  closed(timeline: LiveTimeline): void {
    this.#timelines.delete(timeline);
  }

  onEvent(listener: (event: RoomEvent) => void): () => void {
    return this.#events.on(listener);
  }

  onReset(listener: (reason: ResetReason) => void): () => void {
    return this.#resets.on(listener);
  }

  // Reading and typing.

  markRead(sequence?: Sequence): void {
    const head = this.cursor?.sequence ?? 0;
    const read = Math.min(sequence ?? head, head);
    const info = this.#infoState?.info;
    if (info && (info.role === undefined || read <= info.readSequence)) {
      return;
    }
    this.#pointer.move(read);
    this.#readUpTo(read);
  }

  #receipt(user: UserId, sequence: Sequence): void {
    if (user === this.me) {
      this.#readUpTo(sequence);
    }
    if (this.#memberMap) {
      this.#showMembers(membersRead(this.#memberMap, user, sequence));
    }
  }

  #readUpTo(sequence: Sequence): void {
    if (this.#infoState) {
      this.#showInfo(infoRead(this.#infoState, sequence));
    }
  }

  notifyTyping(): void {
    const now = Date.now();
    if (this.sync.value === "live" && now - this.#typedAt >= TYPING_EVERY_MILLIS) {
      this.#typedAt = now;
      this.#host.sendTyping(this.id);
    }
  }

  // Commands.

  post(text: string, options: { readonly replyTo?: Sequence } = {}): PendingMessage {
    return this.#posts.add({
      id: this.#host.newId(),
      room: this.id,
      text,
      ...(options.replyTo === undefined ? {} : { replyTo: options.replyTo }),
      sentAt: Date.now(),
    });
  }

  /** Messages of before the program was started again. */
  restore(posts: readonly StoredPost[]): void {
    for (const post of posts) {
      this.#posts.add(post);
    }
  }

  #showPending(): void {
    const pending = this.#posts.shown(this.cursor);
    if (pending === this.pending.value) {
      return;
    }
    this.pending.set(pending);
    for (const timeline of this.#timelines) {
      timeline.happened([], pending);
    }
    this.#host.postsChanged();
  }

  edit(message: Sequence, text: string): Promise<Accepted> {
    return this.#host.submit({ type: "edit", room: this.id, sequence: message, text });
  }

  delete(message: Sequence): Promise<Accepted> {
    return this.#host.submit({ type: "delete", room: this.id, sequence: message });
  }

  react(message: Sequence, emoji: string): Promise<Accepted> {
    return this.#host.submit({ type: "react", room: this.id, sequence: message, emoji });
  }

  unreact(message: Sequence, emoji: string): Promise<Accepted> {
    return this.#host.submit({ type: "unreact", room: this.id, sequence: message, emoji });
  }

  update(change: { readonly name?: string; readonly topic?: string }): Promise<Accepted> {
    return this.#host.submit({ type: "updateRoom", room: this.id, name: change.name, topic: change.topic });
  }

  join(): Promise<Accepted> {
    return this.#host.submit({ type: "join", room: this.id });
  }

  leave(): Promise<Accepted> {
    return this.#host.submit({ type: "leave", room: this.id });
  }

  addMember(user: UserId): Promise<Accepted> {
    return this.#host.submit({ type: "addMember", room: this.id, user });
  }

  removeMember(user: UserId): Promise<Accepted> {
    return this.#host.submit({ type: "removeMember", room: this.id, user });
  }

  setRole(user: UserId, role: Role): Promise<Accepted> {
    return this.#host.submit({ type: "setRole", room: this.id, user, role });
  }

  ban(user: UserId, reason?: string): Promise<Accepted> {
    return this.#host.submit({ type: "ban", room: this.id, user, reason });
  }

  unban(user: UserId): Promise<Accepted> {
    return this.#host.submit({ type: "unban", room: this.id, user });
  }

  stopListening(): void {
    this.#host.stopListening(this);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
