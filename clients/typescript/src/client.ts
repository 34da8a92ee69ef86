import type { ClientOptions, CloseReason, CommandWithoutId, ParleyClient, Room, Trouble } from "./api.js";
import { REFRESH_WITHIN_MILLIS } from "./backoff.js";
import { Connection, type ConnectionOwner } from "./connection.js";
import { ClientClosed, CommandRejected } from "./errors.js";
import { HttpHistory } from "./history.js";
import { newId } from "./ids.js";
import { Listening } from "./listening.js";
import { Cell, Emitter } from "./observable.js";
import { Outbox } from "./outbox.js";
import type {
  Accepted,
  Command,
  Events,
  Limits,
  Person,
  Rejected,
  RoomEvent,
  RoomId,
  RoomSummary,
  ServerFrame,
  Subscribed,
  UserId,
  Welcome,
} from "./protocol.js";
import { LiveRoom, type RoomHost } from "./room.js";
import { Rooms } from "./rooms.js";
import { RoomsReader } from "./roomsReader.js";
import { StoredPosts } from "./storedPosts.js";
import { Troubles } from "./troubles.js";

/** A room that one makes or joins comes by itself; if it does not, it is asked for. */
const APPEARS_WITHIN_MILLIS = 2_000;
const UTF8_BYTES_MAX = 3;

/** Makes a client; `connect()` begins. */
export function createClient(options: ClientOptions): ParleyClient {
  return new Client(options);
}

class Client implements ParleyClient, ConnectionOwner, RoomHost {
  readonly state;
  readonly report = (cause: unknown): void => {
    this.#troubles.tell({ kind: "listenerFailed", message: "a listener failed", cause });
  };
  readonly history: HttpHistory;
  readonly #troubles = new Troubles();
  readonly #me = new Cell<Person | undefined>(undefined, this.report);
  readonly #limits = new Cell<Limits | undefined>(undefined, this.report);
  readonly #ready = new Cell<boolean>(false, this.report);
  readonly #events = new Emitter<[RoomEvent, Room]>(this.report);

