import type { Limits } from "../../src/protocol.js";

/** As the server has them, but for how far a client may resume: that should be exceeded now and then. */
export const LIMITS: Limits = {
  frameBytes: 65_536,
  textCodePoints: 8_000,
  nameCodePoints: 80,
  emojiBytes: 32,
  subscribeRooms: 1_000,
  userConnections: 50,
  commandsPerSecond: 20,
  commandBurst: 40,
  resumeEvents: 200,
  outboundBytes: 1_048_576,
};
