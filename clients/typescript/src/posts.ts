import type { PendingMessage, StoredPost } from "./api.js";
import { ClientClosed, CommandRejected, Discarded } from "./errors.js";
import type { Accepted, Command, CommandId, Cursor, RoomEvent, RoomId } from "./protocol.js";

/** What posts need of their client. */
export interface PostsHost {
  /** Sends a command whose id is known; the promise settles with its answer. */
  submitAs(command: Command): Promise<Accepted>;
  /** Takes back what was never sent. */
  discard(id: CommandId): boolean;
}

/**
 * The messages of one room that oneself posted and that are not in its log yet, oldest first.
 *
 * A post ends here when its event comes or, should that have come before the answer, when the cursor stands behind what the
 * answer said. One that is refused stays until somebody decides.
 */
export class Posts {
  readonly #room: RoomId;
  readonly #host: PostsHost;
  readonly #changed: () => void;
  readonly #posts = new Map<CommandId, PendingMessage>();
  readonly #accepted = new Map<CommandId, Accepted>();
  #list: readonly PendingMessage[] | undefined = [];

  /** @param changed called when an answer, not an event, changed something */
  constructor(room: RoomId, host: PostsHost, changed: () => void) {
    this.#room = room;
    this.#host = host;
    this.#changed = changed;
  }

  add(post: StoredPost): PendingMessage {
    const shown = post.rejected ? this.#refusedBefore(post, new CommandRejected(post.rejected)) : this.#send(post);
    this.#changed();
    return shown;
  }

  /** What is to be kept over a restart: everything that is not known to be in the log. */
  stored(): readonly StoredPost[] {
    return [...this.#posts.values()]
      .filter((post) => post.state !== "accepted")
      .map(({ id, text, replyTo, sentAt, rejection }) => ({
        id,
        room: this.#room,
        text,
        ...(replyTo === undefined ? {} : { replyTo }),
        sentAt,
        ...(rejection === undefined ? {} : { rejected: { code: rejection.code, message: rejection.message } }),
      }));
  }

  /** An event by oneself. Tells nobody: the room shows what follows from its events all at once. */
  happened(event: RoomEvent): void {
    if (event.type === "message.posted") {
      this.#remove(event.command);
    }
  }

  /** The log began again: whether what was accepted is in it, only history knows now. */
  reset(): void {
    for (const id of [...this.#accepted.keys()]) {
      this.#remove(id);
    }
    this.#changed();
  }

  /** What is pending for somebody who has seen everything up to the cursor. The same array as long as nothing changed. */
  shown(cursor: Cursor | undefined): readonly PendingMessage[] {
    for (const [id, accepted] of this.#accepted) {
      // What was accepted in another life of the log is history's to tell.
      if (cursor && (accepted.epoch !== cursor.epoch || (accepted.sequence ?? 0) <= cursor.sequence)) {
        this.#remove(id);
      }
    }
    this.#list ??= [...this.#posts.values()];
    return this.#list;
  }

  #send(post: StoredPost): PendingMessage {
    const { id, text, replyTo } = post;
    const answered = this.#host.submitAs({
      type: "post",
      id,
      room: this.#room,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    const shown = this.#shownAs(post, { state: "sending", rejection: undefined, answered });
    answered.then(
      (accepted) => this.#answered(answered, id, accepted),
      (cause: unknown) => this.#refused(answered, id, cause),
    );
    return shown;
  }

  /** The server's answer was no, before the program was started again. */
  #refusedBefore(post: StoredPost, rejection: CommandRejected): PendingMessage {
    const answered = Promise.reject<Accepted>(rejection);
    // Nobody need listen.
    answered.catch(() => {});
    return this.#shownAs(post, { state: "failed", rejection, answered });
  }

  #shownAs(
    { id, text, replyTo, sentAt }: StoredPost,
    state: Pick<PendingMessage, "state" | "rejection" | "answered">,
  ): PendingMessage {
    const retry = () => this.#retry(id);
    const discard = () => this.#discard(id);
    const shown: PendingMessage = { id, text, replyTo, sentAt, ...state, retry, discard };
    this.#put(shown);
    return shown;
  }

  #answered(answered: Promise<Accepted>, id: CommandId, accepted: Accepted): void {
    const post = this.#posts.get(id);
    if (post?.answered === answered) {
      this.#accepted.set(id, accepted);
      this.#put({ ...post, state: "accepted" });
      this.#changed();
    }
  }

  #refused(answered: Promise<Accepted>, id: CommandId, cause: unknown): void {
    const post = this.#posts.get(id);
    if (post?.answered !== answered) {
      return;
    }
    if (cause instanceof CommandRejected) {
      this.#put({ ...post, state: "failed", rejection: cause });
    } else if (cause instanceof ClientClosed || cause instanceof Discarded) {
      this.#remove(id);
    }
    this.#changed();
  }

  #retry(id: CommandId): void {
    const post = this.#posts.get(id);
    if (post?.state === "failed") {
      // To the end: what was said since stands before it in the log.
      this.#remove(id);
      this.#send({ ...post, room: this.#room } as StoredPost);
      this.#changed();
    }
  }

  #discard(id: CommandId): boolean {
    const post = this.#posts.get(id);
    if (!post || (post.state !== "failed" && !this.#host.discard(id))) {
      return false;
    }
    this.#remove(id);
    this.#changed();
    return true;
  }

  #put(post: PendingMessage): void {
    this.#posts.set(post.id, post);
    this.#list = undefined;
  }

  #remove(id: CommandId): void {
    this.#accepted.delete(id);
    if (this.#posts.delete(id)) {
      this.#list = undefined;
    }
  }
}
