import { ErrorCode, WebClient, type WebClientOptions } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../src/index.ts";

interface Setting extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly client: WebClient;
}

async function start(options: SandboxOptions = {}, clientOptions: WebClientOptions = {}): Promise<Setting> {
  const sandbox = await startSandbox(options);
  const client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    ...clientOptions,
  });
  return { sandbox, client, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

const platformError = (error: string): unknown =>
  expect.objectContaining({ code: ErrorCode.PlatformError, data: expect.objectContaining({ error }) });

describe("messages", () => {
  it("keeps text, blocks, thread, metadata and edit history", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    const metadata = { event_type: "budget_alert", event_payload: { id: "b1", threshold: 80 } };
    const posted = await client.chat.postMessage({ channel: "C1", text: "80 %", metadata });
    const ts = posted.ts ?? "";
    await client.chat.postMessage({ channel: "C1", thread_ts: ts, text: "why", reply_broadcast: true });
    await client.chat.update({ channel: "C1", ts, text: "90 %" });
    const [root, reply] = sandbox.thread("C1", ts);
    expect(root).toMatchObject({ text: "90 %", metadata, edits: [{ text: "80 %" }] });
    expect(reply).toMatchObject({ text: "why", threadTs: ts, broadcast: true });
    const history = await client.conversations.history({ channel: "C1", include_all_metadata: true });
    expect(history.messages?.map((message) => [message.text, message.metadata?.event_type])).toEqual([
      ["why", undefined],
      ["90 %", "budget_alert"],
    ]);
    expect((await client.conversations.replies({ channel: "C1", ts })).messages).toHaveLength(2);
    await client.chat.delete({ channel: "C1", ts });
    expect(sandbox.deletedMessages("C1").map((message) => message.ts)).toEqual([ts]);
    sandbox.assertNoViolations();
  });

  it("refuses a channel that is unknown, archived or without the bot, and an ephemeral message's update", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    await expect(client.chat.postMessage({ channel: "C404", text: "x" })).rejects.toEqual(
      platformError("channel_not_found"),
    );
    sandbox.archive("C2");
    await expect(client.chat.postMessage({ channel: "C2", text: "x" })).rejects.toEqual(platformError("is_archived"));
    sandbox.kick("C3");
    await expect(client.chat.postMessage({ channel: "C3", text: "x" })).rejects.toEqual(
      platformError("not_in_channel"),
    );
    const { message_ts: ts = "" } = await client.chat.postEphemeral({ channel: "C1", user: "U1", text: "for you" });
    await expect(client.apiCall("chat.update", { channel: "C1", ts, text: "y" })).rejects.toEqual(
      platformError("message_not_found"),
    );
    await expect(client.chat.postMessage({ channel: "C1", text: "" })).rejects.toEqual(platformError("no_text"));
    sandbox.revokeToken();
    await expect(client.auth.test()).rejects.toEqual(platformError("token_revoked"));
    sandbox.assertNoViolations();
  });

  it("takes a user id as a direct message, unless the person has left", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    await client.chat.postMessage({ channel: "U2", text: "only you" });
    expect(sandbox.directMessages("U2").map((message) => message.text)).toEqual(["only you"]);
    sandbox.deactivate("U2");
    await expect(client.chat.postMessage({ channel: "U2", text: "x" })).rejects.toEqual(
      platformError("channel_not_found"),
    );
  });
});

describe("rules the app must keep", () => {
  it("records an unknown method, an unknown argument and a wrong type, and answers with Slack's codes", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    await expect(client.apiCall("chat.shout", { channel: "C1" })).rejects.toEqual(platformError("unknown_method"));
    await expect(client.apiCall("chat.postMessage", { channel: "C1", text: "x", loud: true })).rejects.toEqual(
      platformError("invalid_arguments"),
    );
    await expect(client.apiCall("chat.delete", { channel: "C1" })).rejects.toEqual(platformError("invalid_arguments"));
    expect(sandbox.violations.map((violation) => violation.message)).toEqual([
      "chat.shout: the sandbox knows no such method",
      "chat.postMessage: unknown argument loud",
      "chat.delete: / must have required property 'ts'",
    ]);
    expect(() => sandbox.assertNoViolations()).toThrow(/broke 3 of Slack's rules/);
    sandbox.takeViolations();
    sandbox.assertNoViolations();
  });

  it("refuses a method outside the manifest's scopes", async () => {
    await using setting = await start({
      manifest: { oauth_config: { scopes: { bot: ["chat:write"] } }, settings: {} },
    });
    const { sandbox, client } = setting;
    await client.chat.postMessage({ channel: "C1", text: "x" });
    await expect(client.users.list({})).rejects.toEqual(platformError("missing_scope"));
    expect(sandbox.takeViolations()).toHaveLength(1);
  });

  it("answers invalid_blocks for native charts where the workspace has none, which is no violation", async () => {
    await using setting = await start({ native: { charts: false } });
    const { sandbox, client } = setting;
    const axis_config = { categories: ["Mon"] };
    const chart = {
      type: "data_visualization",
      title: "Spend",
      chart: { type: "line", series: [{ name: "all", data: [{ label: "Mon", value: 1 }] }], axis_config },
    };
    await expect(client.chat.postMessage({ channel: "C1", text: "x", blocks: [chart] })).rejects.toEqual(
      platformError("invalid_blocks"),
    );
    sandbox.assertNoViolations();
    sandbox.setNative({ charts: true });
    await client.chat.postMessage({ channel: "C1", text: "x", blocks: [chart] });
  });
});