  readonly #options: ClientOptions;
  readonly #stored: StoredPosts;
  readonly #random: () => number;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #listening: Listening;
  readonly #rooms = new Rooms(this.report);
  readonly #reader: RoomsReader;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#stored = new StoredPosts(options.outbox, this.report);
    this.#random = options.random ?? Math.random;
    this.#connection = new Connection(options, this, this.report);
    this.state = this.#connection.state;
    this.history = new HttpHistory(options);
    this.#reader = new RoomsReader(this.history, {
      summarised: (summaries) => this.#summarised(summaries),
      readAll: () => this.#readAll(),
      failed: (cause) => this.failed(cause),
      random: this.#random,
    });
    this.#outbox = new Outbox({ send: (command) => this.#sendCommand(command), random: this.#random });
    this.#listening = new Listening({
      send: (frame) => this.#connection.send(frame),
      cursor: (room) => this.#rooms.get(room)?.cursor,
      comeBack: () => this.#connection.comeBack(),
      refused: (room, rejection) => this.#roomRefused(room, rejection),
      listensToMine: () => this.#listensToMine(),
      frameRefused: (rejection) => this.#frameRefused(rejection),
      random: this.#random,
    });
  }

  // What is there.

  get me(): Cell<Person | undefined> {
    return this.#me;
  }

  get limits(): Cell<Limits | undefined> {
    return this.#limits;
  }

  get rooms(): Cell<readonly Room[]> {
    return this.#rooms.shown;
  }

  get ready(): Cell<boolean> {
    return this.#ready;
  }

  get myId(): UserId {
    return this.#me.value?.id ?? "";
  }

  get live(): boolean {
    return this.state.value.name === "live";
  }

  /** For good: by `close()`, not because somebody has to sign in. */
  get over(): boolean {
    const state = this.state.value;
    return state.name === "closed" && state.reason === "asked";
  }

  get readsAll(): boolean {
    return this.#options.mine !== false;
  }

  room(id: RoomId): Room | undefined {
    return this.#rooms.get(id);
  }

  onEvent(listener: (event: RoomEvent, room: Room) => void): () => void {
    return this.#events.on(listener);
  }

  onTrouble(listener: (trouble: Trouble) => void): () => void {
    return this.#troubles.on(listener);
  }

  // What one does.

  connect(): void {
    this.#stored.load();
    this.#connection.connect();
    // After it: a closed client takes no commands.
    for (const room of this.#rooms.known) {
      this.#place(room);
    }
  }

  wake(): void {
    this.#connection.wake();
  }

  close(): void {
    this.#connection.close();
  }

  async listen(id: RoomId): Promise<Room> {
    const known = this.#rooms.get(id);
    if (known) {
      return known;
    }
    if (this.over) {
      throw new ClientClosed();
    }
    const appeared = this.#rooms.wait(id);
    this.#listening.listen(id, undefined);
    return appeared;
  }

  async createRoom(room: Omit<Extract<CommandWithoutId, { type: "createRoom" }>, "type">): Promise<Room> {
    return this.#appears(await this.submit({ type: "createRoom", ...room }));
  }

  async openDirect(users: readonly UserId[]): Promise<Room> {
    return this.#appears(await this.submit({ type: "openDirect", users }));
  }

  async join(id: RoomId): Promise<Room> {
    return this.#appears(await this.submit({ type: "join", room: id }));
  }

  submit(command: CommandWithoutId): Promise<Accepted> {
    return this.submitAs({ ...command, id: this.newId() });
  }

  /** The room of an accepted command: it comes by itself if one listens to one's own rooms. */
  #appears(accepted: Accepted): Promise<Room> {
    const id = accepted.room as RoomId;
    const known = this.#rooms.get(id);
    if (known) {
      return Promise.resolve(known);
    }
    if (!this.readsAll) {
      return this.listen(id);
    }
    if (this.over) {
      return Promise.reject(new ClientClosed());
    }
    const appeared = this.#rooms.wait(id);
    const timer = setTimeout(() => this.#listening.listen(id, undefined), APPEARS_WITHIN_MILLIS);
    return appeared.finally(() => clearTimeout(timer));
  }

  // The connection.

  welcomed(welcome: Welcome): void {
    const before = this.#me.value;
    if (before && before.id !== welcome.user.id) {
      this.#troubles.tell({
        kind: "refusedFrame",
        message: "the token is somebody else's now; make a client for them",
      });
      this.#connection.close("refused");
      return;
    }
    if (before?.name !== welcome.user.name) {
      this.#me.set(welcome.user);
    }
    this.#limits.set(welcome.limits);
    this.#listening.up(this.#rooms.cursors(), this.readsAll, welcome.limits);
    this.#outbox.up();
  }

  received(frame: ServerFrame): void {
    switch (frame.type) {
      case "accepted":
        if (!this.#listening.accepted(frame)) {
          this.#outbox.answered(frame);
          this.#rooms.get(frame.room ?? "")?.expect(frame.epoch ?? "", frame.sequence ?? 0);
        }
        break;
      case "rejected":
        if (!this.#listening.rejected(frame)) {
          // Of what an event settled already, the answer may still come; it is ignored.
          this.#outbox.answered(frame);
        }
        break;
      case "subscribed":
        this.#subscribed(frame);
        break;
      case "caughtUp":
        this.#rooms.get(frame.room)?.caughtUp(frame.sequence);
        break;
      case "reset":
        this.#listening.progressed(frame.room);
        this.#rooms.get(frame.room)?.reset(frame);
        break;
      case "events":
        this.#eventsReceived(frame);
        break;
      case "signal":
        this.#rooms.get(frame.room)?.signalled(frame);
        break;
      case "error":
        this.#troubles.tell({ kind: "refusedFrame", message: frame.message });
        break;
      default:
        // The connection takes the others.
        break;
    }
  }

  lost(): void {
    this.#reader.stop();
    this.#outbox.down();
    this.#listening.down();
    this.#rooms.lost();
  }

  closed(reason: CloseReason): void {
    if (reason !== "asked") {
      // Whoever signs in again goes on where they were.
      return;
    }
    this.#stored.forget();
    this.#outbox.abandon();
    this.#rooms.allFailed(new ClientClosed());
  }

  malformed(cause: unknown): void {
    this.#troubles.tell({ kind: "malformedFrame", message: "the server sent what is no frame", cause });
  }

  // Rooms come and go.

  #subscribed(frame: Subscribed): void {
    const known = this.#rooms.get(frame.room);
    if (!known && this.#listening.stopping(frame.room)) {
      return;
    }
    const resuming = this.#listening.subscribed(frame.room);
    if (known) {
      known.subscribed(frame, resuming);
      return;
    }
    const room = new LiveRoom(frame.room, this);
    this.#rooms.began(room, () => {
      room.subscribed(frame, resuming);
      this.#place(room);
    });
    // Otherwise it comes with all the others.
    if (this.#ready.value || !this.readsAll) {
      room.reload();
    }
  }

  #eventsReceived(frame: Events): void {
    const room = this.#rooms.get(frame.room);
    if (room) {
      room.received(frame);
    } else if (!this.#listening.stopping(frame.room)) {
      // The gateway knows that one may listen, and says more than one's removal let expect.
      this.#listening.listen(frame.room, undefined);
    }
  }

  happened(event: RoomEvent, room: LiveRoom): void {
    this.#events.emit(event, room);
    // An end before the head that was told was followed by a new beginning, or one may go on as a guest.
    if (endsFor(this.myId, event) && event.sequence > room.listensFrom) {
      this.#forget(room);
    }
  }

  #forget(room: LiveRoom): void {
    if (this.#rooms.get(room.id)) {
      this.#listening.forget(room.id);
      this.#rooms.ended(room);
    }
  }

  #roomRefused(id: RoomId, rejection: Rejected): void {
    const room = this.#rooms.get(id);
    if (room) {
      this.#forget(room);
    }
    this.#rooms.failed(id, new CommandRejected(rejection));
  }

  ask(room: LiveRoom): void {
    if (this.live) {
      room.sync.set("catchingUp");
      this.#listening.listen(room.id, room.cursor);
    }
  }

  stopListening(room: LiveRoom): void {
    // One that is gone may have come back since, as another.
    if (this.#rooms.get(room.id) === room && room.info.value?.role === undefined) {
      this.#listening.stop(room.id);
      this.#forget(room);
    }
  }

  // What all rooms are like.

  #listensToMine(): void {
    this.#reader.readIn(this.#ready.value ? this.#random() * REFRESH_WITHIN_MILLIS : 0);
  }

  #summarised(summaries: readonly RoomSummary[]): void {
    const unknown: RoomId[] = [];
    for (const summary of summaries) {
      const room = this.#rooms.get(summary.room);
      if (!room) {
        // The gateway did not tell of it, whatever the reason.
        if (!this.#rooms.hasEnded(summary.room)) {
          unknown.push(summary.room);
        }
      } else if (!room.summary(summary)) {
        room.reload();
      }
    }
    this.#listening.listenToAll(unknown);
  }

  #readAll(): void {
    for (const room of this.#rooms.known) {
      if (!room.info.value) {
        room.reload();
      }
    }
    this.#ready.set(true);
  }

  // Commands.

  newId(): string {
    return newId(this.#options.random);
  }

  random(): number {
    return this.#random();
  }

  submitAs(command: Command): Promise<Accepted> {
    if (this.over) {
      return Promise.reject(new ClientClosed());
    }
    const { answered } = this.#outbox.add(command);
    // Whoever wants to know of a rejection listens; nobody has to.
    answered.catch(() => {});
    return answered;
  }

  discard(id: string): boolean {
    return this.#outbox.discard(id);
  }

  sendTyping(room: RoomId): void {
    this.#connection.send({ type: "typing", room });
  }

  tookPlace(event: RoomEvent, room: RoomId, epoch: string): void {
    // The commands that make rooms write several events; only their answer says that all are there.
    if (event.type !== "room.created" && event.type !== "member.joined") {
      this.#outbox.answered({ type: "accepted", id: event.command, room, epoch, sequence: event.sequence });
    }
  }

  #sendCommand(command: Command): boolean {
    const bytesMax = this.#limits.value?.frameBytes ?? Number.POSITIVE_INFINITY;
    const text = JSON.stringify(command);
    if (text.length * UTF8_BYTES_MAX > bytesMax && new TextEncoder().encode(text).length > bytesMax) {
      // The server might end the connection over it, each time that it is sent.
      queueMicrotask(() => this.#outbox.refuse(command.id, "tooLarge", "this is too long for the server"));
      return true;
    }
    return this.#connection.send(command);
  }

  // Messages that outlive the program.

  postsChanged(): void {
    this.#stored.save([...this.#rooms.known].flatMap((room) => room.posts));
  }

  #place(room: LiveRoom): void {
    const posts = this.#stored.take(room.id);
    if (posts.length > 0) {
      room.restore(posts);
    }
  }

  // Trouble.

  failed(cause: unknown): void {
    this.#troubles.tell({ kind: "historyFailed", message: "history could not be read", cause });
  }

  #frameRefused(rejection: Rejected): void {
    this.#troubles.tell({ kind: "refusedFrame", message: `${rejection.code}: ${rejection.message}` });
  }
}

function endsFor(user: UserId, event: RoomEvent): boolean {
  return (
    (event.type === "member.left" || event.type === "member.removed" || event.type === "member.banned") &&
    event.user.id === user
  );
}
