import { type JsonObject, objectIn, objectsIn, stringIn } from "../src/json.ts";
import { chartNode } from "./chart.ts";
import { tableNode } from "./data-table.ts";
import { freshId, h } from "./dom.ts";
import { type ElementContext, elementNode } from "./element.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { richTextNode } from "./rich-text.ts";
import { plainOf, textNode } from "./text.ts";

/** Everything blocks need besides themselves. */
export type BlockContext = Pick<ElementContext, "workspace" | "values" | "press" | "enter"> & {
  readonly errors: Readonly<Record<string, string>>;
  /** True in a modal, where inputs wait for the submit. */
  readonly isForm: boolean;
};

/** Blocks in order. One of an unknown type is named, not hidden. */
export function blockNodes(blocks: readonly JsonObject[], context: BlockContext): HTMLElement[] {
  return blocks.map((block) => {
    const node = blockNode(block, context);
    node.classList.add("block");
    return node;
  });
}

function blockNode(block: JsonObject, context: BlockContext): HTMLElement {
  const { workspace } = context;
  switch (stringIn(block, "type")) {
    case "section":
      return sectionNode(block, context);
    case "header":
      return h("h3", {}, plainOf(objectIn(block, "text")));
    case "divider":
      return h("hr");
    case "context":
      return h(
        "div",
        { class: "context" },
        ...objectsIn(block, "elements").map((element) => contextPart(element, workspace)),
      );
    case "actions":
    case "context_actions":
      return h(
        "div",
        { class: "actions" },
        ...objectsIn(block, "elements").map((element) => elementNode(element, elementContext(block, context, false))),
      );
    case "input":
      return inputBlock(block, context);
    case "image":
      return imageBlock(block);
    case "markdown":
      return h("div", { class: "markdown" }, markdown(stringIn(block, "text") ?? "", workspace));
    case "rich_text":
      return richTextNode(block, workspace);
    case "data_visualization":
      return chartNode(block);
    case "data_table":
    case "table":
      return tableNode(block, workspace);
    case "alert":
      return h(
        "div",
        { class: `alert ${stringIn(block, "level") ?? "default"}`, role: "note" },
        textNode(objectIn(block, "text"), workspace),
      );
    default:
      return h(
        "p",
        { class: "unknown-block" },
        `A ${stringIn(block, "type") ?? "nameless"} block, which this page does not draw`,
      );
  }
}

function elementContext(
  block: JsonObject,
  context: BlockContext,
  isQuiet: boolean,
  labelledBy?: string,
): ElementContext {
  return {
    ...context,
    blockId: stringIn(block, "block_id") ?? "",
    isQuiet,
    ...(labelledBy === undefined ? {} : { labelledBy }),
  };
}

function sectionNode(block: JsonObject, context: BlockContext): HTMLElement {
  const text = objectIn(block, "text");
  const fields = objectsIn(block, "fields");
  const accessory = objectIn(block, "accessory");
  const id = freshId("section");
  const main = h(
    "div",
    { class: "section-main", id },
    text && h("div", { class: "section-text" }, textNode(text, context.workspace)),
    fields.length > 0 &&
      h(
        "div",
        { class: "fields" },
        ...fields.map((field) => h("div", { class: "field" }, textNode(field, context.workspace))),
      ),
  );
  return h(
    "div",
    { class: "section" },
    main,
    accessory && h("div", { class: "accessory" }, elementNode(accessory, elementContext(block, context, false, id))),
  );
}

function contextPart(element: JsonObject, workspace: WorkspaceSnapshot): Node {
  if (element["type"] === "image")
    return h("img", { src: stringIn(element, "image_url") ?? "", alt: stringIn(element, "alt_text") ?? "" });
  return h("span", {}, textNode(element, workspace));
}

function inputBlock(block: JsonObject, context: BlockContext): HTMLElement {
  const label = freshId("label");
  const element = objectIn(block, "element") ?? {};
  const error = context.errors[stringIn(block, "block_id") ?? ""];
  const hint = plainOf(objectIn(block, "hint"));
  const node = elementNode(
    element,
    elementContext(block, context, context.isForm && block["dispatch_action"] !== true, label),
  );
  if (error !== undefined && node instanceof HTMLElement) {
    node.setAttribute("aria-invalid", "true");
    node.setAttribute("aria-describedby", `${label}-error`);
  }
  return h(
    "div",
    { class: error === undefined ? "input" : "input invalid" },
    h(
      "span",
      { class: "label", id: label },
      plainOf(objectIn(block, "label")),
      block["optional"] === true && h("small", {}, " (optional)"),
    ),
    node,
    error !== undefined && h("p", { class: "error", id: `${label}-error`, role: "alert" }, error),
    hint !== "" && h("p", { class: "hint" }, hint),
  );
}

function imageBlock(block: JsonObject): HTMLElement {
  const title = plainOf(objectIn(block, "title"));
  const image = h("img", { src: stringIn(block, "image_url") ?? "", alt: stringIn(block, "alt_text") ?? "" });
  return h("figure", { class: "image" }, title !== "" && h("figcaption", {}, title), image);
}

/** A `markdown` block: the parts of Markdown that differ from mrkdwn are turned into it; headings stand bold. */
function markdown(text: string, workspace: WorkspaceSnapshot): DocumentFragment {
  const asMrkdwn = text
    .replaceAll(/^#{1,6}\s+(.+)$/gm, "**$1**")
    .replaceAll(/^(\s*)[-*+]\s+/gm, "$1• ")
    .replaceAll(/!?\[([^\]\n]*)\]\((https?:[^)\s]+)\)/g, "<$2|$1>")
    .replaceAll(/\*\*([^*\n]+)\*\*/g, "*$1*")
    .replaceAll(/~~([^~\n]+)~~/g, "~$1~");
  return mrkdwn(asMrkdwn, workspace);
}
