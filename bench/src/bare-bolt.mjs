import { createRequire } from "node:module";

// The least that a Slack app can be: Bolt's receiver, one command that it acknowledges, and a health check.
const { App, HTTPReceiver } = createRequire(process.env.BOLT_FROM)("@slack/bolt");
const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  customRoutes: [{ path: "/readyz", method: "GET", handler: (_request, response) => response.end("ok") }],
});
const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  receiver,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});
app.command("/cost", async ({ ack }) => ack());
const server = await app.start({ port: 0, host: "127.0.0.1" });
process.stdout.write(`{"port":${server.address().port}}\n`);
