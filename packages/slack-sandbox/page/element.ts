import { type JsonObject, objectIn, objectsIn, stringIn } from "../src/json.ts";
import { freshId, h } from "./dom.ts";
import type { Choice, WorkspaceSnapshot } from "./model.ts";
import { confirmed, menuButton } from "./popup.ts";
import { plainOf } from "./text.ts";

/** Where an element stands: what it knows of the workspace, what it holds, and what its use does. */
export interface ElementContext {
  readonly workspace: WorkspaceSnapshot;
  /** `state.values` of the message or view. */
  readonly values: JsonObject;
  readonly blockId: string;
  /** Id of the label beside it, if there is one. */
  readonly labelledBy?: string;
  /** True for an input that tells the app nothing until the modal is submitted. */
  readonly isQuiet: boolean;
  press(actionId: string, choice: Choice): void;
  /** Keeps what was entered, for the submit. */
  enter(actionId: string, choice: Choice): void;
}

/** Any interactive element or image of Block Kit. */
export function elementNode(element: JsonObject, context: ElementContext): Node {
  const type = stringIn(element, "type") ?? "";
  if (type === "image") return imageNode(element);
  if (type === "button" || type === "icon_button" || type === "workflow_button") return buttonNode(element, context);
  if (type === "overflow") return overflowNode(element, context);
  if (type === "checkboxes" || type === "radio_buttons" || type === "multi_static_select")
    return choicesNode(element, type === "radio_buttons" ? "radio" : "checkbox", context);
  if (type.startsWith("multi_")) return choicesNode(withPeople(element, context.workspace), "checkbox", context);
  if (type.endsWith("select")) return selectNode(withPeople(element, context.workspace), context);
  if (type === "feedback_buttons")
    return h(
      "span",
      {},
      ...["positive_button", "negative_button"].map((key) =>
        buttonNode({ ...objectIn(element, key), action_id: element["action_id"] ?? "" }, context),
      ),
    );
  return inputNode(element, type, context);
}

function imageNode(element: JsonObject): Node {
  return h("img", {
    src: stringIn(element, "image_url") ?? "",
    alt: stringIn(element, "alt_text") ?? "",
    loading: "lazy",
  });
}

function asks(element: JsonObject, run: () => void): () => void {
  const confirm = objectIn(element, "confirm");
  if (!confirm) return run;
  return () => {
    const texts = {
      title: plainOf(objectIn(confirm, "title")),
      text: plainOf(objectIn(confirm, "text")),
      confirm: plainOf(objectIn(confirm, "confirm")) || "Yes",
      deny: plainOf(objectIn(confirm, "deny")) || "No",
      isDanger: confirm["style"] === "danger",
    };
    void confirmed(texts).then((answer) => answer && run());
  };
}

function buttonNode(element: JsonObject, context: ElementContext): Node {
  const url = stringIn(element, "url");
  const actionId = stringIn(element, "action_id") ?? "";
  const press = asks(element, () => {
    context.press(actionId, null);
    if (url !== undefined && /^https?:/.test(url)) window.open(url, "_blank", "noopener");
  });
  const label = stringIn(element, "accessibility_label");
  return h(
    "button",
    { type: "button", class: stringIn(element, "style"), "data-action": actionId, "aria-label": label, onclick: press },
    plainOf(objectIn(element, "text")),
  );
}

function overflowNode(element: JsonObject, context: ElementContext): Node {
  const actionId = stringIn(element, "action_id") ?? "";
  const items = objectsIn(element, "options").map((option) => ({
    label: plainOf(objectIn(option, "text")),
    run: asks(element, () => context.press(actionId, stringIn(option, "value") ?? "")),
  }));
  const node = menuButton("⋯", "More actions", items);
  node.setAttribute("data-action", actionId);
  return node;
}

/** Users, channels and conversations as options, so that one menu serves all. */
function withPeople(element: JsonObject, workspace: WorkspaceSnapshot): JsonObject {
  const type = stringIn(element, "type") ?? "";
  const option = (value: string, text: string): JsonObject => ({ value, text: { type: "plain_text", text } });
  const users = workspace.users.filter((user) => !user.isBot).map((user) => option(user.id, user.realName));
  const channels = workspace.channels
    .filter((channel) => !channel.archived && !channel.isDirect)
    .map((channel) => option(channel.id, `#${channel.name}`));
  if (type.includes("users_select")) return { ...element, options: users };
  if (type.includes("channels_select")) return { ...element, options: channels };
  if (type.includes("conversations_select")) return { ...element, options: [...channels, ...users] };
  return element;
}

