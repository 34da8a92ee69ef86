import { describe, expect, it } from "vitest";
import { type Block, type Inline, inlines, parse, plainText } from "../src/text/markdown.ts";

function plain(content: readonly Inline[]): string {
  return content
    .map((inline) => {
      switch (inline.type) {
        case "break":
          return "\n";
        case "strong":
        case "emphasis":
          return plain(inline.content);
        default:
          return inline.text;
      }
    })
    .join("");
}

describe("inline Markdown", () => {
  it("is bold, italic and code", () => {
    expect(inlines("a **b** *c* `d*e*` _f_")).toEqual([
      { type: "text", text: "a " },
      { type: "strong", content: [{ type: "text", text: "b" }] },
      { type: "text", text: " " },
      { type: "emphasis", content: [{ type: "text", text: "c" }] },
      { type: "text", text: " " },
      { type: "code", text: "d*e*" },
      { type: "text", text: " " },
      { type: "emphasis", content: [{ type: "text", text: "f" }] },
    ]);
  });

  it.each(["2 * 3 * 4", "snake_case_name", "** no **", "*", "`", "``", "a*", "5 > 3", "**", "_ _"])(
    "leaves %j as it is",
    (text) => {
      expect(inlines(text)).toEqual([{ type: "text", text }]);
    },
  );

  it("nests italic in bold", () => {
    expect(inlines("**a *b* c**")).toEqual([
      {
        type: "strong",
        content: [
          { type: "text", text: "a " },
          { type: "emphasis", content: [{ type: "text", text: "b" }] },
          { type: "text", text: " c" },
        ],
      },
    ]);
  });

  it.each([
    ["see https://parley.example/a?b=c#d.", "https://parley.example/a?b=c#d"],
    ["(https://parley.example/x)", "https://parley.example/x"],
    ["https://parley.example/x_(y)", "https://parley.example/x_(y)"],
    ["HTTP://PARLEY.EXAMPLE", "HTTP://PARLEY.EXAMPLE"],
  ])("finds the address in %j", (text, href) => {
    expect(inlines(text)).toContainEqual({ type: "link", text: href, href });
  });

  it("takes a label for an address", () => {
    expect(inlines("[the door](https://parley.example)")).toEqual([
      { type: "link", text: "the door", href: "https://parley.example" },
    ]);
  });

  it.each(["https://bank.example", " www.bank.example ", "\u202ehttps://bank.example", "mailto:a@bank.example"])(
    "takes no address for the label of another one: %j",
    (label) => {
      const links = inlines(`[${label}](https://evil.example)`).filter((inline) => inline.type === "link");
      expect(links).toEqual([{ type: "link", text: "https://evil.example", href: "https://evil.example" }]);
    },
  );

  it.each([
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,x)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](//evil.example)",
    "[x](vbscript:x)",
    "http://",
  ])("makes no link of %j", (text) => {
    expect(inlines(text).some((inline) => inline.type === "link")).toBe(false);
  });

  it("finds mentions, but not in words", () => {
    expect(inlines("@bob and me@example.com")).toEqual([
      { type: "mention", text: "@bob", name: "bob" },
      { type: "text", text: " and me@example.com" },
    ]);
  });

  it("shows what is escaped as it is", () => {
    expect(plain(inlines("\\*a\\* \\`b\\` \\c"))).toBe("*a* `b` \\c");
  });
});

describe("blocks", () => {
  it("are paragraphs, quotes, lists and code", () => {
    const kinds = parse("Hi\nthere\n\n> said\n> he\nyes\n- a\n- b\n3. c\n4) d\n```js\nx = *1*\n```\nend").map(
      (block: Block) => block.type,
    );
    expect(kinds).toEqual(["paragraph", "quote", "paragraph", "list", "list", "code", "paragraph"]);
  });

  it("keep the number a list starts with", () => {
    expect(parse("3. c\n4. d")[0]).toMatchObject({ ordered: true, start: 3 });
  });

  it("take code to the end when its fence is not closed", () => {
    expect(parse("```\na\n\n> b")).toEqual([{ type: "code", text: "a\n\n> b" }]);
  });

  it("show markup as text", () => {
    expect(parse("<script>alert(1)</script>")).toEqual([
      { type: "paragraph", content: [{ type: "text", text: "<script>alert(1)</script>" }] },
    ]);
  });
});

describe("the words alone", () => {
  it("are what was said", () => {
    expect(plainText("> one accent\n**Yes**, `a`:\n- b\n- c")).toBe("Yes, a: b c");
  });

  it("are what was quoted if nothing else was said", () => {
    expect(plainText("> one\n> accent")).toBe("one accent");
  });
});

describe("hostile text", () => {
  const pieces = ["*", "**", "_", "__", "`", "*a ", " *a", "**a ", "[a", "[a](", "http://", "@", "> ", "- ", "```", "\\", "(", "\u202e", "a*"];

  it.each(pieces)("of 8,000 characters of %j is read in a moment", (piece) => {
    const text = piece.repeat(Math.ceil(8000 / piece.length));
    // The machine may stand still once, but not each time.
    const times: number[] = [];
    while (times.length < 5 && !times.some((time) => time < 250)) {
      const began = performance.now();
      parse(text);
      times.push(performance.now() - began);
    }
    expect(Math.min(...times)).toBeLessThan(250);
  });

  it("of random pieces loses no letter", () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    let state = seed;
    const random = (bound: number) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 8) % bound;
    };
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: random(30) }, () => (random(2) === 0 ? pieces[random(pieces.length)]! : `w${random(9)} `)).join("");
      const letters = plain(inlines(text)).replace(/[^w0-9]/g, "");
      expect(letters, `seed ${seed}: ${JSON.stringify(text)}`).toBe(text.replace(/[^w0-9]/g, ""));
    }
  });
});
