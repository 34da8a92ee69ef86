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
import { Expected } from "./expected.js";
import { isKnown } from "./frames.js";
import { InfoKeeper, type InfoRoom } from "./infoKeeper.js";
import { MemberList, type MemberListRoom } from "./memberList.js";
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
  RoomEvent,
  RoomId,
  RoomSummary,
  Sequence,
  Signal,
  Subscribed,
  UserId,
} from "./protocol.js";
import { ReadPointer } from "./readPointer.js";
import { RoomCommands } from "./roomCommands.js";
import { RoomLog } from "./roomLog.js";
import { LiveTimeline, type TimelineRoom } from "./timeline.js";
import { Typists } from "./typists.js";

/** What a room needs of its client. */
export interface RoomHost extends PostsHost {
  readonly history: History;
  readonly live: boolean;
  /** The client is closed for good. */
  readonly over: boolean;
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
export class LiveRoom extends RoomCommands implements Room, TimelineRoom, InfoRoom, MemberListRoom {
  readonly sync: Cell<Sync>;
  readonly online: Cell<ReadonlySet<UserId>>;
  readonly pending: Cell<readonly PendingMessage[]>;

  readonly #host: RoomHost;
  readonly #log = new RoomLog();
  readonly #expected: Expected;
  readonly #posts: Posts;
  readonly #timelines = new Set<LiveTimeline>();
  readonly #events: Emitter<[RoomEvent]>;
  readonly #resets: Emitter<[ResetReason]>;
  #listensFrom: Sequence = 0;

  readonly #keeper: InfoKeeper;
  readonly #memberList: MemberList;
  readonly #typists: Typists;
  readonly #pointer: ReadPointer;

  constructor(id: RoomId, host: RoomHost) {
    super(id, (command) => host.submit(command));
    this.#host = host;
    const report = host.report;
    this.sync = new Cell<Sync>("away", report);
    this.online = new Cell<ReadonlySet<UserId>>(new Set(), report);
    this.pending = new Cell<readonly PendingMessage[]>([], report);
    this.#events = new Emitter<[RoomEvent]>(report);
    this.#resets = new Emitter<[ResetReason]>(report);
    this.#expected = new Expected({
      lacks: (epoch, sequence) => this.sync.value === "live" && this.#log.lacks(epoch, sequence),
      ask: () => host.ask(this),
    });
    this.#posts = new Posts(id, host, () => this.#showPending());
    this.#typists = new Typists(report);
    this.#pointer = new ReadPointer({
      send: (sequence) => host.submit({ type: "read", room: id, sequence }),
      settled: () => this.#keeper.mend(),
    });
    this.#keeper = new InfoKeeper(this, host.history, report);
    this.#memberList = new MemberList(this, host.history, report);
  }

  get info(): Observable<RoomInfo | undefined> {
    return this.#keeper.shown;
  }

  get members(): Observable<readonly Member[] | undefined> {
    return this.#memberList.shown;
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

  get read(): Sequence {
    return this.#pointer.read;
  }

  get live(): boolean {
    return this.#host.live && this.sync.value !== "gone";
  }

  get over(): boolean {
    return this.#host.over;
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
    this.#listensFrom = frame.sequence;
    if (!this.cursor) {
      this.#log.begin(frame.epoch, frame.sequence);
    }
    this.online.set(new Set(frame.online));
    if (!this.#host.live) {
      // A listener closed the client.
      return;
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
    // A listener of what led here may have closed the client.
    if (this.sync.value === "live" || !this.#host.live) {
      return;
    }
    // Receipts are not in the log: what was read meanwhile is not told.
    this.#memberList.reload();
    if (!this.#host.readsAll || (this.#keeper.info && this.#keeper.info.role === undefined)) {
      this.reload();
    }
    this.sync.set("live");
    for (const timeline of this.#timelines) {
      timeline.goOn();
    }
  }

  reset(frame: Reset): void {
    const epochChanged = this.cursor?.epoch !== frame.epoch;
    this.#log.begin(frame.epoch, frame.sequence);
    this.#pointer.reset();
    this.#posts.reset();
    this.reload();
    this.#memberList.reload();
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
    for (const event of events) {
      if (event.by.id === this.me) {
        this.#posts.happened(event);
        this.#host.tookPlace(event, this.id, epoch);
      }
    }
    for (const timeline of this.#timelines) {
      // Each time anew: whoever looks at one of them may post.
      timeline.happened(events, this.#posts.shown(this.cursor));
    }
    this.#showPending();
    this.#keeper.happened(events);
    this.#memberList.happened(events);
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
    this.#keeper.stop();
    this.#memberList.stop();
    this.#expected.stop();
  }

  /** One may not listen any more. */
  gone(): void {
    this.lost();
    this.sync.set("gone");
    this.#pointer.stop();
  }

  summarised(summary: RoomSummary): void {
    this.expect(summary.epoch, summary.sequence);
    if (summary.role !== undefined) {
      this.#pointer.known(summary.readSequence ?? 0);
    }
  }

  failed(cause: unknown): void {
    this.#host.failed(cause);
  }

  random(): number {
    return this.#host.random();
  }

  eventsAfter(cursor: Cursor): readonly RoomEvent[] | undefined {
    return this.#log.after(cursor);
  }

  /** The log is known to reach up to here: an answer or history said so. */
  expect(epoch: Epoch, sequence: Sequence): void {
    this.#expected.upTo(epoch, sequence);
  }

  // What history tells.

  /** @returns whether it is as new as what is known here already */
  summary(summary: RoomSummary): boolean {
    return this.#keeper.take(summary);
  }

  /** Reads the room again, soon. */
  reload(): void {
    if (this.sync.value !== "gone") {
      this.#keeper.reload();
    }
  }

  loadMembers(): Promise<readonly Member[]> {
    return this.#memberList.load();
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
    const { info } = this.#keeper;
    if (info && (info.role === undefined || read <= info.readSequence)) {
      return;
    }
    this.#pointer.move(read);
    this.#keeper.read(read);
  }

  #receipt(user: UserId, sequence: Sequence): void {
    if (user === this.me) {
      this.#keeper.read(sequence);
    }
    this.#memberList.read(user, sequence);
  }

  notifyTyping(): void {
    if (this.sync.value === "live" && this.#typists.wants()) {
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
      timeline.happened([], this.pending.value);
    }
    this.#host.postsChanged();
  }

  stopListening(): void {
    this.#host.stopListening(this);
  }
}