function held(element: JsonObject, context: ElementContext): JsonObject | undefined {
  return objectIn(objectIn(context.values, context.blockId), stringIn(element, "action_id") ?? "");
}

/** What is picked now, as option values. */
function picked(element: JsonObject, context: ElementContext): string[] {
  const value = held(element, context) ?? {};
  return Object.entries(value).flatMap(([key, each]): string[] => {
    if (key === "type" || each === null) return [];
    if (typeof each === "string" || typeof each === "number") return [String(each)];
    if (Array.isArray(each))
      return each.flatMap((item) =>
        typeof item === "string"
          ? [item]
          : typeof item === "object" && item !== null && "value" in item
            ? [String(item.value)]
            : [],
      );
    return typeof each === "object" && "value" in each ? [String(each["value"])] : [];
  });
}

function told(element: JsonObject, context: ElementContext, choice: Choice): void {
  const actionId = stringIn(element, "action_id") ?? "";
  if (context.isQuiet) context.enter(actionId, choice);
  else asks(element, () => context.press(actionId, choice))();
}

function selectNode(element: JsonObject, context: ElementContext): Node {
  const now = picked(element, context);
  const toOption = (option: JsonObject): HTMLElement => {
    const value = stringIn(option, "value") ?? "";
    return h("option", { value, selected: now.includes(value) }, plainOf(objectIn(option, "text")));
  };
  const placeholder = plainOf(objectIn(element, "placeholder"));
  return h(
    "select",
    {
      "data-action": stringIn(element, "action_id"),
      "aria-labelledby": context.labelledBy,
      "aria-label": context.labelledBy === undefined ? placeholder || "Select" : undefined,
      onchange: (event) =>
        event.target instanceof HTMLSelectElement &&
        told(element, context, event.target.value === "" ? null : event.target.value),
    },
    h("option", { value: "", selected: now.length === 0 }, placeholder || "Select an option"),
    ...objectsIn(element, "options").map(toOption),
    ...objectsIn(element, "option_groups").map((group) =>
      h("optgroup", { label: plainOf(objectIn(group, "label")) }, ...objectsIn(group, "options").map(toOption)),
    ),
  );
}

function choicesNode(element: JsonObject, kind: "checkbox" | "radio", context: ElementContext): Node {
  const now = picked(element, context);
  const name = freshId("choice");
  const options = [
    ...objectsIn(element, "options"),
    ...objectsIn(element, "option_groups").flatMap((group) => objectsIn(group, "options")),
  ];
  const group = h("div", {
    class: "choices",
    role: kind === "radio" ? "radiogroup" : "group",
    "aria-labelledby": context.labelledBy,
    "data-action": stringIn(element, "action_id"),
  });
  const changed = (): void => {
    const values = [...group.querySelectorAll("input")].filter((input) => input.checked).map((input) => input.value);
    told(element, context, kind === "radio" ? (values[0] ?? null) : values);
  };
  for (const option of options) {
    const value = stringIn(option, "value") ?? "";
    const description = plainOf(objectIn(option, "description"));
    const box = h("input", { type: kind, name, value, checked: now.includes(value), onchange: changed });
    group.append(
      h(
        "label",
        { class: "choice" },
        box,
        h("span", {}, plainOf(objectIn(option, "text")), description !== "" && h("small", {}, description)),
      ),
    );
  }
  return group;
}

const inputTypes: Readonly<Record<string, string>> = {
  number_input: "number",
  email_text_input: "email",
  url_text_input: "url",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};

function inputNode(element: JsonObject, type: string, context: ElementContext): Node {
  const [value = ""] = picked(element, context);
  const properties = {
    "data-action": stringIn(element, "action_id"),
    "aria-labelledby": context.labelledBy,
    placeholder: plainOf(objectIn(element, "placeholder")) || undefined,
    maxlength: typeof element["max_length"] === "number" ? element["max_length"] : undefined,
    autocomplete: "off",
    onchange: (event: Event) => {
      const { target } = event;
      if (!(target instanceof HTMLInputElement) && !(target instanceof HTMLTextAreaElement)) return;
      told(
        element,
        context,
        type === "datetimepicker" ? String(Math.floor(new Date(target.value).getTime() / 1_000)) : target.value,
      );
    },
  };
  if (element["multiline"] === true) return h("textarea", { ...properties, rows: 4 }, value);
  const shown =
    type === "datetimepicker" && value !== "" ? new Date(Number(value) * 1_000).toISOString().slice(0, 16) : value;
  return h("input", {
    ...properties,
    type: inputTypes[type] ?? "text",
    value: shown,
    step: element["is_decimal_allowed"] === true ? "any" : undefined,
  });
}
