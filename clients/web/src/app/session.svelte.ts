import {
  CommandRejected,
  createClient,
  HistoryProblem,
  type ParleyClient,
  type Person,
  type Room,
  type RoomEvent,
  type RoomInfo,
  type Sequence,
} from "@parley/client";
import { getContext, setContext } from "svelte";
import { plainText } from "../text/markdown.ts";
import { t } from "../texts/index.ts";
import { Attention } from "./attention.ts";
import type { Configuration } from "./configuration.ts";
import { Notifications } from "./notifications.ts";
import { router } from "./router.svelte.ts";
import { settings } from "./settings.svelte.ts";
import type { SignedIn } from "./sign-in.ts";
import { Drafts, Outbox } from "./storage.ts";

/** A room as the list of rooms shows it. */
export interface Entry {
  readonly room: Room;
  readonly info: RoomInfo;
  readonly title: string;
}

export function titleOf(info: RoomInfo, me: string): string {
  if (info.kind !== "direct") return info.name;
  const others = info.people.filter((person) => person.id !== me).map((person) => person.name);
  return others.length === 0 ? t.onlyYou : others.join(", ");
}

/** What went wrong, for people. */
export function reason(problem: unknown): string {
  if (problem instanceof CommandRejected) return t.problems[problem.code] ?? t.problems.unknown;
  if (problem instanceof HistoryProblem && problem.code in t.problems) {
    return t.problems[problem.code as keyof typeof t.problems];
  }
  return problem instanceof HistoryProblem ? t.problems.unavailable : t.problems.unknown;
}

const NOTICE_MILLISECONDS = 6000;
/** What happened longer ago was missed while away, and is no reason to ring. */
const FRESH_MILLISECONDS = 60_000;

/** One person signed in: the client, and what all of the page shares. */
export class Session {
  readonly client: ParleyClient;
  readonly drafts: Drafts;
  readonly me: Person;

  /** The rooms of one's own and those one listens to as a guest; those that are not known yet are missing. */
  entries = $state.raw<readonly Entry[]>([]);
  /** Said at the edge of the page for a moment. */
  notice = $state("");
  /** Whether somebody looks at the page. */
  attentive = $state(true);

  /** The rooms cannot be read for now. */
  away = $state(false);

  /** Said once somebody looks. */
  private later = "";
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly attention: Attention;
  private readonly notifications = new Notifications();
  private readonly watched = new Map<Room, () => void>();
  private refreshing = false;

  constructor(configuration: Configuration, person: SignedIn) {
    this.me = { id: person.id, name: person.name };
    this.drafts = new Drafts(localStorage, person.id);
    this.attention = new Attention(navigator.locks, `parley.attention.${person.id}`);
    this.client = createClient({
      gateways: gatewaysFor(configuration),
      history: configuration.history === "" ? location.origin : configuration.history,
      token: (need) => person.token(need),
      outbox: new Outbox(localStorage, person.id),
    });
  }

  /** @returns ends it */
  start(): () => void {
    const look = () => {
      this.attentive = document.visibilityState === "visible" && document.hasFocus();
      this.attention.here(this.attentive);
      if (document.visibilityState === "visible") this.client.wake();
      if (this.attentive && this.later !== "") {
        this.say(this.later);
        this.later = "";
      }
    };
    const wake = () => this.client.wake();
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    window.addEventListener("online", wake);
    // A connection over a network that is gone shows it only when it is asked.
    window.addEventListener("offline", wake);
    const ends = [
      this.client.rooms.subscribe((rooms) => this.watch(rooms)),
      this.client.onEvent((event, room) => void this.ring(event, room)),
      this.client.onTrouble(({ kind }) => {
        if (kind === "historyFailed") this.away = true;
      }),
    ];
    this.client.connect();
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", wake);
      for (const end of ends) end();
      this.attention.here(false);
      for (const end of this.watched.values()) end();
      this.client.close();
    };
  }

  say(text: string): void {
    clearTimeout(this.noticeTimer);
    this.notice = text;
    this.noticeTimer = setTimeout(() => {
      this.notice = "";
    }, NOTICE_MILLISECONDS);
  }

  /**
   * Waits for something that the server may refuse, and says so if it does.
   *
   * @param conflict what it means that the room does not allow it now, where that is known
   */
  async attempt<T>(what: Promise<T>, conflict?: string): Promise<T | undefined> {
    try {
      return await what;
    } catch (problem) {
      const known = problem instanceof CommandRejected && problem.code === "conflict" ? conflict : undefined;
      this.say(t.problem(known ?? reason(problem)));
      return undefined;
    }
  }

  /** Goes to a room that is on its way, unless one has gone elsewhere when it is here. */
  async enter(asked: Promise<Room>): Promise<Room> {
    const { moves } = router;
    const room = await asked;
    if (router.moves === moves) router.go({ name: "room", room: room.id, message: undefined });
    return room;
  }

  async openDirect(people: readonly string[]): Promise<Room | undefined> {
    return this.attempt(this.enter(this.client.openDirect(people)));
  }

  private watch(rooms: readonly Room[]): void {
    for (const [room, end] of this.watched) {
      if (!rooms.includes(room)) {
        end();
        this.watched.delete(room);
      }
    }
    for (const room of rooms) {
      if (!this.watched.has(room)) {
        this.watched.set(
          room,
          room.info.subscribe(() => this.refreshSoon()),
        );
      }
    }
    this.refreshSoon();
  }

  /** Once for all that changes in one go. */
  private refreshSoon(): void {
    if (this.refreshing) return;
    this.refreshing = true;
    queueMicrotask(() => {
      this.refreshing = false;
      this.entries = [...this.watched.keys()].flatMap((room) => {
        const info = room.info.value;
        return info === undefined ? [] : [{ room, info, title: titleOf(info, this.me.id) }];
      });
    });
  }

  private async ring(event: RoomEvent, room: Room): Promise<void> {
    const info = room.info.value;
    if (event.type !== "message.posted" || event.by.id === this.me.id || info === undefined) return;
    const forMe = info.kind === "direct" || event.mentions.includes(this.me.id);
    // What comes as it happens is fresh whatever this device's clock says.
    const fresh = room.sync.value === "live" || Date.now() - Date.parse(event.at) < FRESH_MILLISECONDS;
    if (!settings.notifications || !forMe || !fresh || this.attentive || (await this.attention.anywhere())) return;
    const title = info.kind === "direct" ? event.by.name : `${event.by.name} · ${info.name}`;
    const notification = this.notify(room, event.sequence, title, plainText(event.text.slice(0, 200)));
    if (notification === undefined) return;
    notification.onclick = () => {
      window.focus();
      router.go({ name: "room", room: room.id, message: undefined });
      notification.close();
    };
  }

  /** Browsers of telephones have notifications, allow them, and throw when a page makes one. */
  private notify(room: Room, message: Sequence, title: string, body: string): Notification | undefined {
    try {
      return this.notifications.show(room.id, message, title, body);
    } catch {
      settings.notificationsFailed();
      this.later = t.notificationsFailed;
      return undefined;
    }
  }
}

/** The one that the page came from first; the others are for when it is gone. */
function gatewaysFor(configuration: Configuration): readonly string[] {
  const here = location.origin;
  return [here, ...configuration.gateways.filter((gateway) => gateway !== here)];
}

const key = Symbol("session");

export function provideSession(session: Session): void {
  setContext(key, session);
}

export function useSession(): Session {
  return getContext<Session>(key);
}