describe("faults on demand", () => {
  it("posts and then drops the connection, so that the app cannot know", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    sandbox.fail({ method: "chat.postMessage" }, { kind: "dropped_after" });
    await expect(client.chat.postMessage({ channel: "C1", text: "alert" })).rejects.toMatchObject({
      code: ErrorCode.RequestError,
    });
    expect(sandbox.channel("C1").messages.map((message) => message.text)).toEqual(["alert"]);
    sandbox.fail({ method: "chat.postMessage" }, { kind: "dropped_before" });
    await expect(client.chat.postMessage({ channel: "C1", text: "lost" })).rejects.toMatchObject({
      code: ErrorCode.RequestError,
    });
    expect(sandbox.channel("C1").messages).toHaveLength(1);
  });

  it("answers 429, 503 and error codes for as many calls as planned, in one channel only where asked", async () => {
    await using setting = await start({}, { rejectRateLimitedCalls: true });
    const { sandbox, client } = setting;
    sandbox.fail({ method: "chat.postMessage", channel: "C1" }, { kind: "rate_limited", retryAfterSeconds: 7 });
    await client.chat.postMessage({ channel: "C2", text: "x" });
    await expect(client.chat.postMessage({ channel: "C1", text: "x" })).rejects.toMatchObject({
      code: ErrorCode.RateLimitedError,
      retryAfter: 7,
    });
    sandbox.fail({ method: "*", after: 1 }, { kind: "http", status: 503 });
    await client.auth.test();
    await expect(client.auth.test()).rejects.toMatchObject({ code: ErrorCode.HTTPError, statusCode: 503 });
    const planned = sandbox.fail(
      { method: "chat.postMessage", times: Infinity },
      { kind: "error", error: "is_archived" },
    );
    await expect(client.chat.postMessage({ channel: "C1", text: "x" })).rejects.toEqual(platformError("is_archived"));
    planned[Symbol.dispose]();
    await client.chat.postMessage({ channel: "C1", text: "x" });
  });

  it("allows one message a second in each channel under the documented rates", async () => {
    await using setting = await start({ rateLimits: "documented" }, { rejectRateLimitedCalls: true });
    const { sandbox, client } = setting;
    await client.chat.postMessage({ channel: "C1", text: "1" });
    await client.chat.postMessage({ channel: "C2", text: "1" });
    await expect(client.chat.postMessage({ channel: "C1", text: "2" })).rejects.toMatchObject({
      code: ErrorCode.RateLimitedError,
      retryAfter: 1,
    });
    sandbox.clock.advance(1_000);
    await client.chat.postMessage({ channel: "C1", text: "2" });
  });
});

describe("what else the app reads", () => {
  it("lists people, groups, channels and members, in pages", async () => {
    await using setting = await start({
      workspace: { userGroups: [{ id: "S1", handle: "finops", name: "FinOps", users: ["U1"] }] },
    });
    const { sandbox, client } = setting;
    expect((await client.users.lookupByEmail({ email: "ADA@example.com" })).user?.id).toBe("U1");
    expect((await client.users.info({ user: "U1" })).user?.tz).toBe("Europe/Berlin");
    expect((await client.usergroups.users.list({ usergroup: "S1" })).users).toEqual(["U1"]);
    const first = await client.conversations.list({ limit: 2 });
    const second = await client.conversations.list({ limit: 2, cursor: first.response_metadata?.next_cursor ?? "" });
    expect([...(first.channels ?? []), ...(second.channels ?? [])].map((channel) => channel.name)).toEqual([
      "llm-costs",
      "platform",
      "random",
    ]);
    expect((await client.conversations.members({ channel: "C1" })).members).toContain("UBOT");
    expect((await client.conversations.info({ channel: "C1" })).channel).toMatchObject({
      id: "C1",
      is_archived: false,
      is_member: true,
    });
    expect(await client.team.info({})).toMatchObject({ team: { id: "T1" } });
    expect(await client.auth.test()).toMatchObject({ user_id: "UBOT", team_id: "T1", is_enterprise_install: false });
    sandbox.assertNoViolations();
  });

  it("takes a file through the upload in three steps", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    const direct = await client.conversations.open({ users: "U1" });
    await client.filesUploadV2({
      channel_id: direct.channel?.id ?? "",
      filename: "spend.csv",
      content: "model,usd\ngpt-5,1.50\n",
      title: "Spend",
    });
    const [file] = sandbox.files();
    expect(file).toMatchObject({ name: "spend.csv", title: "Spend" });
    expect(Buffer.from(file?.content ?? []).toString()).toBe("model,usd\ngpt-5,1.50\n");
    expect(sandbox.directMessages("U1")).toMatchObject([{ files: [file?.id] }]);
    sandbox.assertNoViolations();
  });

  it("validates blocks as Slack's own oracle does, without a violation", async () => {
    await using setting = await start();
    const { sandbox, client } = setting;
    await client.blocks.validate({ blocks: [{ type: "divider" }] });
    await expect(
      client.blocks.validate({ blocks: [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }] }),
    ).rejects.toEqual(platformError("invalid_blocks"));
    sandbox.assertNoViolations();
  });
});
