/**
 * A client for Parley that loses nothing, doubles nothing and keeps the order.
 *
 * @packageDocumentation
 */
export type * from "./api.js";
export { createClient } from "./client.js";
export { ClientClosed, CommandRejected, Discarded, HistoryProblem, SignInRequired } from "./errors.js";
export type { Observable } from "./observable.js";
export type * from "./protocol.js";
export { CloseCode } from "./protocol.js";
