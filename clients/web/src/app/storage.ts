import type { OutboxStorage, StoredPost } from "@parley/client";

/** The part of the browser's storage that is used. */
export interface TextStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

function written(storage: TextStore, key: string, value: string | undefined): void {
  try {
    if (value === undefined) {
      storage.removeItem(key);
    } else {
      storage.setItem(key, value);
    }
  } catch {
    // The browser's storage is full or closed: what is kept there is a comfort, and the page goes on without.
  }
}

/** What was written and not sent, by room. */
export class Drafts {
  constructor(
    private readonly storage: TextStore,
    private readonly user: string,
  ) {}

  load(room: string): string {
    return this.storage.getItem(this.key(room)) ?? "";
  }

  save(room: string, text: string): void {
    written(this.storage, this.key(room), text.trim() === "" ? undefined : text);
  }

  private key(room: string): string {
    return `parley.draft.${this.user}.${room}`;
  }
}

/**
 * Unanswered messages, shared by all tabs of a user. A tab changes nothing but what it knows of; when two send the same
 * message, its id makes it one.
 */
export class Outbox implements OutboxStorage {
  private readonly known = new Set<string>();
  private readonly key: string;

  constructor(
    private readonly storage: TextStore,
    user: string,
  ) {
    this.key = `parley.outbox.${user}`;
  }

  load(): readonly StoredPost[] {
    const posts = this.stored();
    for (const post of posts) this.known.add(post.id);
    return posts;
  }

  save(posts: readonly StoredPost[]): void {
    for (const post of posts) this.known.add(post.id);
    const others = this.stored().filter((post) => !this.known.has(post.id));
    const all = [...others, ...posts];
    written(this.storage, this.key, all.length === 0 ? undefined : JSON.stringify(all));
  }

  private stored(): StoredPost[] {
    try {
      const value: unknown = JSON.parse(this.storage.getItem(this.key) ?? "[]");
      return Array.isArray(value) ? value.filter(isPost) : [];
    } catch {
      return [];
    }
  }
}

function isPost(value: unknown): value is StoredPost {
  const post = value as Partial<StoredPost> | null;
  return (
    typeof post === "object" &&
    post !== null &&
    typeof post.id === "string" &&
    typeof post.room === "string" &&
    typeof post.text === "string" &&
    typeof post.sentAt === "number"
  );
}
