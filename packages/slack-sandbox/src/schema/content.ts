import { isJsonObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from "../json.ts";
import { shapeFaults } from "./arguments.ts";
import { blocksPerSurface, charactersPerMessage, lengthFaults, type Surface } from "./limits.ts";
import { chartFaults, tableFaults } from "./native.ts";

/** What of the newest blocks this workspace understands: where a client is too old, Slack answers `invalid_blocks`. */
export interface NativeBlocks {
  readonly charts: boolean;
  readonly tables: boolean;
}

export type ContentCheck =
  | { readonly kind: "fits" }
  /** Right by every rule, refused because the workspace has no native charts or tables. */
  | { readonly kind: "unsupported"; readonly faults: readonly string[] }
  | { readonly kind: "broken"; readonly faults: readonly string[] };

const shapeOfBlock: Readonly<Record<string, string>> = {
  actions: "ActionsBlock",
  alert: "AlertBlock",
  card: "CardBlock",
  carousel: "CarouselBlock",
  container: "ContainerBlock",
  context: "ContextBlock",
  context_actions: "ContextActionsBlock",
  data_table: "DataTableBlock",
  divider: "DividerBlock",
  file: "FileBlock",
  header: "HeaderBlock",
  image: "ImageBlock",
  input: "InputBlock",
  markdown: "MarkdownBlock",
  plan: "PlanBlock",
  rich_text: "RichTextBlock",
  section: "SectionBlock",
  table: "TableBlock",
  task_card: "TaskCardBlock",
  video: "VideoBlock",
};

/** Blocks that only messages hold: docs.slack.dev/reference/block-kit/blocks, "Available in surfaces". */
const messageOnly = new Set([
  "data_visualization",
  "data_table",
  "markdown",
  "file",
  "table",
  "context_actions",
  "task_card",
  "plan",
]);
/** Charts a message may hold (reported by users; the block's page names no number). */
const chartsPerMessage = 2;

/** Holds a list of blocks against the types of `@slack/types` and the documented limits of where they are shown. */
export function checkBlocks(blocks: Json, surface: Surface, native: NativeBlocks): ContentCheck {
  if (!Array.isArray(blocks)) return { kind: "broken", faults: ["blocks is not a list"] };
  const faults: string[] = [];
  if (blocks.length > blocksPerSurface[surface])
    faults.push(`blocks has ${blocks.length} items, a ${surface} holds at most ${blocksPerSurface[surface]}`);
  blocks.forEach((block: Json, index) =>
    faults.push(
      ...(isJsonObject(block)
        ? blockFaults(block, surface, `blocks[${index}]`)
        : [`blocks[${index}] is not an object`]),
    ),
  );
  const present = blocks.filter(isJsonObject);
  faults.push(
    ...repeated(
      present.map((block) => stringIn(block, "block_id")),
      "block_id",
    ),
  );
  const charts = present.filter((block) => block["type"] === "data_visualization").length;
  if (charts > chartsPerMessage) faults.push(`blocks holds ${charts} charts, at most ${chartsPerMessage}`);
  const characters = surface === "message" ? countCharacters(present) : 0;
  if (characters > charactersPerMessage)
    faults.push(`blocks hold ${characters} characters, at most ${charactersPerMessage} together`);
  if (faults.length > 0) return { kind: "broken", faults };
  const refused = [
    ...(charts > 0 && !native.charts ? ["unsupported block type: data_visualization"] : []),
    ...(present.some((block) => block["type"] === "data_table") && !native.tables
      ? ["unsupported block type: data_table"]
      : []),
  ];
  return refused.length > 0 ? { kind: "unsupported", faults: refused } : { kind: "fits" };
}

/** Holds a modal or App Home against its type and limits. */
export function checkView(view: Json, native: NativeBlocks): ContentCheck {
  if (!isJsonObject(view)) return { kind: "broken", faults: ["view is not an object"] };
  const type = stringIn(view, "type");
  if (type !== "modal" && type !== "home")
    return { kind: "broken", faults: [`view.type is ${type ?? "missing"}, not modal or home`] };
  const faults = shapeFaults(type === "modal" ? "ModalView" : "HomeView", { ...view, blocks: [] }).map(
    (fault) => `view${fault}`,
  );
  faults.push(...lengthFaults(view, type, "view"));
  const hasInput = objectsIn(view, "blocks").some((block) => block["type"] === "input");
  if (type === "modal" && hasInput && !objectIn(view, "submit"))
    faults.push("view.submit is required when a modal holds an input");
  if (faults.length > 0) return { kind: "broken", faults };
  return checkBlocks(view["blocks"] ?? null, type, native);
}

function blockFaults(block: JsonObject, surface: Surface, at: string): string[] {
  const type = stringIn(block, "type") ?? "";
  const faults = lengthFaults(block, type, at);
  if (messageOnly.has(type) && surface !== "message") faults.push(`${at}: a ${type} block stands in messages only`);
  if (type === "data_visualization") return [...faults, ...chartFaults(block, at)];
  const shape = shapeOfBlock[type];
  if (shape === undefined) return [`${at}.type is ${JSON.stringify(type)}: unknown`];
  faults.push(...shapeFaults(shape, block).map((fault) => `${at}${fault}`));
  if (type === "data_table") faults.push(...tableFaults(block, at));
  if (type === "section" && !("text" in block) && !("fields" in block))
    faults.push(`${at}: a section needs text or fields`);
  const elements = [
    ...objectsIn(block, "elements"),
    ...[objectIn(block, "element"), objectIn(block, "accessory")].filter(isJsonObject),
  ];
  if (type !== "rich_text")
    elements.forEach((element, index) => faults.push(...elementFaults(element, `${at} element ${index}`)));
  faults.push(
    ...repeated(
      elements.map((element) => stringIn(element, "action_id")),
      `${at} action_id`,
    ),
  );
  return faults;
}

function elementFaults(element: JsonObject, at: string): string[] {
  const type = stringIn(element, "type") ?? "";
  const faults = lengthFaults(element, type, at);
  const confirm = objectIn(element, "confirm");
  if (confirm) faults.push(...lengthFaults(confirm, "confirm", `${at}.confirm`));
  const groups = objectsIn(element, "option_groups");
  groups.forEach((group, index) =>
    faults.push(...lengthFaults(group, "option_group", `${at}.option_groups[${index}]`)),
  );
  const options = [...objectsIn(element, "options"), ...groups.flatMap((group) => objectsIn(group, "options"))];
  options.forEach((option, index) => faults.push(...lengthFaults(option, "option", `${at}.options[${index}]`)));
  const values = options.map((option) => stringIn(option, "value"));
  const initial = [objectIn(element, "initial_option"), ...objectsIn(element, "initial_options")].filter(isJsonObject);
  for (const option of initial) {
    if (!options.some((each) => JSON.stringify(each) === JSON.stringify(option))) {
      faults.push(
        `${at}: the initial option ${stringIn(option, "value") ?? ""} is not one of ${values.join(", ")}, letter by letter`,
      );
    }
  }
  return faults;
}

function repeated(ids: readonly (string | undefined)[], what: string): string[] {
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (id === undefined) return [];
    if (seen.has(id)) return [`${what} ${id} stands twice`];
    seen.add(id);
    return [];
  });
}

/** Characters of everything a reader sees or an id holds: each string of the blocks, keys left out. */
function countCharacters(value: Json): number {
  if (typeof value === "string") return value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, each: Json) => sum + countCharacters(each), 0);
  if (isJsonObject(value))
    return Object.entries(value).reduce((sum, [key, each]) => sum + (key === "type" ? 0 : countCharacters(each)), 0);
  return 0;
}
