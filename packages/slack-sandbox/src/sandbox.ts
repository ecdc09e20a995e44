import type { Server } from "node:http";
import type { Delivery, DeliveryOptions } from "./deliver/delivery.ts";
import { Dispatch } from "./deliver/dispatch.ts";
import { Transport } from "./deliver/transport.ts";
import type { Fault, FaultFor } from "./fault.ts";
import type { Change, UntilOptions, Violation } from "./feed.ts";
import { Person } from "./person.ts";
import { pageRoutes } from "./page/routes.ts";
import { createSandboxServer } from "./server.ts";
import type { SandboxOptions } from "./settings.ts";
import type { NativeBlocks } from "./schema/content.ts";
import type { Channel } from "./state/channel.ts";
import type { SlackFile } from "./state/file.ts";
import type { Message } from "./state/message.ts";
import type { View } from "./state/view.ts";
import { type ApiCall, World } from "./world.ts";

/** A running fake Slack: its Web API at `apiUrl`, its page at `url`, and what a test does and asks. */
export class Sandbox implements AsyncDisposable {
  readonly #world: World;
  readonly #server: Server;
  readonly #transport: Transport;
  readonly #dispatch: Dispatch;

  constructor(world: World, server: Server, transport: Transport, dispatch: Dispatch) {
    this.#world = world;
    this.#server = server;
    this.#transport = transport;
    this.#dispatch = dispatch;
  }

  /** `http://127.0.0.1:<port>`: the page. */
  get url(): string {
    return this.#world.baseUrl;
  }

  /** What `SLACK_API_URL` and a WebClient's `slackApiUrl` take. */
  get apiUrl(): string {
    return `${this.#world.baseUrl}/api/`;
  }

  /** The bot's environment: `SLACK_API_URL`, `SLACK_BOT_TOKEN`, `SLACK_SIGNING_SECRET`, and `SLACK_APP_TOKEN` for Socket Mode. */
  environment(mode: "http" | "socket" = "http"): Record<string, string> {
    const { botToken, signingSecret, appToken } = this.#world.settings;
    return {
      SLACK_API_URL: this.apiUrl,
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      ...(mode === "socket" ? { SLACK_APP_TOKEN: appToken } : {}),
    };
  }

  get botToken(): string {
    return this.#world.settings.botToken;
  }

  get appToken(): string {
    return this.#world.settings.appToken;
  }

  get signingSecret(): string {
    return this.#world.settings.signingSecret;
  }

  /** The bot as Slack knows it. */
  get app(): World["workspace"]["app"] {
    return this.#world.workspace.app;
  }

  /** Where the app listens, such as `http://127.0.0.1:3000/slack/events`. */
  connect(appUrl: string): void {
    this.#world.settings.appUrl = appUrl;
    this.#world.feed.tell({ kind: "socket", connected: this.#transport.connected });
  }

  /** The sandbox's clock: `advance` lets 3 seconds, 30 minutes or a retry pass at once. */
  get clock(): World["clock"] {
    return this.#world.clock;
  }

