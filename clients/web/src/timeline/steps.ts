/**
 * A virtual list keeps the heights of its rows by their place, and may be told only of one change at its beginning at a
 * time. So a change of the stretch that touches the beginning is taken apart: first what goes at the end, then what comes
 * or goes at the beginning, then what comes at the end.
 */
export interface Step<R> {
  readonly rows: readonly R[];
  /** The change is at the beginning: what is seen stays where it is. */
  readonly shift: boolean;
}

export function stepsBetween<R extends { readonly key: string }>(from: readonly R[], to: readonly R[]): Step<R>[] {
  const end: Step<R> = { rows: to, shift: false };
  const first = from[0];
  const newFirst = to[0];
  if (first === undefined || newFirst === undefined || first.key === newFirst.key) return [end];
  const dropped = from.findIndex((row) => row.key === newFirst.key);
  const added = to.findIndex((row) => row.key === first.key);
  if (dropped < 0 && added < 0) return [end];
  // What both have, as it is in the new list.
  const begin = Math.max(added, 0);
  const common = Math.min(from.length - Math.max(dropped, 0), to.length - begin);
  const steps: Step<R>[] = [];
  if (Math.max(dropped, 0) + common < from.length) {
    steps.push({ rows: from.slice(0, Math.max(dropped, 0) + common), shift: false });
  }
  steps.push({ rows: to.slice(0, begin + common), shift: true });
  if (begin + common < to.length) steps.push(end);
  return steps;
}
