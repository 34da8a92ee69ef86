import type { ClientFrame, RoomId, ServerFrame, UserId } from "../../src/protocol.js";
import { LIMITS } from "./limits.js";
import { person, userOf } from "./people.js";
import type { ModelParley } from "./server.js";

/** A WebSocket into the model: frames arrive in order, each after a while, and none after its end. */
export class ModelSocket {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly user: UserId;
  readonly url: string;
  readonly protocols: string[];
  readonly listens = new Set<RoomId>();
  mine = false;
  readonly #server: ModelParley;
  #over = false;
  #toClient = 0;
  #toServer = 0;

  constructor(server: ModelParley, url: string, protocols: string[]) {
    this.#server = server;
    this.url = url;
    this.protocols = protocols;
    const token = decodeURIComponent(protocols[1] ?? "").split("Bearer ")[1] ?? "";
    this.user = userOf(token);
    if (server.chance(server.weather.refuseToOpen)) {
      setTimeout(() => this.#end(1006), server.delay());
      return;
    }
    setTimeout(() => {
      if (this.#over) {
        return;
      }
      server.connections.add(this);
      this.say({
        type: "welcome",
        connection: `connection of ${this.user}`,
        user: person(this.user),
        expires: server.expires(),
        heartbeat: server.heartbeatSeconds,
        limits: LIMITS,
      });
    }, server.delay());
  }

  send(text: string): void {
    this.#toServer = Math.max(this.#toServer, Date.now() + this.#server.delay());
    setTimeout(() => {
      if (!this.#over) {
        this.#server.took(this, JSON.parse(text) as ClientFrame);
        this.#perhapsEnd();
      }
    }, this.#toServer - Date.now());
  }

  close(): void {
    this.#over = true;
    this.#server.connections.delete(this);
  }

  /** Raw text, for what is no frame. */
  sayText(text: string): void {
    this.#toClient = Math.max(this.#toClient, Date.now() + this.#server.delay());
    setTimeout(() => {
      if (!this.#over) {
        this.onmessage?.({ data: text });
        this.#perhapsEnd();
      }
    }, this.#toClient - Date.now());
  }

  say(frame: ServerFrame): void {
    const { weather } = this.#server;
    if (this.#server.mute || (frame.type === "events" && this.#server.chance(weather.loseEvents))) {
      return;
    }
    this.sayText(JSON.stringify(frame));
    if (frame.type === "events" && this.#server.chance(weather.repeatEvents)) {
      this.sayText(JSON.stringify(frame));
    }
  }

  hangUp(code: number): void {
    this.#server.connections.delete(this);
    setTimeout(() => this.#end(code), this.#server.delay());
  }

  #perhapsEnd(): void {
    if (this.#server.chance(this.#server.weather.hangUp)) {
      this.#end(
        [1006, 1012, 4008, 4011, 4013][Math.floor(this.#server.chance(0.5) ? 0 : 1 + (Date.now() % 4))] as number,
      );
    }
  }

  #end(code: number): void {
    if (!this.#over) {
      this.#over = true;
      this.#server.connections.delete(this);
      this.onclose?.({ code });
    }
  }
}
