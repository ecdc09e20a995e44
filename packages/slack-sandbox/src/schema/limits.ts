import { type JsonObject, isJsonObject, objectIn, objectsIn, stringIn } from "../json.ts";

export type Surface = "message" | "modal" | "home";

/** Longest text of a member, in characters, by the type of the object that holds it; a path of two steps reads into a text object. */
interface TextLimit {
  readonly of: string;
  readonly path: readonly [string] | readonly [string, string];
  readonly most: number;
  readonly source: string;
}

interface CountLimit {
  readonly of: string;
  readonly member: string;
  readonly least?: number;
  readonly most: number;
  readonly source: string;
}

const blockPage = (name: string): string => `docs.slack.dev/reference/block-kit/blocks/${name}-block`;
const elementPage = (name: string): string => `docs.slack.dev/reference/block-kit/block-elements/${name}-element`;
const objectPage = (name: string): string => `docs.slack.dev/reference/block-kit/composition-objects/${name}-object`;

/** Documented lengths. The same figures stand in slackapi/python-slack-sdk, slack_sdk/models/blocks. */
export const textLimits: readonly TextLimit[] = [
  { of: "section", path: ["text", "text"], most: 3_000, source: blockPage("section") },
  { of: "header", path: ["text", "text"], most: 150, source: blockPage("header") },
  { of: "markdown", path: ["text"], most: 12_000, source: blockPage("markdown") },
  { of: "image", path: ["alt_text"], most: 2_000, source: blockPage("image") },
  { of: "image", path: ["image_url"], most: 3_000, source: blockPage("image") },
  { of: "image", path: ["title", "text"], most: 2_000, source: blockPage("image") },
  { of: "input", path: ["label", "text"], most: 2_000, source: blockPage("input") },
  { of: "input", path: ["hint", "text"], most: 2_000, source: blockPage("input") },
  { of: "button", path: ["text", "text"], most: 75, source: elementPage("button") },
  { of: "button", path: ["value"], most: 2_000, source: elementPage("button") },
  { of: "button", path: ["url"], most: 3_000, source: elementPage("button") },
  { of: "button", path: ["accessibility_label"], most: 75, source: elementPage("button") },
  { of: "plain_text_input", path: ["placeholder", "text"], most: 150, source: elementPage("plain-text-input") },
  { of: "static_select", path: ["placeholder", "text"], most: 150, source: elementPage("select-menu") },
  { of: "users_select", path: ["placeholder", "text"], most: 150, source: elementPage("select-menu") },
  { of: "conversations_select", path: ["placeholder", "text"], most: 150, source: elementPage("select-menu") },
  { of: "channels_select", path: ["placeholder", "text"], most: 150, source: elementPage("select-menu") },
  { of: "option", path: ["text", "text"], most: 75, source: objectPage("option") },
  { of: "option", path: ["value"], most: 150, source: objectPage("option") },
  { of: "option", path: ["description", "text"], most: 75, source: objectPage("option") },
  { of: "option_group", path: ["label", "text"], most: 75, source: objectPage("option-group") },
  { of: "confirm", path: ["title", "text"], most: 100, source: objectPage("confirmation-dialog") },
  { of: "confirm", path: ["text", "text"], most: 300, source: objectPage("confirmation-dialog") },
  { of: "confirm", path: ["confirm", "text"], most: 30, source: objectPage("confirmation-dialog") },
  { of: "confirm", path: ["deny", "text"], most: 30, source: objectPage("confirmation-dialog") },
  { of: "modal", path: ["title", "text"], most: 24, source: "docs.slack.dev/reference/views/modal-views" },
  { of: "modal", path: ["submit", "text"], most: 24, source: "docs.slack.dev/reference/views/modal-views" },
  { of: "modal", path: ["close", "text"], most: 24, source: "docs.slack.dev/reference/views/modal-views" },
  { of: "modal", path: ["private_metadata"], most: 3_000, source: "docs.slack.dev/reference/views/modal-views" },
  { of: "modal", path: ["callback_id"], most: 255, source: "docs.slack.dev/reference/views/modal-views" },
  { of: "modal", path: ["external_id"], most: 255, source: "docs.slack.dev/reference/methods/views.update" },
  { of: "home", path: ["private_metadata"], most: 3_000, source: "docs.slack.dev/reference/views/home-tab-views" },
  { of: "home", path: ["callback_id"], most: 255, source: "docs.slack.dev/reference/views/home-tab-views" },
];

