/** Undoes Slack's escapes in what somebody typed: docs.slack.dev/messaging/formatting-message-text#escaping. Mentions and links stay as they are. */
export function typedText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").trim();
}

/** A mention's text without the mention that called the bot. */
export function withoutMention(text: string, botUserId: string | undefined): string {
  const first = /^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>[\s,:]*/;
  const [mention, id] = first.exec(text) ?? [];
  if (mention !== undefined && (botUserId === undefined || id === botUserId)) return text.slice(mention.length);
  return botUserId === undefined ? text : text.replaceAll(new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, "g"), " ");
}