  /** One of the workspace's people, to act as. */
  person(id: string): Person {
    return new Person(id, this.#world, this.#dispatch);
  }

  channel(id: string): Channel {
    return this.#world.workspace.channels.get(id);
  }

  channels(): readonly Channel[] {
    return this.#world.workspace.channels.all();
  }

  /** A thread's root and replies, oldest first. */
  thread(channel: string, ts: string): readonly Message[] {
    return this.channel(channel).messages.filter((message) => message.ts === ts || message.threadTs === ts);
  }

  /** The direct conversation of a person and the bot. */
  directMessages(user: string): readonly Message[] {
    return this.#world.workspace.channels.openDirect([user, this.app.botUserId]).messages;
  }

  deletedMessages(channel: string): readonly Message[] {
    return this.#world.workspace.channels.deleted(channel);
  }

  /** What only this person sees, oldest first. */
  ephemerals(user: string, channel?: string): readonly Message[] {
    return this.#world.workspace.channels.ephemerals(user, channel);
  }

  /** The modal on top, if one is open. */
  view(user: string): View | undefined {
    return this.#world.workspace.views.top(user);
  }

  /** All open modals, the one on top last. */
  views(user: string): readonly View[] {
    return this.#world.workspace.views.stack(user);
  }

  home(user: string): View | undefined {
    return this.#world.workspace.views.home(user);
  }

  /** Files that have arrived and been completed. */
  files(): readonly SlackFile[] {
    return this.#world.workspace.files.all().filter((file) => file.complete);
  }

  /** Every call of the Web API and of response URLs (method `response_url`), oldest first. */
  calls(method?: string): readonly ApiCall[] {
    return this.#world.calls.filter((call) => method === undefined || call.method === method);
  }

  deliveries(): readonly Delivery[] {
    return this.#dispatch.all();
  }

  /** Delivers the same payload again, newly signed: a duplicate. */
  repeat(delivery: Delivery, options?: DeliveryOptions): Promise<Delivery> {
    return this.#dispatch.repeat(delivery, options);
  }

  /** Open Socket Mode connections. */
  get socketConnections(): number {
    return this.#transport.connected;
  }

  /** Recycles the Socket Mode connections, as Slack does now and then. */
  refreshSockets(): void {
    this.#transport.refreshSockets();
  }

  /** Makes calls fail. `sandbox.fail({ method: "chat.postMessage", times: 2 }, { kind: "error", error: "is_archived" })` */
  fail(target: FaultFor, fault: Fault): Disposable {
    return this.#world.faults.plan(target, fault);
  }

  archive(channel: string, archived = true): void {
    this.#world.workspace.channels.setArchived(channel, archived);
  }

  invite(channel: string, user: string = this.app.botUserId): void {
    this.#world.workspace.channels.setMember(channel, user, true);
  }

  kick(channel: string, user: string = this.app.botUserId): void {
    this.#world.workspace.channels.setMember(channel, user, false);
  }

  /** The person has left the company. */
  deactivate(user: string): void {
    this.#world.workspace.user(user).deleted = true;
  }

  /** From now on every call answers `token_revoked`. */
  revokeToken(revoked = true): void {
    this.#world.settings.tokenRevoked = revoked;
  }

  /** Whether native charts and tables are understood; where not, they answer `invalid_blocks`. */
  setNative(native: Partial<NativeBlocks>): void {
    this.#world.settings.native = { ...this.#world.settings.native, ...native };
  }

  setRateLimits(rateLimits: "off" | "documented"): void {
    this.#world.settings.rateLimits = rateLimits;
  }

  /** Rules of Slack's that the app broke. */
  get violations(): readonly Violation[] {
    return this.#world.violations.all();
  }

  /** The violations so far, counted no longer; for tests that break a rule on purpose. */
  takeViolations(): readonly Violation[] {
    return this.#world.violations.take();
  }

  /** @throws RunrateError `sandbox_violation` when the app broke a rule */
  assertNoViolations(): void {
    this.#world.violations.throwIfAny();
  }

  /** Listens to every change. @returns a function that stops */
  listen(listener: (change: Change) => void): () => void {
    return this.#world.feed.listen(listener);
  }

  /** The first value of `look` that is neither undefined nor false, looking now and after each change. */
  until<T>(look: () => T | undefined | false, options?: UntilOptions): Promise<T> {
    return this.#world.feed.until(look, options);
  }

  /** The first message of the channel that `fits`, there already or to come. */
  untilMessage(
    channel: string,
    fits: (message: Message) => boolean = () => true,
    options?: UntilOptions,
  ): Promise<Message> {
    return this.until(() => this.channel(channel).messages.find(fits), { what: `a message in ${channel}`, ...options });
  }

  /** The first message to this person alone that `fits`. */
  untilEphemeral(
    user: string,
    fits: (message: Message) => boolean = () => true,
    options?: UntilOptions,
  ): Promise<Message> {
    return this.until(() => this.ephemerals(user).find(fits), { what: `an ephemeral message to ${user}`, ...options });
  }

  /** The modal on top of this person's stack, once it `fits`. */
  untilView(user: string, fits: (view: View) => boolean = () => true, options?: UntilOptions): Promise<View> {
    return this.until(
      () => {
        const view = this.view(user);
        return view && fits(view) ? view : undefined;
      },
      { what: `a modal of ${user}`, ...options },
    );
  }

  /** Waits for Socket Mode to connect. */
  async untilConnected(options?: UntilOptions): Promise<void> {
    await this.until(() => this.socketConnections > 0, { what: "a Socket Mode connection", ...options });
  }

  /** Stops the server and its timers; what was recorded can still be asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport.close();
    this.#world.clock[Symbol.dispose]();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

/**
 * Starts a fake Slack on 127.0.0.1. Dispose of it with `await using`.
 *
 * @throws the listen error when the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = new World(options);
  const transport = new Transport(world);
  const dispatch = new Dispatch(world, transport);
  const server = createSandboxServer(world, pageRoutes(world, dispatch, transport));
  transport.listen(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", () => resolve());
  });
  const address = server.address();
  world.baseUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return new Sandbox(world, server, transport, dispatch);
}
