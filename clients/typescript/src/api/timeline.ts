import type { HistoryProblem } from "../errors.js";
import type { Observable } from "../observable.js";
import type { Message, RoomChange, Sequence } from "../protocol.js";
import type { PendingMessage } from "./room.js";

/** Where a timeline begins. */
export interface TimelineOptions {
  /** A message, or any place in the log, to begin at; the newest messages if it is missing. */
  readonly around?: Sequence;
  /** Messages in a page, 1 to 200; 50 if it is missing. */
  readonly pageSize?: number;
  /**
   * How many messages are kept at most; 1,000 if it is missing. What is too many is dropped at the far end of the
   * direction in which one loads, and is loaded again on the way back.
   */
  readonly keep?: number;
}

/** A stretch of a room's messages without a hole, kept up to date. */
export interface Timeline {
  readonly view: Observable<TimelineView>;

  /** Reads the page before the first message. Does nothing at the beginning of the room, or while one is being read. */
  loadOlder(): Promise<void>;

  /** Reads the page after the last message. Does nothing at the end, or while one is being read. */
  loadNewer(): Promise<void>;

  /** Begins again around this place, or with the newest messages; shows what there was until the page is here. */
  jumpTo(place: Sequence | "newest"): Promise<void>;

  /** Stops keeping it up to date. */
  close(): void;
}

/** What a timeline shows. */
export interface TimelineView {
  /** Oldest first, deleted ones too. Those that did not change are the same objects as before. */
  readonly messages: readonly Message[];
  /**
   * What happened to the room and to who is in it, oldest first: between the messages, before the first one if `hasOlder` is
   * false, and after the last one if `hasNewer` is false. Where very much happened between two messages, only the last of
   * it.
   */
  readonly changes: readonly RoomChange[];
  /**
   * What oneself posted that is not in the log yet: shown after the last message, if `hasNewer` is false. A message never
   * stands in both, and never in neither.
   */
  readonly pending: readonly PendingMessage[];
  /** There is more before the first message. */
  readonly hasOlder: boolean;
  /** There is more after the last message: this is not the room's end, and what is posted does not appear here. */
  readonly hasNewer: boolean;
  /** What is being read. */
  readonly loading: "nothing" | "beginning" | "older" | "newer";
  /** Why the last reading failed; undefined after one that worked. The beginning is tried again by itself. */
  readonly failure: HistoryProblem | undefined;
  /** Counts up when the stretch is another one: after a jump or a reset. Scroll positions of before mean nothing then. */
  readonly generation: number;
}
