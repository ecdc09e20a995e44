import { RunrateError } from "@runrate/core";
import { applyCommandAck, applySubmissionAck } from "./deliver/answer.ts";
import type { Delivery, DeliveryOptions, Outcome } from "./deliver/delivery.ts";
import type { Dispatch } from "./deliver/dispatch.ts";
import {
  closedPayload,
  commandPayload,
  eventPayload,
  globalShortcutPayload,
  messageActionsPayload,
  messageContainer,
  messageShortcutPayload,
  submissionPayload,
  viewActionsPayload,
} from "./deliver/payload.ts";
import { json, type JsonObject, objectIn } from "./json.ts";
import { type Choice, elementsOf, type PlacedElement } from "./state/element.ts";
import { type Message, messageJson } from "./state/message.ts";
import type { View } from "./state/view.ts";
import { spelledView } from "./web-api/views.ts";
import type { World } from "./world.ts";

/** Where an element is pressed: a message (an ephemeral one too), the modal on top, or App Home. */
export type Place = Pick<Message, "channel" | "ts"> | "modal" | "home";

/** What a person enters before a submit, by action id or block id. */
export type Entries = Readonly<Record<string, Choice>>;

/** One person at their Slack client. Each act is delivered to the app; the promise settles with the app's answer. */
export class Person {
  readonly id: string;
  readonly #world: World;
  readonly #dispatch: Dispatch;

  constructor(id: string, world: World, dispatch: Dispatch) {
    world.workspace.user(id);
    this.id = id;
    this.#world = world;
    this.#dispatch = dispatch;
  }

