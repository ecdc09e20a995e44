import type { App } from "@slack/bolt";
import type { Block, KnownBlock } from "@slack/types";

const plain = (text: string): { readonly type: "plain_text"; readonly text: string } => ({ type: "plain_text", text });
const text = (value: string): { readonly type: "raw_text"; readonly text: string } => ({
  type: "raw_text",
  text: value,
});
const money = (value: number): { readonly type: "raw_number"; readonly value: number; readonly text: string } => ({
  type: "raw_number",
  value,
  text: `$${value.toFixed(2)}`,
});

export const sampleManifest = {
  features: {
    slash_commands: [
      {
        command: "/cost",
        description: "Ask what the models cost",
        usage_hint: "this month by model",
        should_escape: true,
      },
    ],
    shortcuts: [{ name: "Explain this spend", callback_id: "explain", type: "message" }],
  },
  oauth_config: {
    scopes: {
      bot: [
        "chat:write",
        "commands",
        "app_mentions:read",
        "users:read",
        "channels:read",
        "channels:history",
        "files:write",
        "im:write",
      ],
    },
  },
  settings: { event_subscriptions: { bot_events: ["app_mention", "app_home_opened", "message.im"] } },
};

/** An answer with every kind of block that Runrate's answers use. */
export function sampleAnswer(title: string): (KnownBlock | Block)[] {
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const chart = {
    type: "data_visualization",
    block_id: "chart",
    title: "Spend by day",
    chart: {
      type: "bar",
      series: [
        { name: "gpt-5", data: days.map((label, index) => ({ label, value: 40 + index * 6 })) },
        { name: "gpt-4o-mini", data: days.map((label, index) => ({ label, value: 22 - index * 2 })) },
      ],
      axis_config: { categories: days, x_label: "Day", y_label: "USD" },
    },
  };
  return [
    { type: "header", text: plain(title) },
    {
      type: "section",
      text: {
        type: "mrkdwn",
        text: "*$615.00* from 1 to 24 November 2026 (UTC), *+$84.10 (+15.8 %)* on the same span of October :chart_with_upwards_trend:",
      },
    },
    {
      type: "section",
      fields: [
        { type: "mrkdwn", text: "*Forecast*\n$771 to $802" },
        { type: "mrkdwn", text: "*Budget left*\n$185.00" },
        { type: "mrkdwn", text: "*Top driver*\n`gpt-5` <script>alert(1)</script> &lt;b&gt;" },
      ],
    },
    chart,
    {
      type: "data_table",
      caption: "Spend by model",
      page_size: 3,
      rows: [
        [text("Model"), text("Requests"), text("Spend")],
        ...["gpt-5", "gpt-4o", "gpt-4o-mini", "o3", "gpt-4.1-nano"].map((model, index) => [
          text(model),
          { type: "raw_number" as const, value: 1200 - index * 130, text: String(1200 - index * 130) },
          money(400 / (index + 1)),
        ]),
      ],
    },
    {
      type: "actions",
      block_id: "answer",
      elements: [
        { type: "button", action_id: "budget", text: plain("Set a budget"), style: "primary", value: "1" },
        { type: "button", action_id: "share", text: plain("Share to channel") },
        {
          type: "static_select",
          action_id: "by",
          placeholder: plain("Break down by"),
          options: [
            { text: plain("Model"), value: "model" },
            { text: plain("Project"), value: "project" },
          ],
        },
        {
          type: "overflow",
          action_id: "more",
          options: [
            { text: plain("Why?"), value: "why" },
            { text: plain("Export CSV"), value: "csv" },
          ],
        },
      ],
    },
    {
      type: "context",
      elements: [
        {
          type: "mrkdwn",
          text: "Data through 24 Nov 13:00 UTC · prices of 23 Sep 2026 · 0.4 % unpriced · <https://example.com|how>",
        },
      ],
    },
  ];
}

