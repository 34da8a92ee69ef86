// Says hello in a room of its own and prints what happens there. `./parley up`, then: node example/hello.mjs
import { createClient } from "@parley/client";
import WebSocket from "ws"; // Node 22 and browsers have their own.

const address = (name, usual) => process.env[name] ?? usual;

async function token() {
  // For a page, use a library for OpenID Connect; the password grant is for scripts like this one.
  const answer = await fetch(
    `${address("PARLEY_ISSUER", "http://localhost:8180/realms/parley")}/protocol/openid-connect/token`,
    {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "password",
        client_id: "parley-cli",
        username: address("PARLEY_USER", "alice"),
        password: address("PARLEY_USER", "alice"),
      }),
    },
  );
  return (await answer.json()).access_token;
}

const client = createClient({
  gateways: address("PARLEY_GATEWAYS", "http://localhost:8080,http://localhost:8081").split(","),
  history: address("PARLEY_HISTORY", "http://localhost:8082"),
  token,
  WebSocket,
});

client.state.subscribe((state) => console.log("connection:", state.name));
client.connect();

const room = await client.createRoom({ name: "example", kind: "private" });
const waved = new Promise((resolve) => {
  room.onEvent((event) => {
    if (event.type === "message.posted") {
      console.log(`${event.sequence} ${event.by.name}: ${event.text}`);
    } else if (event.type === "reaction.added") {
      resolve();
    }
  });
});

const { sequence } = await room.post("Hello from TypeScript").answered;
await room.react(sequence, "👋");
await waved; // The answer and the event come in any order.

const { items } = await client.history.messages(room.id, { minSequence: sequence });
console.log("history has", items.length, "message,", JSON.stringify(items[0].text));

client.close();
