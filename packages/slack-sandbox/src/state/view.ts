import type { Feed } from "../feed.ts";
import { json, type Json, type JsonObject, objectIn, objectsIn, stringIn } from "../json.ts";
import type { Ids } from "./id.ts";

/** A modal or App Home as one user sees it. */
export interface View {
  readonly id: string;
  readonly user: string;
  /** What the app sent: type, blocks, title, private_metadata and the rest. */
  readonly payload: JsonObject;
  readonly blocks: readonly JsonObject[];
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  /** Messages under inputs, by block id, from `response_action: errors`. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Modals stack up to three deep for each user; an App Home is one for each user. */
export class Views {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #ids: Ids;
  readonly #feed: Feed;

  constructor(ids: Ids, feed: Feed) {
    this.#ids = ids;
    this.#feed = feed;
  }

  /** The user's modals, the one on top last. */
  stack(user: string): readonly View[] {
    return this.#stacks.get(user) ?? [];
  }

  top(user: string): View | undefined {
    return this.stack(user).at(-1);
  }

  home(user: string): View | undefined {
    return this.#homes.get(user);
  }

  byId(id: string): View | undefined {
    return (
      [...this.#stacks.values()].flat().find((view) => view.id === id) ??
      [...this.#homes.values()].find((view) => view.id === id)
    );
  }

  byExternalId(externalId: string): View | undefined {
    return [...this.#stacks.values()].flat().find((view) => stringIn(view.payload, "external_id") === externalId);
  }

  /** Shows a modal: alone (`open`) or on top of the others (`push`). */
  show(user: string, payload: JsonObject, how: "open" | "push"): View {
    const below = how === "push" ? [...this.stack(user)] : [];
    const id = this.#ids.next("V");
    const view = this.#make(id, user, payload, below[0]?.id ?? id, below.at(-1)?.id);
    this.#stacks.set(user, [...below, view]);
    this.#feed.tell({ kind: "view", user, viewId: id });
    return view;
  }

  publishHome(user: string, payload: JsonObject): View {
    const id = this.#homes.get(user)?.id ?? this.#ids.next("V");
    const view = this.#make(id, user, payload, id, undefined);
    this.#homes.set(user, view);
    this.#feed.tell({ kind: "home", user });
    return view;
  }

  /** Puts a new payload in an open view's place. */
  update(view: View, payload: JsonObject): View {
    if (this.#homes.get(view.user)?.id === view.id) return this.publishHome(view.user, payload);
    return this.#replace(view, this.#make(view.id, view.user, payload, view.rootId, view.previousId));
  }

  setErrors(view: View, errors: Readonly<Record<string, string>>): void {
    this.#replace(view, { ...view, errors });
  }

  /** Closes the view on top, or with `all` every modal of the user. */
  close(user: string, all: boolean): void {
    const closed = this.top(user);
    if (!closed) return;
    this.#stacks.set(user, all ? [] : this.stack(user).slice(0, -1));
    this.#feed.tell({ kind: "view", user, viewId: closed.id });
  }

  #replace(view: View, next: View): View {
    this.#stacks.set(
      view.user,
      this.stack(view.user).map((each) => (each.id === view.id ? next : each)),
    );
    this.#feed.tell({ kind: "view", user: view.user, viewId: view.id });
    return next;
  }

  #make(id: string, user: string, payload: JsonObject, rootId: string, previousId: string | undefined): View {
    const blocks = withBlockIds(objectsIn(payload, "blocks"), this.#ids);
    return { id, user, payload, blocks, hash: `${this.#ids.ts()}.${id}`, rootId, previousId, errors: {} };
  }
}

/** Slack gives a block without a `block_id`, and an element without an `action_id`, one of its own. */
export function withBlockIds(blocks: readonly JsonObject[], ids: Ids): JsonObject[] {
  return blocks.map((block) => ({
    ...withActionIds(block, ids),
    block_id: stringIn(block, "block_id") ?? ids.next("b"),
  }));
}

function withActionIds(block: JsonObject, ids: Ids): JsonObject {
  const name = (element: JsonObject): JsonObject =>
    interactive.has(stringIn(element, "type") ?? "") && stringIn(element, "action_id") === undefined
      ? { ...element, action_id: ids.next("a") }
      : element;
  const one = (key: string): Record<string, Json> => {
    const element = objectIn(block, key);
    return element ? { [key]: name(element) } : {};
  };
  const elements =
    Array.isArray(block["elements"]) && block["type"] === "actions"
      ? { elements: objectsIn(block, "elements").map(name) }
      : {};
  return { ...block, ...elements, ...one("element"), ...one("accessory") };
}

const interactive = new Set([
  "button",
  "overflow",
  "static_select",
  "multi_static_select",
  "users_select",
  "multi_users_select",
  "conversations_select",
  "multi_conversations_select",
  "channels_select",
  "multi_channels_select",
  "external_select",
  "multi_external_select",
  "datepicker",
  "timepicker",
  "datetimepicker",
  "checkboxes",
  "radio_buttons",
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
  "rich_text_input",
  "file_input",
]);

/** The view as Slack's API and payloads spell it; `values` is what its inputs hold. */
export function viewJson(view: View, team: string, appId: string, botId: string, values: JsonObject = {}): JsonObject {
  return json({
    ...view.payload,
    id: view.id,
    team_id: team,
    app_id: appId,
    app_installed_team_id: team,
    bot_id: botId,
    blocks: view.blocks,
    private_metadata: stringIn(view.payload, "private_metadata") ?? "",
    callback_id: stringIn(view.payload, "callback_id") ?? "",
    external_id: stringIn(view.payload, "external_id") ?? "",
    title: objectIn(view.payload, "title") ?? { type: "plain_text", text: "View Title", emoji: true },
    submit: objectIn(view.payload, "submit") ?? null,
    close: objectIn(view.payload, "close") ?? null,
    clear_on_close: view.payload["clear_on_close"] === true,
    notify_on_close: view.payload["notify_on_close"] === true,
    state: { values },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
  });
}
