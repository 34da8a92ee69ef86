/**
 * What a program sees of the client, in the order in which one reads it.
 *
 * @module
 */
export type * from "./api/client.js";
export type * from "./api/connecting.js";
export type * from "./api/room.js";
export type * from "./api/timeline.js";
export type * from "./api/history.js";
