import type { App } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { startTinyApp } from "./tiny-app.ts";

const plain = (text: string): { readonly type: "plain_text"; readonly text: string } => ({ type: "plain_text", text });

function budgetApp(app: App): void {
  app.command("/cost", async ({ ack, respond, command }) => {
    await ack();
    await respond({
      text: `spend ${command.text}`,
      blocks: [
        { type: "actions", elements: [{ type: "button", action_id: "raise", text: plain("Raise"), value: "42" }] },
      ],
    });
  });
  app.action("raise", async ({ ack, body, client, respond }) => {
    await ack();
    if (body.type !== "block_actions") return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: "modal",
        callback_id: "raise_budget",
        title: plain("Raise the budget"),
        submit: plain("Raise"),
        private_metadata: "42",
        notify_on_close: true,
        blocks: [
          {
            type: "input",
            block_id: "amount",
            label: plain("Amount"),
            element: { type: "plain_text_input", action_id: "usd" },
          },
        ],
      },
    });
    await respond({ text: "opened", replace_original: true });
  });
  app.view("raise_budget", async ({ ack, view, client, body }) => {
    const amount = view.state.values["amount"]?.["usd"]?.value ?? "";
    if (!/^\d+$/.test(amount)) {
      await ack({ response_action: "errors", errors: { amount: "Give a whole number of dollars" } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: "C1", text: `<@${body.user.id}> raised it to $${amount}` });
  });
  app.view({ type: "view_closed", callback_id: "raise_budget" }, async ({ ack, client, body }) => {
    await ack();
    await client.chat.postEphemeral({ channel: "C1", user: body.user.id, text: "nothing was changed" });
  });
  app.event("app_mention", async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.thread_ts ?? event.ts,
      text: `you said ${event.text}`,
    });
  });
  app.event("app_home_opened", async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: "home", blocks: [{ type: "header", text: plain("This month") }] },
    });
  });
  app.shortcut("explain", async ({ ack, respond }) => {
    await ack();
    await respond({ text: "explained" });
  });
}

describe.each(["http", "socket"] as const)("a Bolt app over %s", (mode) => {
  it("answers a command with a message only the asker sees, and its button opens a modal that posts", async () => {
    await using tiny = await startTinyApp(mode, budgetApp);
    const { sandbox } = tiny;
    const ada = sandbox.person("U1");

    const command = await ada.command("C1", "/cost this month");
    expect(command.outcome).toEqual({ kind: "acknowledged", response: undefined });
    const answer = await sandbox.untilEphemeral("U1", (message) => message.text === "spend this month");
    expect(sandbox.ephemerals("U2")).toEqual([]);

    await ada.press(answer, "raise");
    await sandbox.untilView("U1");
    await sandbox.untilEphemeral("U1", (message) => message.text === "opened");
    const refused = await ada.submit({ usd: "many" });
    expect(refused.outcome).toMatchObject({ response: { response_action: "errors" } });
    expect(sandbox.view("U1")?.errors).toEqual({ amount: "Give a whole number of dollars" });

    await ada.submit({ amount: "1500" });
    await sandbox.untilMessage("C1", (message) => message.text === "<@U1> raised it to $1500");
    expect(sandbox.view("U1")).toBeUndefined();
    sandbox.assertNoViolations();
  });

  it("hears a mention and answers in its thread, a closed modal, App Home and a message shortcut", async () => {
    await using tiny = await startTinyApp(mode, budgetApp);
    const { sandbox } = tiny;
    const ben = sandbox.person("U2");

    const { message } = await ben.say("C2", "@runrate and by project?");
    expect(message.text).toBe("<@UBOT> and by project?");
    const reply = await sandbox.untilMessage("C2", (each) => each.threadTs === message.ts);
    expect(reply.text).toBe("you said <@UBOT> and by project?");

    await ben.openHome();
    await sandbox.until(() => sandbox.home("U2"));
    await ben.messageShortcut("explain", reply);
    await sandbox.untilEphemeral("U2", (each) => each.text === "explained");

    await ben.command("C1", "/cost");
    const answer = await sandbox.untilEphemeral("U2", (each) => each.blocks.length > 0);
    await ben.press(answer, "raise");
    await sandbox.untilView("U2");
    await ben.close();
    await sandbox.untilEphemeral("U2", (each) => each.text === "nothing was changed");
    sandbox.assertNoViolations();
  });
});
