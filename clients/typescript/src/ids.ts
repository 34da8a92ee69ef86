const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH = 22;

/**
 * Draws ids of some 113 bits: the same id would be taken for the same command.
 *
 * @param random numbers in [0, 1); the platform's generator if it is missing. `crypto.randomUUID` would not do: browsers
 *   have it on secure pages only.
 */
export function newId(random: (() => number) | undefined): string {
  let id = "";
  if (random) {
    for (let i = 0; i < LENGTH; i++) {
      id += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
    }
    return id;
  }
  for (const byte of globalThis.crypto.getRandomValues(new Uint8Array(LENGTH))) {
    // 256 is no multiple of 36, so the first letters are a little likelier; that costs a tenth of a bit.
    id += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return id;
}
