/** What day it is: whoever reads it while drawing is drawn anew at midnight. */
export class Calendar {
  today = $state(startOfToday());

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.waitForMidnight();
    // A timer sleeps with the machine.
    globalThis.document?.addEventListener("visibilitychange", () => this.look());
    globalThis.window?.addEventListener("focus", () => this.look());
  }

  private look(): void {
    const today = startOfToday();
    if (today.getTime() !== this.today.getTime()) this.today = today;
    this.waitForMidnight();
  }

  private waitForMidnight(): void {
    clearTimeout(this.timer);
    const { today } = this;
    const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
    this.timer = setTimeout(() => this.look(), Math.max(1000, midnight.getTime() - Date.now()));
  }
}

function startOfToday(): Date {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day;
}

export const calendar = new Calendar();
