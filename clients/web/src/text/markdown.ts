/**
 * The little Markdown that messages are shown with: paragraphs, quotes, lists, code, bold, italic, links. What comes out
 * is a tree that the page makes elements of one by one; no markup is ever made of text.
 *
 * Hazard: the text is a stranger's. Every search that failed is remembered, and nesting has a bound, so that the time
 * taken grows with the length alone, whatever the text.
 */

export type Block =
  | { readonly type: "paragraph"; readonly content: readonly Inline[] }
  | { readonly type: "quote"; readonly content: readonly Block[] }
  | { readonly type: "list"; readonly ordered: boolean; readonly start: number; readonly items: readonly (readonly Inline[])[] }
  | { readonly type: "code"; readonly text: string };

export type Inline =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "break" }
  | { readonly type: "strong"; readonly content: readonly Inline[] }
  | { readonly type: "emphasis"; readonly content: readonly Inline[] }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "link"; readonly href: string; readonly text: string }
  | { readonly type: "mention"; readonly text: string; readonly name: string };

const MAX_QUOTES = 4;
const MAX_NESTING = 6;
const FENCE = /^\s{0,3}```/;
const QUOTE = /^ {0,3}> ?/;
const BULLET = /^ {0,3}[-*+] +(?=\S)/;
const NUMBER = /^ {0,3}(\d{1,9})[.)] +(?=\S)/;

export function parse(text: string): Block[] {
  return blocks(text.split(/\r\n|\r|\n/), 0);
}

/** The words alone, in one line: what was said, rather than what was quoted, if there is both. */
export function plainText(text: string): string {
  const all = parse(text);
  const said = all.filter((block) => block.type !== "quote");
  return words(said.length === 0 ? all : said).replace(/\s+/g, " ").trim();
}

function words(all: readonly Block[]): string {
  return all
    .map((block) => {
      switch (block.type) {
        case "paragraph":
          return wordsIn(block.content);
        case "quote":
          return words(block.content);
        case "list":
          return block.items.map(wordsIn).join(" ");
        case "code":
          return block.text;
      }
    })
    .join(" ");
}

function wordsIn(content: readonly Inline[]): string {
  return content
    .map((inline) => {
      switch (inline.type) {
        case "break":
          return " ";
        case "strong":
        case "emphasis":
          return wordsIn(inline.content);
        case "text":
        case "code":
        case "link":
        case "mention":
          return inline.text;
      }
    })
    .join("");
}

function blocks(lines: readonly string[], quotes: number): Block[] {
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === "") {
      at++;
      continue;
    }
    const end = endOf(lines, at, quotes);
    const part = lines.slice(at, end);
    found.push(block(part, quotes));
    at = end;
  }
  return found;
}

type Kind = "code" | "quote" | "bullets" | "numbers" | "paragraph";

function kindOf(line: string, quotes: number): Kind {
  if (FENCE.test(line)) return "code";
  if (quotes < MAX_QUOTES && QUOTE.test(line)) return "quote";
  if (BULLET.test(line)) return "bullets";
  if (NUMBER.test(line)) return "numbers";
  return "paragraph";
}

/** Where the block that begins here ends: with another kind of line, an empty one, or for code its closing fence. */
function endOf(lines: readonly string[], begin: number, quotes: number): number {
  const kind = kindOf(lines[begin]!, quotes);
  let at = begin + 1;
  if (kind === "code") {
    while (at < lines.length && lines[at]!.trim() !== "```") at++;
    return Math.min(at + 1, lines.length);
  }
  while (at < lines.length && lines[at]!.trim() !== "" && kindOf(lines[at]!, quotes) === kind) at++;
  return at;
}

