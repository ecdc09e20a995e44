import { lexer, type Token, type Tokens } from "marked";
import { h } from "./dom.ts";

/** What GitHub lets through of HTML in the comments that are shown here: folded parts, small print, single signs, line breaks. */
const TAGS = /<(\/?)(details|summary|sub|span|br)>/g;
const ELEMENTS = new Map<string, "details" | "summary" | "small">([
  ["details", "details"],
  ["summary", "summary"],
  ["sub", "small"],
]);
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** GitHub's Markdown as elements. Everything that is not known becomes text: nothing from outside is ever markup. */
export function markdownNode(text: string): HTMLElement {
  const root = h("article", { class: "markdown" });
  let open: HTMLElement = root;
  for (const token of lexer(text, { gfm: true })) {
    if (token.type === "html") open = withTags(open, token.raw, (piece) => piece.trim());
    else open.append(...block(token));
  }
  return root;
}

/** Appends raw text with its few tags to an element. @returns the element that is open afterwards */
function withTags(open: HTMLElement, raw: string, clean: (piece: string) => string): HTMLElement {
  let at = 0;
  const put = (piece: string): void => void (clean(piece) !== "" && open.append(entities(clean(piece))));
  for (const match of raw.matchAll(TAGS)) {
    put(raw.slice(at, match.index));
    at = match.index + match[0].length;
    const [, closing, name = ""] = match;
    if (name === "br") open.append(h("br"));
    else if (closing === "/") open = open.parentElement ?? open;
    else {
      const element = h(ELEMENTS.get(name) ?? "span");
      open.append(element);
      open = element;
    }
  }
  put(raw.slice(at));
  return open;
}

function block(token: Token): Node[] {
  switch (token.type) {
    case "heading":
      return [h(token["depth"] > 3 ? "h4" : "h3", {}, ...inline(token.tokens))];
    case "paragraph":
      return [h("p", {}, ...inline(token.tokens))];
    case "list": {
      const { items } = token as Tokens.List;
      return [h("ul", {}, ...items.map((item) => h("li", {}, ...item.tokens.flatMap(block))))];
    }
    case "table":
      return [table(token as Tokens.Table)];
    case "code":
      return [h("pre", {}, h("code", {}, (token as Tokens.Code).text))];
    case "blockquote":
      return [h("blockquote", {}, ...(token.tokens ?? []).flatMap(block))];
    case "space":
      return [];
    case "text":
      return token.tokens ? inline(token.tokens) : [entities((token as Tokens.Text).text)];
    default:
      return [document.createTextNode(token.raw)];
  }
}

function table({ header, rows, align }: Tokens.Table): HTMLElement {
  const cell = (tag: "th" | "td") => (one: Tokens.TableCell, index: number) =>
    h(tag, { class: align[index] === "right" ? "right" : undefined }, ...inline(one.tokens));
  return h(
    "div",
    { class: "table-scroll" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...header.map(cell("th")))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map(cell("td"))))),
    ),
  );
}

function inline(tokens: readonly Token[] = []): Node[] {
  const root = h("span");
  let open: HTMLElement = root;
  for (const token of tokens) {
    switch (token.type) {
      case "strong":
        open.append(h("strong", {}, ...inline(token.tokens)));
        break;
      case "em":
        open.append(h("em", {}, ...inline(token.tokens)));
        break;
      case "codespan":
        open.append(h("code", {}, (token as Tokens.Codespan).text));
        break;
      case "escape":
        open.append((token as Tokens.Escape).text);
        break;
      case "link":
        // A link of this page would lead nowhere: its text is what counts.
        open.append(...inline(token.tokens));
        break;
      case "html":
        open = withTags(open, token.raw, (piece) => piece);
        break;
      default:
        open.append(entities(token.raw));
    }
  }
  return Array.from(root.childNodes);
}

function entities(text: string): Text {
  return document.createTextNode(
    text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole),
  );
}
