import { randomUUID } from "node:crypto";

/** The system under test, as the environment names it; what is missing is that of `./parley up`. */
export const gateway = process.env.PARLEY_GATEWAY ?? "http://localhost:8080";
/** One whose limits do not mind tests. */
export const patientGateway = process.env.PARLEY_PATIENT_GATEWAY ?? gateway;
export const history = process.env.PARLEY_HISTORY ?? "http://localhost:8082";
export const issuer = process.env.PARLEY_ISSUER ?? "http://localhost:8180/realms/parley";
export const browserProgram = process.env.PARLEY_BROWSER ?? "/usr/bin/chromium";
/** Where a gateway can be killed and started; nothing kills one without it. */
export const control = process.env.PARLEY_CONTROL;

const administration = issuer.replace("/realms/", "/admin/realms/");
const ADMINISTRATOR = "admin";
const CONFLICT = 409;

/** Distinguishes this run from others on the same system. */
export const run = randomUUID().slice(0, 4);

async function grant(realm: string, client: string, user: string): Promise<string> {
  const answer = await fetch(`${realm}/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "password", client_id: client, username: user, password: user }),
  });
  const body = (await answer.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`no token for ${user}: ${JSON.stringify(body)}`);
  return body.access_token;
}

async function administer(method: string, path: string, body?: unknown): Promise<Response> {
  const token = await grant(issuer.replace(/\/realms\/.*/, "/realms/master"), "admin-cli", ADMINISTRATOR);
  const answer = await fetch(administration + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok && answer.status !== CONFLICT) {
    throw new Error(`Keycloak: ${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer;
}

/** Somebody of this name who has signed in, so that others can find them; the password is the name. */
export async function newUser(name: string): Promise<string> {
  await inRealm(name);
  const scribe = new Scribe(name);
  // Whatever somebody asks for, the gateway tells that they are here.
  await scribe.command({ type: "join", room: "00000000-0000-0000-0000-000000000000" }).catch(() => undefined);
  while ((await scribe.me()).seenAt === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return name;
}

async function inRealm(name: string): Promise<string> {
  await administer("POST", "/users", {
    username: name,
    enabled: true,
    firstName: name,
    lastName: "Test",
    email: `${name}@parley.example`,
    emailVerified: true,
    credentials: [{ type: "password", value: name, temporary: false }],
  });
  return name;
}

/** Ends all sessions of somebody: what would renew their tokens is worth nothing any more. */
export async function endSessions(name: string): Promise<void> {
  const [user] = (await (await administer("GET", `/users?exact=true&username=${name}`)).json()) as [{ id: string }];
  await administer("POST", `/users/${user.id}/logout`);
}

/** How long the access tokens of the page live from now on; undefined: as long as everybody's. */
export async function tokensOfThePageLive(seconds: number | undefined): Promise<void> {
  const [client] = (await (await administer("GET", "/clients?clientId=parley-web")).json()) as [
    { id: string; attributes: Record<string, string> },
  ];
  const attributes = { ...client.attributes, "access.token.lifespan": seconds === undefined ? "" : String(seconds) };
  await administer("PUT", `/clients/${client.id}`, { ...client, attributes });
}

/** Somebody who writes without a browser, through the gateway's HTTP door. */
export class Scribe {
  private token = Promise.resolve("");
  private renewAt = 0;

  constructor(private readonly name: string) {}

  async command<T extends Record<string, unknown>>(command: T): Promise<{ room: string; sequence: number }> {
    const body = JSON.stringify({ id: randomUUID(), ...command });
    for (;;) {
      const answer = await fetch(`${patientGateway}/api/commands`, {
        method: "POST",
        headers: { authorization: `Bearer ${await this.fresh()}`, "content-type": "application/json" },
        body,
      });
      if (answer.ok) return (await answer.json()) as { room: string; sequence: number };
      // What is busy is asked again, with the same id.
      if (![429, 503, 504].includes(answer.status)) throw new Error(`${body}: ${await answer.text()}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async createRoom(name: string, more: Record<string, unknown> = {}): Promise<string> {
    return (await this.command({ type: "createRoom", name, kind: "public", ...more })).room;
  }

  async post(room: string, text: string): Promise<number> {
    return (await this.command({ type: "post", room, text })).sequence;
  }

  /** So many messages, numbered from 1, in any order. */
  async fill(room: string, count: number): Promise<void> {
    let next = 1;
    const writer = async () => {
      while (next <= count) {
        const number = next++;
        await this.post(room, `Message ${number} of ${count}${number % 7 === 0 ? `\n\n> ${"which is longer than others. ".repeat(number % 20)}` : ""}`);
      }
    };
    await Promise.all(Array.from({ length: 32 }, writer));
  }

  async id(): Promise<string> {
    return (await this.me()).id;
  }

  async me(): Promise<{ id: string; seenAt?: string }> {
    const answer = await fetch(`${history}/api/me`, { headers: { authorization: `Bearer ${await this.fresh()}` } });
    return (await answer.json()) as { id: string; seenAt?: string };
  }

  /** One for all who write at once: Keycloak turns away who signs in again and again. */
  private fresh(): Promise<string> {
    if (Date.now() > this.renewAt) {
      this.renewAt = Date.now() + 120_000;
      this.token = grant(issuer, "parley-cli", this.name);
      this.token.catch(() => (this.renewAt = 0));
    }
    return this.token;
  }
}

export async function ask(what: "kill" | "start"): Promise<void> {
  const answer = await fetch(`${control}/${what}`, { method: "POST" });
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
}