export const countLimits: readonly CountLimit[] = [
  { of: "section", member: "fields", least: 1, most: 10, source: blockPage("section") },
  { of: "context", member: "elements", least: 1, most: 10, source: blockPage("context") },
  { of: "actions", member: "elements", least: 1, most: 25, source: blockPage("actions") },
  { of: "context_actions", member: "elements", least: 1, most: 5, source: blockPage("context-actions") },
  { of: "overflow", member: "options", least: 1, most: 5, source: elementPage("overflow-menu") },
  { of: "static_select", member: "options", least: 1, most: 100, source: elementPage("select-menu") },
  { of: "static_select", member: "option_groups", least: 1, most: 100, source: elementPage("select-menu") },
  { of: "multi_static_select", member: "options", least: 1, most: 100, source: elementPage("multi-select-menu") },
  { of: "checkboxes", member: "options", least: 1, most: 10, source: elementPage("checkboxes") },
  { of: "radio_buttons", member: "options", least: 1, most: 10, source: elementPage("radio-button-group") },
];

/** Blocks a surface may hold: docs.slack.dev/reference/block-kit/blocks. */
export const blocksPerSurface: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
/** Characters in one `section` field: docs.slack.dev/reference/block-kit/blocks/section-block. */
export const fieldLength = 2_000;
/** `block_id` and `action_id`: docs.slack.dev/reference/block-kit/blocks. */
export const idLength = 255;
/** All blocks of one message together. Slack refuses somewhere above 13,000 (reported by users, not documented); 12,000 is safe. */
export const charactersPerMessage = 12_000;
/** docs.slack.dev/changelog/2018-truncating-really-long-messages: longer text is cut, and 4,000 is advised. */
export const textLength = 40_000;

/** Faults of lengths and counts in one object: a block, an element, an option, a view. */
export function lengthFaults(object: JsonObject, type: string, at: string): string[] {
  const faults: string[] = [];
  for (const limit of textLimits.filter((each) => each.of === type)) {
    const [first, second] = limit.path;
    const text = second === undefined ? stringIn(object, first) : stringIn(objectIn(object, first), second);
    if (text !== undefined && text.length > limit.most)
      faults.push(
        `${at}.${limit.path.join(".")} has ${text.length} characters, at most ${limit.most} (${limit.source})`,
      );
  }
  for (const limit of countLimits.filter((each) => each.of === type)) {
    const list = object[limit.member];
    if (!Array.isArray(list)) continue;
    if (list.length > limit.most)
      faults.push(`${at}.${limit.member} has ${list.length} items, at most ${limit.most} (${limit.source})`);
    if (list.length < (limit.least ?? 0))
      faults.push(`${at}.${limit.member} has ${list.length} items, at least ${limit.least} (${limit.source})`);
  }
  for (const id of ["block_id", "action_id"]) {
    const text = stringIn(object, id);
    if (text !== undefined && text.length > idLength)
      faults.push(`${at}.${id} has ${text.length} characters, at most ${idLength}`);
  }
  for (const [key, text] of textObjects(object))
    if (stringIn(text, "text") === "") faults.push(`${at}.${key}.text is empty`);
  if (type === "section") {
    objectsIn(object, "fields").forEach((field, index) => {
      const length = stringIn(field, "text")?.length ?? 0;
      if (length > fieldLength)
        faults.push(
          `${at}.fields[${index}] has ${length} characters, at most ${fieldLength} (${blockPage("section")})`,
        );
    });
  }
  return faults;
}

function textObjects(object: JsonObject): [string, JsonObject][] {
  return Object.entries(object).flatMap(([key, value]): [string, JsonObject][] =>
    isJsonObject(value) && ["plain_text", "mrkdwn"].includes(stringIn(value, "type") ?? "") ? [[key, value]] : [],
  );
}
