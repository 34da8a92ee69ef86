// One room, everybody in it; each message goes to everybody as it came.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const server = new Server(http, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });
server.on("connection", (socket) => {
  socket.join("room");
  socket.on("m", (message) => server.to("room").emit("m", message));
});
http.listen(Number(process.argv[2]), "127.0.0.1");
