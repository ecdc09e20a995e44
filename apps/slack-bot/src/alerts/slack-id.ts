/** Whether a channel is given by its id; names have no capitals. */
export function isChannelId(channel: string): boolean {
  return /^[CGD][A-Z0-9]+$/.test(channel);
}

/** Whether somebody is given by their id of Slack's. */
export function isUserId(user: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(user);
}

/** What `channel` of the Web API takes: ids as they are, names with "#". */
export function addressOf(channel: string): string {
  return isChannelId(channel) || isUserId(channel) ? channel : `#${channel.replace(/^#/, "")}`;
}
