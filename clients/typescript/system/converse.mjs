/**
 * One person in a conversation, for the system tests: does what stdin says, one word list a line, and tells what happens on
 * stdout, one JSON object a line. Ends when stdin does.
 *
 *   say TEXT…          posts
 *   say-many N TEXT…   posts N messages, numbered
 *   away, back         closes and connects again, keeping everything
 *   renewals N         tells {"renewals": n} once the token was renewed N times
 *   until SEQUENCE     tells what was seen, once the room is known up to there and nothing is pending
 */
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { createClient } from "../dist/index.js";

const { GATEWAYS, HISTORY, ISSUER, CLIENT, USER_NAME, ROOM } = process.env;

let held;
let renewals = 0;

async function token({ renew }) {
  if (renew || !held) {
    renewals += held ? 1 : 0;
    held = await grant();
    check();
  }
  return held;
}

async function grant() {
  const body = new URLSearchParams({
    grant_type: "password",
    client_id: CLIENT,
    username: USER_NAME,
    password: USER_NAME,
  });
  const answer = await fetch(`${ISSUER}/protocol/openid-connect/token`, { method: "POST", body });
  const { access_token } = await answer.json();
  if (!access_token) {
    throw new Error(`no token: ${answer.status}`);
  }
  return access_token;
}

const client = createClient({ gateways: GATEWAYS.split(","), history: HISTORY, token, WebSocket });
const seen = [];
const resets = [];
const states = [];
const troubles = [];
const refused = [];
const wanted = [];
let room;
let timeline;

function tell(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** Answers what has come true. */
function check() {
  for (const wish of [...wanted]) {
    if (wish.isTrue()) {
      wanted.splice(wanted.indexOf(wish), 1);
      tell(wish.tell());
    }
  }
}

function whenTrue(isTrue, say) {
  wanted.push({ isTrue, tell: say });
  check();
}

client.onTrouble(({ kind, message }) => troubles.push(`${kind}: ${message}`));
client.state.subscribe((state) => {
  states.push(state.reason ? `${state.name} ${state.reason}` : state.name);
  tell({ state: state.name });
});
client.rooms.subscribe((rooms) => {
  const found = rooms.find((one) => one.id === ROOM);
  if (found && found !== room) {
    room = found;
    room.onEvent(({ sequence, type, by, text }) => {
      seen.push({ epoch: room.cursor.epoch, sequence, type, by: by.name, text });
      check();
    });
    room.onReset((reason) => {
      resets.push(reason);
      tell({ reset: reason });
    });
    room.sync.subscribe(check);
    room.pending.subscribe(check);
    timeline = room.openTimeline({ pageSize: 200 });
    timeline.view.subscribe(check);
    tell({ room: room.id, sequence: room.cursor.sequence });
  }
});

function post(text) {
  room.post(text).answered.then(
    ({ sequence }) => tell({ said: text, sequence }),
    (cause) => refused.push(`${text}: ${cause.message}`),
  );
}

function report() {
  const { messages } = timeline.view.value;
  return {
    seen,
    view: messages.map(({ sequence, by, text }) => ({ sequence, by: by.name, text })),
    resets,
    states,
    troubles,
    refused,
    renewals,
  };
}

/** Known up to there: events and view, nothing on its way. */
function knows(sequence) {
  const view = timeline?.view.value;
  return (
    room?.sync.value === "live" &&
    room.cursor.sequence >= sequence &&
    // The view may show a message a moment before its event is told.
    (seen.at(-1)?.sequence ?? 0) >= sequence &&
    room.pending.value.length === 0 &&
    view.loading === "nothing" &&
    (view.messages.at(-1)?.sequence ?? 0) >= sequence
  );
}

const commands = {
  say: (words) => post(words.join(" ")),
  "say-many": ([count, ...words]) => {
    for (let i = 1; i <= Number(count); i++) {
      post(`${words.join(" ")} ${i}`);
    }
  },
  away: () => client.close(),
  back: () => client.connect(),
  renewals: ([count]) =>
    whenTrue(
      () => renewals >= Number(count),
      () => ({ renewals }),
    ),
  until: ([sequence]) =>
    whenTrue(
      () => knows(Number(sequence)),
      () => ({ report: report() }),
    ),
};

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [command, ...words] = line.split(" ");
  commands[command](words);
});
lines.on("close", () => {
  client.close();
  process.exit(0);
});
client.connect();
