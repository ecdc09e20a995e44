/** Text from outside in mrkdwn: docs.slack.dev/messaging/formatting-message-text#escaping. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A name from outside inside a sentence: escaped, and its own marks of bold, italic, strike and code taken apart. */
export function escapeName(text: string): string {
  return withoutMarks(oneLine(text));
}

/** A sentence of ours with names from outside in it: the commands that it names between backticks stay code, the rest is escaped. */
export function escapeSentence(text: string): string {
  return oneLine(text)
    .split(/(`(?:\/cost|runrate) (?:[\w .:/@$-]|<[a-z]+>)+`)/)
    .map((part, index) => (index % 2 === 1 ? escapeText(part) : withoutMarks(part)))
    .join("");
}

/** A zero-width space after a mark keeps Slack from reading it as one; the reader sees the name as it is. Inside a word only a backtick is a mark. */
function withoutMarks(text: string): string {
  return escapeText(text).replaceAll(/(?<!\w)[*_~]|[*_~](?!\w)|`/g, (mark) => `${mark}\u200b`);
}

/** On one line, without control characters. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
}

/** Cut to a length in UTF-16 units, as Slack counts, with an ellipsis; never in the middle of a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]$/.test(text.slice(0, most - 1)) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

export function plain(text: string) {
  return { type: "plain_text", text: text === "" ? " " : text } as const;
}

export function mrkdwn(text: string) {
  return { type: "mrkdwn", text: text === "" ? " " : text } as const;
}

/** A paragraph, cut to what a section holds. */
export function section(text: string) {
  return { type: "section", text: mrkdwn(cut(text, 2_900)) } as const;
}
