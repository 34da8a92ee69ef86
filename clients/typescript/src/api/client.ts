import type { Observable } from "../observable.js";
import type { Accepted, Command, CommandId, Limits, Person, RoomEvent, RoomId, RoomKind, UserId } from "../protocol.js";
import type { ConnectionState } from "./connecting.js";
import type { Room } from "./room.js";
import type { History } from "./history.js";

/** One user's connection to Parley, and everything that is known through it. */
export interface ParleyClient {
  readonly state: Observable<ConnectionState>;

  /** Who one is here; known from the first welcome on. */
  readonly me: Observable<Person | undefined>;

  /** The limits that the server told last. */
  readonly limits: Observable<Limits | undefined>;

  /**
   * All rooms that are listened to: one's own, and open ones that {@link ParleyClient.listen} asked for. The order is the
   * one in which they became known. What is in a room changes without this changing.
   */
  readonly rooms: Observable<readonly Room[]>;

  /** Whether the rooms of one's own were read once, so that an empty list means that there are none. */
  readonly ready: Observable<boolean>;

  /** What was and what is, over HTTP. */
  readonly history: History;

  /** Begins, or begins again after `closed`. Cursors and unanswered commands are kept. Does nothing while under way. */
  connect(): void;

  /** Ends the pause of `waiting`, and asks a live connection for a sign of life: for when the network or the page comes back. */
  wake(): void;

  /**
   * Ends the connection for good, also one that is `closed` for another reason. Commands without an answer and rooms that
   * did not come fail with `ClientClosed`; stored messages stay stored.
   */
  close(): void;

  /** A room that is listened to. */
  room(id: RoomId): Room | undefined;

  /**
   * Listens to an open room as a guest, or gives the room that is listened to already.
   *
   * @throws {CommandRejected} `notFound` if one may not see the room
   * @throws {ClientClosed} the client is closed, or was before there was an answer
   */
  listen(id: RoomId): Promise<Room>;

  /** Makes a room, with oneself as owner. */
  createRoom(room: {
    readonly name: string;
    readonly kind: Exclude<RoomKind, "direct">;
    readonly topic?: string;
    readonly members?: readonly UserId[];
  }): Promise<Room>;

  /** The one direct room of oneself and these others. */
  openDirect(users: readonly UserId[]): Promise<Room>;

  /** Joins an open room. */
  join(id: RoomId): Promise<Room>;

  /**
   * Sends a command, now or when there is a connection, again and again with the same id until it is answered. Commands to
   * one room are carried out in the order of the calls.
   *
   * @throws {CommandRejected} the server said no
   * @throws {ClientClosed} the client was closed before there was an answer
   */
  submit(command: CommandWithoutId): Promise<Accepted>;

  /** Everything that happened in any room, once each, in the order of each room. */
  onEvent(listener: (event: RoomEvent, room: Room) => void): () => void;

  /** For logs. */
  onTrouble(listener: (trouble: Trouble) => void): () => void;
}

type WithoutId<C> = C extends { readonly id: CommandId } ? Omit<C, "id"> : never;

/** A command as {@link ParleyClient.submit} takes it: the client draws the id. */
export type CommandWithoutId = WithoutId<Command>;

/**
 * Something that a programmer wants to know and a user does not need to: the server called a frame of ours wrong, sent one
 * that is none, or a listener threw. The client goes on.
 */
export interface Trouble {
  readonly kind: "refusedFrame" | "malformedFrame" | "listenerFailed" | "historyFailed";
  readonly message: string;
  readonly cause?: unknown;
}
