import type { App } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { startTinyApp } from "./tiny-app.ts";

/** Tells what the app heard, and answers at once or when a test lets it. */
function listener(heard: unknown[], wait: Promise<void> = Promise.resolve()): (app: App) => void {
  return (app) => {
    app.command("/cost", async ({ ack, body }) => {
      heard.push(body);
      await wait;
      await ack();
    });
    app.event("app_mention", async ({ body, context }) => {
      heard.push({ event: body.event_id, retry: context.retryNum });
    });
  };
}

const responseUrlOf = (sandbox: Sandbox): string => String(sandbox.deliveries()[0]?.payload["response_url"]);
const post = async (url: string, body: object): Promise<string> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return `${response.status} ${await response.text()}`;
};

describe("signed requests", () => {
  it("are taken by Bolt up to 5 minutes late, refused later and with another secret", async () => {
    const heard: unknown[] = [];
    await using tiny = await startTinyApp("http", listener(heard));
    const ada = tiny.sandbox.person("U1");
    expect((await ada.command("C1", "/cost", { timestampOffsetSeconds: -290 })).outcome.kind).toBe("acknowledged");
    expect((await ada.command("C1", "/cost", { timestampOffsetSeconds: -310 })).outcome).toEqual({
      kind: "refused",
      status: 401,
    });
    expect((await ada.command("C1", "/cost", { signingSecret: "another" })).outcome).toEqual({
      kind: "refused",
      status: 401,
    });
    expect(heard).toHaveLength(1);
    expect(tiny.sandbox.ephemerals("U1").map((message) => message.text)).toEqual(
      Array(2).fill('`/cost` failed with the error "dispatch_failed"'),
    );
  });
});

describe("the 3 seconds", () => {
  it.each(["http", "socket"] as const)("run out as operation_timeout, which the asker sees, over %s", async (mode) => {
    const heard: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    await using tiny = await startTinyApp(mode, listener(heard, gate.promise));
    const { sandbox } = tiny;
    const command = sandbox.person("U1").command("C1", "/cost");
    await expect.poll(() => heard.length).toBe(1);
    sandbox.clock.advance(2_900);
    expect(sandbox.ephemerals("U1")).toEqual([]);
    sandbox.clock.advance(100);
    expect((await command).outcome).toEqual({ kind: "operation_timeout" });
    expect(sandbox.ephemerals("U1")).toMatchObject([
      { text: '`/cost` failed with the error "operation_timeout"', fromSlack: true },
    ]);
    gate.resolve();
  });

  it("are kept apart from an app that does not listen at all", async () => {
    await using tiny = await startTinyApp("http", listener([]));
    tiny.sandbox.connect("http://127.0.0.1:1/slack/events");
    expect((await tiny.sandbox.person("U1").command("C1", "/cost")).outcome.kind).toBe("unreachable");
  });
});

describe("a response URL", () => {
  it("takes 5 answers, ephemeral unless told otherwise, then none", async () => {
    await using tiny = await startTinyApp("http", listener([]));
    const { sandbox } = tiny;
    await sandbox.person("U1").command("C1", "/cost");
    const url = responseUrlOf(sandbox);
    expect(await post(url, { text: "1" })).toBe("200 ok");
    expect(await post(url, { text: "2", response_type: "in_channel" })).toBe("200 ok");
    for (const text of ["3", "4", "5"]) expect(await post(url, { text })).toBe("200 ok");
    expect(await post(url, { text: "6" })).toBe('404 {"ok":false,"error":"used_url"}');
    expect(sandbox.ephemerals("U1").map((message) => message.text)).toEqual(["1", "3", "4", "5"]);
    expect(sandbox.channel("C1").messages.map((message) => message.text)).toEqual(["2"]);
  });

  it("ends 30 minutes after it was given out", async () => {
    await using tiny = await startTinyApp("http", listener([]));
    const { sandbox } = tiny;
    await sandbox.person("U1").command("C1", "/cost");
    sandbox.clock.advance(29 * 60_000);
    expect(await post(responseUrlOf(sandbox), { text: "in time" })).toBe("200 ok");
    sandbox.clock.advance(61_000);
    expect(await post(responseUrlOf(sandbox), { text: "late" })).toBe('404 {"ok":false,"error":"expired_url"}');
  });

  it("replaces and deletes the message whose button was pressed, an ephemeral one too", async () => {
    await using tiny = await startTinyApp("http", (app) => {
      app.command("/cost", async ({ ack, respond }) => {
        await ack();
        await respond({
          text: "asked",
          blocks: [
            {
              type: "actions",
              elements: [{ type: "button", action_id: "go", text: { type: "plain_text", text: "Go" }, value: "1" }],
            },
          ],
        });
      });
      app.action("go", async ({ ack, respond }) => {
        await ack();
        await respond({ replace_original: true, text: "replaced" });
        await respond({ delete_original: true });
      });
    });
    const { sandbox } = tiny;
    await sandbox.person("U1").command("C1", "/cost");
    const asked = await sandbox.untilEphemeral("U1");
    const texts: string[] = [];
    sandbox.listen(() =>
      texts.push(
        sandbox
          .ephemerals("U1")
          .map((message) => message.text)
          .join(),
      ),
    );
    await sandbox.person("U1").press(asked, "go");
    await sandbox.until(() => sandbox.ephemerals("U1").length === 0);
    expect(texts).toContain("replaced");
  });
});

