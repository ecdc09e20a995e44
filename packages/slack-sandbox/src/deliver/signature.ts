import { createHmac } from "node:crypto";

/**
 * The headers with which Slack proves that a request is its own: docs.slack.dev/authentication/verifying-requests-from-slack.
 * @param timestamp Unix seconds, by the machine's clock
 */
export function signatureHeaders(signingSecret: string, body: string, timestamp: number): Record<string, string> {
  const digest = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(timestamp), "x-slack-signature": `v0=${digest}` };
}
