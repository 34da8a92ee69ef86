import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";

export const languages: readonly Texts[] = [en, de];

export function choose(chosen: string | null, wanted: readonly string[]): Texts {
  for (const tag of chosen === null ? wanted : [chosen, ...wanted]) {
    const base = tag.toLowerCase().split("-")[0];
    const texts = languages.find((language) => language.tag === base);
    if (texts !== undefined) return texts;
  }
  return en;
}

/** What the page says. Another language is another loading of the page. */
export const t: Texts = choose(
  typeof localStorage === "undefined" ? null : localStorage.getItem("parley.language"),
  typeof navigator === "undefined" ? [] : (navigator.languages ?? [navigator.language]),
);
