import { RunrateError } from "@runrate/core";
import { json, type Json, type JsonObject, objectIn, objectsIn, stringIn } from "../json.ts";

/** An interactive element and the block it sits in. */
export interface PlacedElement {
  readonly block: JsonObject;
  readonly blockId: string;
  readonly element: JsonObject;
  readonly actionId: string;
  readonly type: string;
}

/** What a person enters or picks: a text or value, several values, or nothing (cleared). */
export type Choice = string | readonly string[] | null;

/** The interactive elements of blocks, in reading order. */
export function elementsOf(blocks: readonly JsonObject[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    const inside = [...objectsIn(block, "elements"), objectIn(block, "accessory"), objectIn(block, "element")];
    return inside.flatMap((element): PlacedElement[] => {
      const actionId = stringIn(element, "action_id");
      const type = stringIn(element, "type");
      return element && actionId !== undefined && type !== undefined
        ? [{ block, blockId: stringIn(block, "block_id") ?? "", element, actionId, type }]
        : [];
    });
  });
}

const picksOne: Readonly<Record<string, string>> = {
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  datepicker: "selected_date",
  timepicker: "selected_time",
};
const picksSeveral: Readonly<Record<string, string>> = {
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
};
const initialOf: Readonly<Record<string, string>> = {
  users_select: "initial_user",
  conversations_select: "initial_conversation",
  channels_select: "initial_channel",
  datepicker: "initial_date",
  timepicker: "initial_time",
  datetimepicker: "initial_date_time",
  multi_users_select: "initial_users",
  multi_conversations_select: "initial_conversations",
  multi_channels_select: "initial_channels",
};
const texts = new Set(["plain_text_input", "email_text_input", "url_text_input", "number_input"]);
const optionLists = new Set(["multi_static_select", "multi_external_select", "checkboxes"]);
const singleOptions = new Set(["static_select", "external_select", "radio_buttons", "overflow"]);

/** Whether the element keeps a value, and so stands in `state.values`: docs.slack.dev/reference/interaction-payloads/view-interactions-payload. */
export function isStateful(type: string): boolean {
  return (
    texts.has(type) ||
    optionLists.has(type) ||
    (singleOptions.has(type) && type !== "overflow") ||
    type in initialOf ||
    type === "rich_text_input"
  );
}

/** What the element holds before anybody touches it, as in `state.values`. */
export function initialValue({ element, type }: PlacedElement): JsonObject {
  if (texts.has(type)) return { type, value: stringIn(element, "initial_value") ?? null };
  if (optionLists.has(type)) return { type, selected_options: objectsIn(element, "initial_options") };
  if (singleOptions.has(type)) return { type, selected_option: objectIn(element, "initial_option") ?? null };
  const key =
    picksOne[type] ?? picksSeveral[type] ?? (type === "datetimepicker" ? "selected_date_time" : "rich_text_value");
  return { type, [key]: element[initialOf[type] ?? "initial_value"] ?? (type in picksSeveral ? [] : null) };
}

/**
 * What the element holds once a person has made a choice.
 * @throws RunrateError `sandbox_no_option` when the choice is none of its options
 */
export function chosenValue(placed: PlacedElement, choice: Choice): JsonObject {
  const { type } = placed;
  const one = Array.isArray(choice) ? (choice[0] ?? null) : choice;
  const several = choice === null ? [] : typeof choice === "string" ? [choice] : choice;
  if (texts.has(type)) return { type, value: one === "" ? null : String(one ?? "") || null };
  if (singleOptions.has(type)) return { type, selected_option: one === null ? null : optionOf(placed, String(one)) };
  if (optionLists.has(type)) return { type, selected_options: several.map((value) => optionOf(placed, value)) };
  const single = picksOne[type];
  if (single !== undefined) return { type, [single]: one === null ? null : String(one) };
  const multiple = picksSeveral[type];
  if (multiple !== undefined) return { type, [multiple]: several };
  if (type === "datetimepicker") return { type, selected_date_time: one === null ? null : Number(one) };
  return { type, value: one === null ? null : String(one) };
}

/** The entry of `actions` in a block_actions payload. */
export function actionJson(placed: PlacedElement, choice: Choice, ts: string): JsonObject {
  const { element, type, actionId, blockId } = placed;
  const shared = { type, action_id: actionId, block_id: blockId, action_ts: ts };
  const common: Record<string, Json | undefined> = {
    ...shared,
    placeholder: element["placeholder"],
    confirm: element["confirm"],
  };
  if (type === "button")
    return json({
      ...shared,
      text: element["text"],
      value: element["value"],
      url: element["url"],
      style: element["style"],
    });
  return json({ ...common, ...chosenValue(placed, choice) });
}

function optionOf(placed: PlacedElement, value: string): JsonObject {
  const options = [
    ...objectsIn(placed.element, "options"),
    ...objectsIn(placed.element, "option_groups").flatMap((group) => objectsIn(group, "options")),
  ];
  const option =
    options.find((each) => stringIn(each, "value") === value) ??
    options.find((each) => stringIn(objectIn(each, "text"), "text") === value);
  if (option) return option;
  if (placed.type.endsWith("external_select")) return { text: { type: "plain_text", text: value }, value };
  throw new RunrateError(
    "sandbox_no_option",
    `${placed.type} ${placed.actionId} has no option ${JSON.stringify(value)}`,
    {
      hint: `it has ${options.map((each) => stringIn(each, "value")).join(", ")}`,
    },
  );
}