/** A bot that shows what the page can draw and do. */
export function sampleApp(app: App): void {
  app.command("/cost", async ({ ack, respond, command }) => {
    await ack();
    await respond({
      text: `Spend ${command.text}`,
      blocks: sampleAnswer(command.text === "" ? "This month" : command.text),
    });
  });
  app.action("share", async ({ ack, body, client }) => {
    await ack();
    if (body.channel?.id)
      await client.chat.postMessage({
        channel: body.channel.id,
        text: "This month: $615.00",
        blocks: sampleAnswer("This month, shared"),
      });
  });
  app.action("more", async ({ ack, client, body, action }) => {
    await ack();
    if (action.type === "overflow" && body.channel?.id)
      await client.chat.postEphemeral({
        channel: body.channel.id,
        user: body.user.id,
        text: `you chose *${action.selected_option.value}*`,
      });
  });
  app.action("by", async ({ ack, client, body, action }) => {
    await ack();
    if (action.type === "static_select" && body.channel?.id)
      await client.chat.postEphemeral({
        channel: body.channel.id,
        user: body.user.id,
        text: `by ${action.selected_option.value}`,
      });
  });
  app.action("budget", async ({ ack, client, body }) => {
    await ack();
    if (body.type !== "block_actions") return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: "modal",
        callback_id: "budget",
        title: plain("A budget"),
        submit: plain("Save"),
        close: plain("Cancel"),
        blocks: [
          {
            type: "input",
            block_id: "amount",
            label: plain("Amount in USD"),
            hint: plain("Such as 1500 or 1.5k"),
            element: { type: "plain_text_input", action_id: "usd", placeholder: plain("1500") },
          },
          {
            type: "input",
            block_id: "period",
            label: plain("Period"),
            element: {
              type: "static_select",
              action_id: "unit",
              initial_option: { text: plain("Month"), value: "month" },
              options: [
                { text: plain("Week"), value: "week" },
                { text: plain("Month"), value: "month" },
              ],
            },
          },
          {
            type: "input",
            block_id: "alerts",
            optional: true,
            label: plain("Alert at"),
            element: {
              type: "checkboxes",
              action_id: "at",
              options: [
                { text: plain("50 %"), value: "50" },
                { text: plain("80 %"), value: "80" },
                { text: plain("100 %"), value: "100" },
              ],
            },
          },
          {
            type: "input",
            block_id: "channel",
            optional: true,
            label: plain("Channel"),
            element: { type: "channels_select", action_id: "in" },
          },
        ],
      },
    });
  });
  app.view("budget", async ({ ack, view, client, body }) => {
    const amount = view.state.values["amount"]?.["usd"]?.value ?? "";
    if (!/^\d+$/.test(amount)) {
      await ack({ response_action: "errors", errors: { amount: "Give a whole number of dollars" } });
      return;
    }
    await ack();
    await client.chat.postMessage({
      channel: "C1",
      text: `:white_check_mark: <@${body.user.id}> set a budget of $${amount} a ${view.state.values["period"]?.["unit"]?.selected_option?.value ?? ""}`,
    });
  });
  app.event("app_mention", async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.thread_ts ?? event.ts,
      text: "In this thread: *$12.30* by `gpt-5`",
    });
  });
  app.event("app_home_opened", async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: "home",
        blocks: [
          { type: "header", text: plain("This month") },
          {
            type: "section",
            text: { type: "mrkdwn", text: "*$615.00* of $800.00 (76.9 %)" },
            accessory: { type: "button", action_id: "budget", text: plain("New budget") },
          },
          { type: "divider" },
          { type: "context", elements: [{ type: "mrkdwn", text: "No alerts in the last 7 days" }] },
        ],
      },
    });
  });
  app.shortcut("explain", async ({ ack, respond }) => {
    await ack();
    await respond({ text: "It is mostly volume: 1,200 requests more than last month." });
  });
}
