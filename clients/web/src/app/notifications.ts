import type { RoomId, Sequence } from "@parley/client";

/** So far apart tabs may be in what they know: each has a connection of its own. */
const TABS_APART_MILLISECONDS = 5_000;

/** What is shown beside the page: of each room the message that came last. */
export class Notifications {
  private readonly shown = new Map<RoomId, Notification>();

  /** @throws TypeError where browsers have notifications, and pages cannot make any */
  show(room: RoomId, message: Sequence, title: string, body: string): Notification {
    // By its tag, a message that several tabs show rings once. With one tag for the room, the next message would take the
    // place of this one without a sound; `renotify` gives it one, but in each tab, and not every browser has it.
    const notification = new Notification(title, { body, tag: `${room}/${message}`, icon: "/parley.svg" });
    const before = this.shown.get(room);
    // Not at once: a tab that is behind would ring again for one that is gone.
    if (before !== undefined) setTimeout(() => before.close(), TABS_APART_MILLISECONDS);
    this.shown.set(room, notification);
    return notification;
  }
}
