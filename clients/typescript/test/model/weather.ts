/** How the world misbehaves; each a probability, or a bound in milliseconds. */
export interface Weather {
  readonly delayMillis: number;
  /** A frame from the gateway is lost although the connection goes on, which TCP does not do and a bug might. */
  readonly loseEvents: number;
  readonly repeatEvents: number;
  /** A connection ends after any frame, either way. */
  readonly hangUp: number;
  readonly refuseToOpen: number;
  readonly unavailable: number;
  /** A single room cannot be read, though the others can. */
  readonly roomUnavailable: number;
  /** A room of one's own is left out among "mine", which a bug might do. */
  readonly mineMisses: number;
  readonly rateLimited: number;
  readonly historyFails: number;
}

export const CALM: Weather = {
  delayMillis: 5,
  loseEvents: 0,
  repeatEvents: 0,
  hangUp: 0,
  refuseToOpen: 0,
  unavailable: 0,
  roomUnavailable: 0,
  mineMisses: 0,
  rateLimited: 0,
  historyFails: 0,
};

/** Connections hold, but not all rooms come with them. */
export const UNSETTLED: Weather = { ...CALM, roomUnavailable: 0.3, mineMisses: 0.3 };

export const STORM: Weather = {
  delayMillis: 400,
  loseEvents: 0.05,
  repeatEvents: 0.1,
  hangUp: 0.02,
  refuseToOpen: 0.3,
  unavailable: 0.1,
  roomUnavailable: 0.1,
  mineMisses: 0.1,
  rateLimited: 0.03,
  historyFails: 0.2,
};
