import { calendar } from "../app/calendar.svelte.ts";
import { t } from "./index.ts";

/** The language of the page with the habits of the reader's country. */
const locale = navigator.languages.find((tag) => tag.split("-")[0] === t.tag) ?? t.tag;
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
const dayThisYear = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const dayAnyYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const shortAnyYear = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });

export function clockTime(at: string | number): string {
  return clock.format(new Date(at));
}

export function fullTime(at: string | number): string {
  return full.format(new Date(at));
}

/** The time if it is today, else the day, with the year unless it is this one. */
export function briefTime(at: string): string {
  const time = new Date(at);
  const { today } = calendar;
  if (time.toDateString() === today.toDateString()) return clock.format(time);
  return (time.getFullYear() === today.getFullYear() ? short : shortAnyYear).format(time);
}

export function dayName(day: Date): string {
  const { today } = calendar;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return t.today;
  if (day.toDateString() === yesterday.toDateString()) return t.yesterday;
  return (day.getFullYear() === today.getFullYear() ? dayThisYear : dayAnyYear).format(day);
}
