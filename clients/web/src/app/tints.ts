/** As many as tokens.css has. */
const TINTS = 20;
/** From one tint to another that is nothing like it, and in time to each. */
const STEP = 7;

/**
 * The colours that people are recognised by. Each has one of their own, the same everywhere; only somebody who would share
 * it with one who was seen before gets another, as long as there is one that nobody has.
 */
export class Tints {
  private readonly given = new Map<string, number>();

  of(id: string): number {
    const known = this.given.get(id);
    if (known !== undefined) return known;
    let tint = own(id);
    if (this.given.size === TINTS) return tint;
    const taken = new Set(this.given.values());
    while (taken.has(tint)) tint = (tint + STEP) % TINTS;
    this.given.set(id, tint);
    return tint;
  }
}

function own(id: string): number {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (Math.imul(sum, 31) + id.charCodeAt(i)) | 0;
  return Math.abs(sum) % TINTS;
}

export const tints = new Tints();