describe("a trigger id", () => {
  it("opens one view within 3 seconds", async () => {
    await using tiny = await startTinyApp("http", listener([]));
    const { sandbox, app } = tiny;
    const view = { type: "modal" as const, title: { type: "plain_text" as const, text: "T" }, blocks: [] };
    const trigger = async (): Promise<string> =>
      String((await sandbox.person("U1").command("C1", "/cost")).payload["trigger_id"]);
    const first = await trigger();
    await app.client.views.open({ trigger_id: first, view });
    await expect(app.client.views.open({ trigger_id: first, view })).rejects.toMatchObject({
      data: { error: "exchanged_trigger_id" },
    });
    const second = await trigger();
    sandbox.clock.advance(3_001);
    await expect(app.client.views.open({ trigger_id: second, view })).rejects.toMatchObject({
      data: { error: "expired_trigger_id" },
    });
    await expect(app.client.views.open({ trigger_id: "1.2.3", view })).rejects.toMatchObject({
      data: { error: "invalid_trigger_id" },
    });
  });
});

describe("events", () => {
  it("come again at once, after 1 minute and after 5, numbered, when the app fails", async () => {
    const heard: unknown[] = [];
    await using tiny = await startTinyApp("http", listener(heard));
    const { sandbox } = tiny;
    // The sandbox's own port answers 404 to an event: an app that is up and wrong.
    sandbox.connect(`${sandbox.url}/nowhere`);
    const { deliveries } = await sandbox.person("U1").say("C1", "@runrate hello");
    const [mention] = deliveries;
    await sandbox.until(() => mention?.outcomes.length === 2, { what: "the first retry" });
    sandbox.clock.advance(60_000);
    await sandbox.until(() => mention?.outcomes.length === 3, { what: "the second retry" });
    sandbox.clock.advance(300_000);
    await sandbox.until(() => mention?.outcomes.length === 4, { what: "the third retry" });
    expect(mention?.outcome).toEqual({ kind: "refused", status: 404 });
  });

  it.each(["http", "socket"] as const)(
    "can be delivered twice, with the same event id and a retry number, over %s",
    async (mode) => {
      const heard: unknown[] = [];
      await using tiny = await startTinyApp(mode, listener(heard));
      const { sandbox } = tiny;
      const { deliveries } = await sandbox.person("U1").say("C1", "@runrate hello");
      const [mention] = deliveries;
      if (!mention) throw new Error("no mention was delivered");
      await sandbox.repeat(mention);
      await expect
        .poll(() => heard)
        .toEqual([
          { event: mention.payload["event_id"], retry: mode === "http" ? undefined : 0 },
          { event: mention.payload["event_id"], retry: 1 },
        ]);
    },
  );
});

describe("an organisation", () => {
  it("is named in every payload of an org-wide install", async () => {
    const heard: { is_enterprise_install?: string; enterprise_id?: string }[] = [];
    await using tiny = await startTinyApp(
      "http",
      (app) =>
        app.command("/cost", async ({ ack, body }) => {
          heard.push(body);
          await ack("noted");
        }),
      { orgInstall: true, workspace: { enterprise: { id: "E1", name: "Example Corp" } } },
    );
    await tiny.sandbox.person("U1").command("C1", "/cost");
    expect(heard).toMatchObject([{ is_enterprise_install: "true", enterprise_id: "E1" }]);
    expect(await tiny.app.client.auth.test()).toMatchObject({ is_enterprise_install: true, enterprise_id: "E1" });
    expect(tiny.sandbox.ephemerals("U1")).toMatchObject([{ text: "noted" }]);
  });
});

describe("Socket Mode", () => {
  it("delivers nothing while Slack recycles the connection", async () => {
    const heard: unknown[] = [];
    await using tiny = await startTinyApp("socket", listener(heard));
    const { sandbox } = tiny;
    sandbox.refreshSockets();
    await sandbox.until(() => sandbox.socketConnections === 0, { what: "the disconnect" });
    expect((await sandbox.person("U1").command("C1", "/cost")).outcome.kind).toBe("unreachable");
  });
});
