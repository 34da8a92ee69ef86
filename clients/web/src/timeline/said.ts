import type { Message, Sequence, TimelineView, UserId } from "@parley/client";

/** So many stay to be read aloud: several may come between two frames. */
const KEPT = 5;

type Stretch = Pick<TimelineView, "messages" | "hasNewer" | "generation">;

/** What was written at the room's end just now: nothing that was only read, with another stretch or on the way down. */
export function cameBetween(before: Stretch, next: Stretch): readonly Message[] {
  if (before.generation !== next.generation || before.hasNewer || next.hasNewer) return [];
  const last = before.messages.at(-1)?.sequence ?? 0;
  return next.messages.filter((message) => message.sequence > last);
}

/**
 * The messages of others that a screen reader says, oldest first: those that came are behind those that were said before.
 * None stays there with other words than it has now, or after a reset, when its sequence may be another message's.
 */
export function saidAfter(said: readonly Message[], before: Stretch, next: Stretch, me: UserId): readonly Message[] {
  if (before.generation !== next.generation) return [];
  const stands = said.filter(
    ({ sequence, text }) => next.messages.findLast((message) => message.sequence === sequence)?.text === text,
  );
  const others = cameBetween(before, next).filter((message) => message.by.id !== me && !message.deleted);
  return [...stands, ...others].slice(-KEPT);
}

/**
 * After what place the new ones begin for somebody who is not looking, when something came.
 *
 * @param since where they began before
 * @param last the last message before that
 * @param read how far everything was read: what was new and was read is new no more
 */
export function newsSince(since: Sequence | undefined, last: Sequence, read: Sequence): Sequence {
  return since === undefined || read >= last ? last : since;
}
