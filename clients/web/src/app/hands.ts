/** Whether the last thing that somebody did was done with a key: they need to know where the focus is. */
let keys = false;

globalThis.window?.addEventListener("keydown", () => (keys = true), true);
globalThis.window?.addEventListener("pointerdown", () => (keys = false), true);

export function onKeys(): boolean {
  return keys;
}
