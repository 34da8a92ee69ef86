import type { Person, RoomEvent, ServerFrame } from "./protocol.js";

type Fields = Readonly<Record<string, unknown>>;

/** What a text frame holds; `undefined` for a type that is not known here, which is to be ignored. */
export function parseFrame(text: string): ServerFrame | undefined {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || typeof value.type !== "string") {
    throw new Error("a frame without a type");
  }
  const check = SHAPES[value.type];
  if (!check) {
    return undefined;
  }
  if (!check(value)) {
    throw new Error(`a frame '${value.type}' of the wrong shape`);
  }
  return value as unknown as ServerFrame;
}

/** Only what would break the client's own reckoning if it were wrong; the rest is passed on as the server says it. */
const SHAPES: Readonly<Record<string, (frame: Fields) => boolean>> = {
  welcome: (frame) =>
    isPerson(frame.user) &&
    isText(frame.expires) &&
    isNumber(frame.heartbeat) &&
    isObject(frame.limits) &&
    isText(frame.connection),
  accepted: (frame) => isText(frame.id),
  rejected: (frame) => isText(frame.id) && isText(frame.code),
  subscribed: (frame) =>
    isText(frame.room) && isText(frame.epoch) && isSequence(frame.sequence) && Array.isArray(frame.online),
  caughtUp: (frame) => isText(frame.room) && isSequence(frame.sequence),
  reset: (frame) => isText(frame.room) && isText(frame.epoch) && isSequence(frame.sequence),
  events: (frame) =>
    isText(frame.room) &&
    isText(frame.epoch) &&
    Array.isArray(frame.events) &&
    frame.events.every(
      (event) => isObject(event) && isSequence(event.sequence) && isText(event.type) && isPerson(event.by),
    ),
  signal: (frame) => isText(frame.room) && isText(frame.kind),
  error: () => true,
  ping: () => true,
  pong: () => true,
};

const EVENT_TYPES: ReadonlySet<string> = new Set<RoomEvent["type"]>([
  "room.created",
  "room.updated",
  "member.joined",
  "member.left",
  "member.removed",
  "member.roleChanged",
  "member.banned",
  "member.unbanned",
  "message.posted",
  "message.edited",
  "message.deleted",
  "reaction.added",
  "reaction.removed",
]);

/** A newer server may log what is not known here: such an event takes its place in the order, and nobody is shown it. */
export function isKnown(event: RoomEvent): boolean {
  return EVENT_TYPES.has(event.type);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isSequence(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPerson(value: unknown): value is Person {
  return isObject(value) && isText(value.id);
}
