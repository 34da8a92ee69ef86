// uWebSockets' publish, as Bun has it: one room, everybody in it; each message goes to everybody as it came.
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response("in")),
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      socket.subscribe("room");
      socket.send("in");
    },
    message(socket, message) {
      server.publish("room", message);
    },
  },
});