  /**
   * Types a slash command, such as `/cost by model`. Slash commands do not work in threads. When the app does not
   * acknowledge it, this person sees an ephemeral message of Slack's that names the error.
   */
  async command(channelId: string, typed: string, options: DeliveryOptions = {}): Promise<Delivery> {
    const channel = this.#world.workspace.channels.get(channelId);
    const [, command = "", text = ""] = /^(\/\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
    const known = this.#world.settings.features.commands;
    if (command === "" || (known && !known.some((each) => each.command === command))) {
      throw new RunrateError("sandbox_no_command", `${JSON.stringify(typed)} is no command of this app`, {
        hint: `the manifest has ${known?.map((each) => each.command).join(", ") ?? "any"}`,
      });
    }
    const escapes = known?.find((each) => each.command === command)?.shouldEscape ?? true;
    const sent = escapes ? this.#escape(text) : text;
    const delivery = await this.#dispatch.send(
      "slash_commands",
      commandPayload(this.#world, this.id, channel, command, sent),
      options,
    );
    this.#settleCommand(delivery, channelId, command);
    return delivery;
  }

  /**
   * Posts a message; `@name`, `#channel` and `@runrate` become mentions. Delivers `app_mention` and `message` events
   * as subscribed. @returns the message and the deliveries it caused, each after its first attempt
   */
  async say(
    channelId: string,
    text: string,
    thread: { readonly threadTs?: string } = {},
  ): Promise<{ readonly message: Message; readonly deliveries: readonly Delivery[] }> {
    const { channels, app } = this.#world.workspace;
    const message = channels.post(channelId, {
      user: this.id,
      text: this.#escape(text),
      blocks: [],
      attachments: [],
      ...thread,
    });
    const channel = channels.get(channelId);
    const events: [string, string, JsonObject][] = [];
    const spelled = {
      ...messageJson(message, this.#world.workspace.team.id, app.id),
      channel: channelId,
      event_ts: message.ts,
    };
    if (message.text.includes(`<@${app.botUserId}>`) && channel.kind !== "im")
      events.push(["app_mention", "app_mention", { ...spelled, type: "app_mention" }]);
    if (channel.members.has(app.botUserId)) {
      const type = { public: "channel", private: "group", im: "im", mpim: "mpim" }[channel.kind];
      events.push([
        `message.${type === "channel" ? "channels" : type === "group" ? "groups" : type}`,
        "message",
        { ...spelled, channel_type: type },
      ]);
    }
    const wanted = events.filter(([subscription]) => this.#world.settings.features.events?.has(subscription) ?? true);
    const deliveries = await Promise.all(
      wanted.map(([, , event]) => this.#dispatch.send("events_api", eventPayload(this.#world, event))),
    );
    return { message, deliveries };
  }

  /** Presses a button, picks from a menu, or changes an input that dispatches. `choice` is an option's value (or its text). */
  async press(place: Place, actionId: string, choice: Choice = null, options: DeliveryOptions = {}): Promise<Delivery> {
    if (place === "modal" || place === "home") {
      const view = this.#view(place);
      const placed = find(view.blocks, actionId, place);
      this.#world.inputs.set(view.id, placed, choice);
      return this.#dispatch.send("interactive", viewActionsPayload(this.#world, view, placed, choice), options);
    }
    const message = this.message(place.channel, place.ts);
    const placed = find(
      [
        ...message.blocks,
        ...message.attachments.flatMap((each) => (Array.isArray(each["blocks"]) ? each["blocks"] : [])),
      ],
      actionId,
      `message ${place.ts}`,
    );
    this.#world.inputs.set(messageContainer(message, this.id), placed, choice);
    return this.#dispatch.send(
      "interactive",
      messageActionsPayload(this.#world, this.id, message, placed, choice),
      options,
    );
  }

  /** Fills in the modal on top without submitting it; an input with `dispatch_action` is delivered by `press` instead. */
  enter(entries: Entries): void {
    const view = this.#view("modal");
    for (const [name, choice] of Object.entries(entries))
      this.#world.inputs.set(view.id, find(view.blocks, name, "modal"), choice);
  }

  /** Fills in and submits the modal on top. Its ack closes, updates or keeps the modal, as in Slack. */
  async submit(entries: Entries = {}, options: DeliveryOptions = {}): Promise<Delivery> {
    this.enter(entries);
    const view = this.#view("modal");
    const empty = this.#missing(view);
    if (empty.length > 0) {
      throw new RunrateError("sandbox_input_missing", `the modal wants ${empty.join(", ")}`, {
        hint: "Slack's client submits no modal with an empty required input; give it in entries",
      });
    }
    const delivery = await this.#dispatch.send("interactive", submissionPayload(this.#world, view), options);
    const shown = this.#world.workspace.views.byId(view.id);
    if (shown && delivery.outcome.kind === "acknowledged")
      applySubmissionAck(this.#world, shown, delivery.outcome.response);
    return delivery;
  }

  /** Closes the modal on top (all of them with `clear`); delivers `view_closed` when the modal asked for it. */
  async close(clear = false): Promise<Delivery | undefined> {
    const view = this.#view("modal");
    const clears = clear || view.payload["clear_on_close"] === true;
    this.#world.workspace.views.close(this.id, clears);
    if (view.payload["notify_on_close"] !== true) return undefined;
    return this.#dispatch.send("interactive", closedPayload(this.#world, view, clears));
  }

  /** Opens the app's Home tab (or its Messages tab): delivers `app_home_opened`. */
  async openHome(tab: "home" | "messages" = "home"): Promise<Delivery> {
    const { workspace } = this.#world;
    const direct = workspace.channels.openDirect([this.id, workspace.app.botUserId]);
    const home = workspace.views.home(this.id);
    const event = json({
      type: "app_home_opened",
      user: this.id,
      channel: direct.id,
      tab,
      event_ts: workspace.ids.ts(),
      view: tab === "home" && home ? spelledView(this.#world, home) : undefined,
    });
    return this.#dispatch.send("events_api", eventPayload(this.#world, event));
  }

  /** Picks a message shortcut from a message's menu. */
  async messageShortcut(callbackId: string, message: Pick<Message, "channel" | "ts">): Promise<Delivery> {
    return this.#dispatch.send(
      "interactive",
      messageShortcutPayload(this.#world, this.id, callbackId, this.message(message.channel, message.ts)),
    );
  }

  /** Picks a global shortcut. */
  async globalShortcut(callbackId: string): Promise<Delivery> {
    return this.#dispatch.send("interactive", globalShortcutPayload(this.#world, this.id, callbackId));
  }

  /** A message this person can see. @throws RunrateError `sandbox_no_message` */
  message(channel: string, ts: string): Message {
    const { channels } = this.#world.workspace;
    const message =
      channels.message(channel, ts) ?? channels.ephemerals(this.id, channel).find((each) => each.ts === ts);
    if (!message) throw new RunrateError("sandbox_no_message", `${this.id} sees no message ${ts} in ${channel}`);
    return message;
  }

  #view(place: "modal" | "home"): View {
    const { views } = this.#world.workspace;
    const view = place === "modal" ? views.top(this.id) : views.home(this.id);
    if (!view) throw new RunrateError("sandbox_no_view", `${this.id} has no ${place} open`);
    return view;
  }

  #missing(view: View): string[] {
    const values = this.#world.inputs.of(view.id, view.blocks);
    return elementsOf(view.blocks)
      .filter(({ block }) => block["type"] === "input" && block["optional"] !== true)
      .filter(({ blockId, actionId }) => {
        const { type: _, ...held } = objectIn(objectIn(values, blockId), actionId) ?? {};
        return Object.values(held).every((value) => value === null || (Array.isArray(value) && value.length === 0));
      })
      .map(({ actionId }) => actionId);
  }

  #settleCommand({ outcome, payload }: Delivery, channel: string, command: string): void {
    if (outcome.kind === "acknowledged") {
      applyCommandAck(this.#world, { user: this.id, channel, messageTs: undefined }, outcome.response);
      return;
    }
    const { channels, app } = this.#world.workspace;
    const text = `\`${command}\` failed with the error "${errorName(outcome)}"`;
    if (payload["channel_id"] === channel)
      channels.postEphemeral(channel, this.id, {
        user: app.botUserId,
        text,
        blocks: [],
        attachments: [],
        fromSlack: true,
      });
  }

  /** What Slack makes of typed mentions with `should_escape`, and of `&`, `<`, `>`: docs.slack.dev/messaging/formatting-message-text#escaping */
  #escape(text: string): string {
    const { users, channels } = this.#world.workspace;
    const escaped = text.replaceAll(/<(?![@#!][^>]*>)/g, "&lt;").replaceAll(/(?<!<[@#!][^>]*)>/g, "&gt;");
    return escaped
      .replaceAll(/(?<![\w<])@([\w.-]+)/g, (typed: string, name: string) => {
        const user = [...users.values()].find((each) => each.name === name);
        return user ? `<@${user.id}>` : typed;
      })
      .replaceAll(/(?<![\w<&])#([\w-]+)/g, (typed: string, name: string) => {
        const channel = channels.all().find((each) => each.name === name);
        return channel ? `<#${channel.id}|${channel.name}>` : typed;
      });
  }
}

function errorName(outcome: Outcome): string {
  if (outcome.kind === "operation_timeout") return "operation_timeout";
  return outcome.kind === "refused" ? "dispatch_failed" : "dispatch_unknown_error";
}

function find(blocks: readonly JsonObject[], name: string, where: string): PlacedElement {
  const elements = elementsOf(blocks);
  const placed = elements.find((each) => each.actionId === name) ?? elements.find((each) => each.blockId === name);
  if (!placed) {
    throw new RunrateError("sandbox_no_element", `${where} has no element ${JSON.stringify(name)}`, {
      hint: `it has ${elements.map((each) => each.actionId).join(", ") || "none"}`,
    });
  }
  return placed;
}
