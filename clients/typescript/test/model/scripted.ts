import { vi } from "vitest";
import type { ClientOptions, ParleyClient } from "../../src/index.js";
import { createClient } from "../../src/index.js";
import type { ClientFrame, Limits, ServerFrame } from "../../src/protocol.js";
import { LIMITS } from "./limits.js";
import { person } from "./people.js";

/** A socket that does what the test says, when it says it. */
export class ScriptedSocket {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly url: string;
  readonly protocols: string[];
  readonly sent: ClientFrame[] = [];
  closed = false;

  constructor(url: string, protocols: string[]) {
    this.url = url;
    this.protocols = protocols;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.closed = true;
  }

  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  sayText(text: unknown): void {
    this.onmessage?.({ data: text });
  }

  hangUp(code: number, reason = ""): void {
    this.onclose?.({ code, reason });
  }

  welcome(lifeMillis = 300_000, user = "alice", limits: Partial<Limits> = {}): void {
    this.say({
      type: "welcome",
      connection: "c-1",
      user: person(user),
      expires: new Date(Date.now() + lifeMillis).toISOString(),
      heartbeat: 25,
      limits: { ...LIMITS, ...limits },
    });
  }

  /** The frames of one type that were sent. */
  of<Type extends ClientFrame["type"]>(type: Type): Extract<ClientFrame, { type: Type }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { type: Type }> => frame.type === type);
  }
}

/** Sockets in the order in which a client opened them. */
export class Script {
  readonly sockets: ScriptedSocket[] = [];

  get WebSocket(): new (url: string, protocols: string[]) => ScriptedSocket {
    const { sockets } = this;
    return class extends ScriptedSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    };
  }

  get last(): ScriptedSocket {
    return this.sockets.at(-1)!;
  }

  /** A client that opens these sockets, has no rooms and always draws one half. */
  createClient(options: Partial<ClientOptions> = {}): ParleyClient {
    return createClient({
      gateways: "https://chat.example",
      token: () => "token",
      WebSocket: this.WebSocket,
      fetch: () => Promise.resolve(new Response(JSON.stringify({ rooms: [] }))),
      random: () => 0.5,
      ...options,
    });
  }

  /** Connects a client, and welcomes it. */
  async connect(client: ParleyClient): Promise<void> {
    client.connect();
    await vi.advanceTimersByTimeAsync(0);
    this.last.welcome();
  }
}