function block(lines: readonly string[], quotes: number): Block {
  const kind = kindOf(lines[0]!, quotes);
  switch (kind) {
    case "code": {
      const closed = lines.length > 1 && lines[lines.length - 1]!.trim() === "```";
      const rest = lines[0]!.replace(FENCE, "");
      // What stands behind the opening fence alone is a language, which is not shown; with white space in it, it is code.
      const first = /^[\w+#-]*$/.test(rest) ? [] : [rest];
      return { type: "code", text: [...first, ...lines.slice(1, closed ? -1 : undefined)].join("\n") };
    }
    case "quote":
      return { type: "quote", content: blocks(lines.map((line) => line.replace(QUOTE, "")), quotes + 1) };
    case "bullets":
      return { type: "list", ordered: false, start: 1, items: lines.map((line) => inlines(line.replace(BULLET, ""))) };
    case "numbers":
      return {
        type: "list",
        ordered: true,
        start: Number(NUMBER.exec(lines[0]!)?.[1] ?? 1),
        items: lines.map((line) => inlines(line.replace(NUMBER, ""))),
      };
    case "paragraph":
      return { type: "paragraph", content: inlines(lines.join("\n")) };
  }
}

export function inlines(text: string): Inline[] {
  return new InlineReader(text, 0, text.length, 0, new Map()).read();
}

const WORD = /[\p{L}\p{N}_]/u;
const MENTION = /@([\p{L}\p{N}._-]{1,80})/uy;
const ADDRESS = /https?:\/\/[^\s<>"`]{1,2000}/iy;
const LABELLED = /\[([^\][\n]{1,300})\]\((https?:\/\/[^\s()<>]{1,2000}|mailto:[^\s()<>]{1,300})\)/iy;
const LIKE_ADDRESS = /^\P{L}*(?:https?:|mailto:|www\.)/iu;

class InlineReader {
  private readonly found: Inline[] = [];
  private plainFrom: number;
  private at: number;

  constructor(
    private readonly text: string,
    from: number,
    private readonly to: number,
    private readonly depth: number,
    /** From where on a delimiter was searched for in vain; nothing after it can be found either. */
    private readonly missing: Map<string, number>,
  ) {
    this.at = from;
    this.plainFrom = from;
  }

  read(): Inline[] {
    while (this.at < this.to) {
      if (!this.special()) this.at++;
    }
    this.plain();
    return this.found;
  }

  private special(): boolean {
    switch (this.text[this.at]) {
      case "\n":
        return this.add({ type: "break" }, this.at + 1);
      case "\\":
        return this.escaped();
      case "`":
        return this.code();
      case "*":
      case "_":
        return this.emphasis();
      case "[":
        return this.labelled();
      case "h":
      case "H":
        return this.address();
      case "@":
        return this.mention();
      default:
        return false;
    }
  }

  private add(inline: Inline, next: number): true {
    this.plain();
    this.found.push(inline);
    this.at = next;
    this.plainFrom = next;
    return true;
  }

  private plain(): void {
    if (this.plainFrom < this.at) {
      this.found.push({ type: "text", text: this.text.slice(this.plainFrom, this.at) });
    }
    this.plainFrom = this.at;
  }

  private escaped(): boolean {
    const next = this.text[this.at + 1];
    if (next === undefined || this.at + 1 >= this.to || !"\\`*_[]@>-".includes(next)) return false;
    this.plain();
    this.plainFrom = this.at + 1;
    this.at += 2;
    return true;
  }

  private code(): boolean {
    const end = this.find("`", this.at + 1, () => true);
    if (end < 0 || end === this.at + 1) return false;
    return this.add({ type: "code", text: this.text.slice(this.at + 1, end) }, end + 1);
  }

  private emphasis(): boolean {
    const mark = this.text[this.at]!;
    const strong = this.text[this.at + 1] === mark;
    const delimiter = strong ? mark + mark : mark;
    const begin = this.at + delimiter.length;
    if (this.depth >= MAX_NESTING || begin >= this.to || this.blank(begin)) return false;
    // snake_case is a word, not an emphasis.
    if (mark === "_" && this.wordBefore(this.at)) return false;
    const end = this.find(delimiter, begin + 1, (place) => this.closes(place, mark, delimiter.length));
    if (end < 0) return false;
    const content = new InlineReader(this.text, begin, end, this.depth + 1, new Map()).read();
    return this.add({ type: strong ? "strong" : "emphasis", content }, end + delimiter.length);
  }

  private closes(place: number, mark: string, length: number): boolean {
    if (this.blank(place - 1)) return false;
    const after = this.text[place + length];
    if (length === 1 && (after === mark || this.text[place - 1] === mark)) return false;
    return mark !== "_" || after === undefined || !WORD.test(after);
  }

  private labelled(): boolean {
    const match = this.match(LABELLED);
    if (match === null) return false;
    const [whole, text, href] = match as unknown as [string, string, string];
    // An address that leads to another one is no label.
    if (LIKE_ADDRESS.test(text) && text !== href) return false;
    return this.add({ type: "link", text, href }, this.at + whole.length);
  }

  private address(): boolean {
    if (this.wordBefore(this.at)) return false;
    const match = this.match(ADDRESS);
    if (match === null) return false;
    const address = withoutTail(match[0]);
    if (!isAddress(address)) return false;
    return this.add({ type: "link", text: address, href: address }, this.at + address.length);
  }

  private mention(): boolean {
    if (this.wordBefore(this.at)) return false;
    const match = this.match(MENTION);
    if (match === null) return false;
    return this.add({ type: "mention", text: match[0], name: match[1]! }, this.at + match[0].length);
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    return match !== null && this.at + match[0].length <= this.to ? match : null;
  }

  private find(delimiter: string, from: number, fits: (place: number) => boolean): number {
    const missing = this.missing.get(delimiter);
    if (missing !== undefined && from >= missing) return -1;
    let place = this.text.indexOf(delimiter, from);
    while (place >= 0 && place + delimiter.length <= this.to) {
      if (fits(place)) return place;
      place = this.text.indexOf(delimiter, place + 1);
    }
    this.missing.set(delimiter, from);
    return -1;
  }

  private blank(place: number): boolean {
    const character = this.text[place];
    return character === undefined || character.trim() === "";
  }

  private wordBefore(place: number): boolean {
    const before = this.text[place - 1];
    return before !== undefined && WORD.test(before);
  }
}

/** Punctuation at the end belongs to the sentence; a closing bracket belongs to it unless its opening one is inside. */
function withoutTail(address: string): string {
  let end = address.length;
  let open = 0;
  for (const character of address) {
    if (character === "(") open++;
    if (character === ")") open--;
  }
  while (end > 0) {
    const last = address[end - 1]!;
    if (last === ")" && open < 0) {
      open++;
      end--;
    } else if (".,:;!?'*_]".includes(last)) {
      end--;
    } else {
      break;
    }
  }
  return address.slice(0, end);
}

function isAddress(address: string): boolean {
  try {
    return new URL(address).hostname !== "";
  } catch {
    return false;
  }
}
