// One room, everybody in it; each message goes to everybody as it came.
const { WebSocketServer, WebSocket } = require("ws");

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
server.on("connection", (socket) => {
  socket.on("message", (message) => {
    for (const each of server.clients) {
      if (each.readyState === WebSocket.OPEN) {
        each.send(message, { binary: false });
      }
    }
  });
  socket.on("error", () => socket.terminate());
  socket.send("in");
});
