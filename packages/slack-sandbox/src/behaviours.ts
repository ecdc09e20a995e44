/** One thing the sandbox does as Slack does, and who says that Slack does it. */
export interface Behaviour {
  /** A method, or a part of the platform. */
  readonly of: string;
  readonly does: string;
  /** Error codes it answers with. */
  readonly errors?: readonly string[];
  /** A page of Slack's, a repository of Slack's with its path, or a measurement, restated. */
  readonly source: string;
}

const method = (of: string, does: string, errors: readonly string[] = []): Behaviour => ({
  of,
  does,
  errors,
  source: `docs.slack.dev/reference/methods/${of}`,
});

/** Every behaviour of the sandbox. A test holds the methods and error codes of the code against it. */
export const behaviours: readonly Behaviour[] = [
  method("apps.connections.open", "gives the address of a Socket Mode WebSocket; takes the app-level token"),
  method("auth.test", "names team, bot user and, in an organisation, the enterprise"),
  {
    of: "blocks.validate",
    does: "checks blocks, a message or a view; needs no scope",
    errors: ["invalid_arguments", "invalid_blocks"],
    source: "slackapi/node-slack-sdk, packages/web-api/src/types/request/blocks.ts",
  },
  method("bots.info", "describes the app's own bot", ["bot_not_found"]),
  method("chat.delete", "takes the bot's own message away", [
    "channel_not_found",
    "message_not_found",
    "cant_delete_message",
  ]),
  method("chat.getPermalink", "links to a message, in a thread with its root", [
    "channel_not_found",
    "message_not_found",
  ]),
  method("chat.postEphemeral", "shows a message to one member of the channel; it is in no history", [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "user_not_in_channel",
    "no_text",
    "invalid_blocks",
  ]),
  method("chat.postMessage", "posts by channel id, name or user id; threads, broadcasts, metadata", [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "no_text",
    "markdown_text_conflict",
    "msg_too_long",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_attachments",
    "invalid_metadata_format",
    "metadata_too_large",
  ]),
  method("chat.update", "puts new content in the bot's own message; an ephemeral message cannot be updated", [
    "message_not_found",
    "cant_update_message",
    "channel_not_found",
    "is_archived",
  ]),
  method("conversations.history", "lists newest first, replies only when broadcast; metadata on request", [
    "channel_not_found",
    "not_in_channel",
    "invalid_cursor",
  ]),
  method("conversations.info", "describes a channel that the bot can see", ["channel_not_found"]),
  method("conversations.join", "joins a public channel", [
    "channel_not_found",
    "is_archived",
    "method_not_supported_for_channel_type",
  ]),
  method("conversations.list", "lists channels by type, in pages", ["invalid_types", "invalid_cursor"]),
  method("conversations.members", "lists members, in pages", ["channel_not_found", "invalid_cursor"]),
  method("conversations.open", "opens a direct conversation of up to 8 people", [
    "channel_not_found",
    "users_list_not_supplied",
    "too_many_users",
    "user_not_found",
    "user_disabled",
  ]),
  method("conversations.replies", "lists a thread, its root first", [
    "channel_not_found",
    "not_in_channel",
    "thread_not_found",
    "invalid_cursor",
  ]),
  method("files.completeUploadExternal", "shares what was uploaded, or keeps it private without a channel", [
    "file_not_found",
    "channel_not_found",
    "not_in_channel",
  ]),
  method("files.getUploadURLExternal", "gives an address to upload to and a file id", ["missing_argument"]),
  method("files.info", "describes a completed file", ["file_not_found"]),
  method("reactions.add", "adds the bot's reaction once", [
    "channel_not_found",
    "message_not_found",
    "already_reacted",
  ]),
  method("reactions.remove", "takes the bot's reaction back", [
    "channel_not_found",
    "message_not_found",
    "no_reaction",
  ]),
  method("team.info", "describes the workspace"),
  method("usergroups.list", "lists user groups, with users on request"),
  method("usergroups.users.list", "lists a user group's members", ["no_such_subteam"]),
  method("users.conversations", "lists the channels of a member, in pages", ["invalid_cursor"]),
  method("users.info", "describes a person; the email only with users:read.email", ["user_not_found"]),
  method("users.list", "lists people, in pages", ["invalid_cursor"]),
  method("users.lookupByEmail", "finds an active person by email", ["users_not_found"]),
  method("views.open", "opens a modal for the person whose trigger id it was", [
    "invalid_arguments",
    "duplicate_external_id",
    "invalid_trigger_id",
    "expired_trigger_id",
    "exchanged_trigger_id",
  ]),
  method("views.publish", "publishes a person's App Home; a wrong hash conflicts", [
    "invalid_arguments",
    "hash_conflict",
  ]),
  method("views.push", "puts a modal on top, at most three deep", [
    "invalid_arguments",
    "duplicate_external_id",
    "push_limit_reached",
    "invalid_trigger_id",
    "expired_trigger_id",
    "exchanged_trigger_id",
  ]),
  method("views.update", "replaces an open modal; entered values stay where block and action ids do", [
    "invalid_arguments",
    "not_found",
    "hash_conflict",
  ]),
  {
    of: "Web API",
    does: "answers errors with HTTP 200 and ok: false; wrong or missing tokens, tokens of another kind",
    errors: [
      "not_authed",
      "invalid_auth",
      "token_revoked",
      "not_allowed_token_type",
      "unknown_method",
      "invalid_arguments",
    ],
    source: "docs.slack.dev/apis/web-api#evaluating-responses",
  },
  {
    of: "scopes",
    does: "refuses a method outside the manifest's bot scopes",
    errors: ["missing_scope"],
    source: "docs.slack.dev/reference/scopes; the scopes of each method stand on its page",
  },
  {
    of: "arguments",
    does: "takes the names and types of @slack/web-api, form-encoded or as JSON",
    source: "@slack/web-api 8.2, types/request, through ts-json-schema-generator",
  },
  {
    of: "team_id",
    does: "is taken by every method",
    source: "@slack/web-api 8.2, WebClientOptions.teamId: sent with each call",
  },
  {
    of: "blocks",
    does: "have the shapes of @slack/types, and the lengths that their pages give",
    errors: ["invalid_blocks"],
    source: "@slack/types 3.2; docs.slack.dev/reference/block-kit; slackapi/python-slack-sdk, slack_sdk/models/blocks",
  },
  {
    of: "message size",
    does: "refuses blocks of more than 12,000 characters together",
    errors: ["invalid_blocks"],
    source: "reported by users at about 13,200 characters, not documented; 12,000 is the safe side",
  },
  {
    of: "data_visualization",
    does: "holds 1 to 6 series of 1 to 20 points that cover every category; titles 50, labels 20; messages only, two in one",
    source: "docs.slack.dev/reference/block-kit/blocks/data-visualization-block; two a message as reported by users",
  },
  {
    of: "data_table",
    does: "needs a caption, 2 to 101 rows, at most 20 columns",
    source: "docs.slack.dev/reference/block-kit/blocks/data-table-block",
  },
  {
    of: "native blocks",
    does: "answers invalid_blocks for charts or tables where a workspace has none yet",
    errors: ["invalid_blocks"],
    source: "a phased roll-out, as apps that fall back to text report",
  },
  {
    of: "message metadata",
    does: "needs event_type and event_payload, at most 16,000 characters",
    errors: ["invalid_metadata_format", "metadata_too_large"],
    source: "docs.slack.dev/messaging/message-metadata",
  },
  {
    of: "rate limits",
    does: "counts tiers of 1, 20, 50 and 100 calls a minute; past them HTTP 429 with Retry-After",
    errors: ["ratelimited"],
    source: "docs.slack.dev/apis/web-api/rate-limits; slackapi/java-slack-sdk, metadata/web-api/rate_limit_tiers.json",
  },
  {
    of: "rate of messages",
    does: "takes one message a second in each channel",
    errors: ["ratelimited"],
    source: "docs.slack.dev/apis/web-api/rate-limits",
  },
  {
    of: "rate of history",
    does: "takes one conversations.history or .replies a minute",
    errors: ["ratelimited"],
    source: "docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps",
  },
  {
    of: "pagination",
    does: "gives a cursor that is opaque to the app",
    errors: ["invalid_cursor"],
    source: "docs.slack.dev/apis/web-api/pagination",
  },
  {
    of: "signatures",
    does: "signs v0:timestamp:body; Bolt 5.1 refuses 301 s late and takes 1 h early (measured)",
    source: "docs.slack.dev/authentication/verifying-requests-from-slack",
  },
  {
    of: "acknowledgement",
    does: "waits 3 seconds, then tells the user operation_timeout (Bolt itself answers 404 at 3.005 s, measured)",
    source: "docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response",
  },
  {
    of: "slash commands",
    does: "post form fields; an ack's text or message is shown; not possible in threads; should_escape turns names into ids",
    source: "docs.slack.dev/interactivity/implementing-slash-commands",
  },
  {
    of: "response_url",
    does: "takes 5 answers in 30 minutes: ephemeral, in_channel, replace_original, delete_original",
    source: "docs.slack.dev/interactivity/handling-user-interaction#message_responses",
  },
  {
    of: "response_url, spent",
    does: "answers 404 with used_url or expired_url",
    errors: ["used_url", "expired_url", "invalid_url"],
    source: "as apps report; Slack documents the limits, not the answer",
  },
  {
    of: "trigger ids",
    does: "open one view within 3 seconds",
    errors: ["invalid_trigger_id", "expired_trigger_id", "exchanged_trigger_id"],
    source:
      "docs.slack.dev/interactivity/handling-user-interaction; docs.slack.dev/reference/methods/views.open#errors",
  },
  {
    of: "block_actions",
    does: "carry container, state, the element's value, a response_url from messages only",
    source: "docs.slack.dev/reference/interaction-payloads/block_actions-payload",
  },
  {
    of: "view_submission",
    does: "carries state.values; the ack closes, clears, updates, pushes or names errors at inputs",
    source: "docs.slack.dev/surfaces/modals#interactions",
  },
  {
    of: "view_closed",
    does: "comes only where notify_on_close was set",
    source: "docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed",
  },
  {
    of: "shortcuts",
    does: "are message_action and shortcut payloads",
    source: "docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload",
  },
  {
    of: "events",
    does: "come in an envelope with event_id and authorizations, as subscribed",
    source: "docs.slack.dev/apis/events-api#callback-field",
  },
  {
    of: "event retries",
    does: "come at once, after 1 and after 5 minutes, with x-slack-retry-num and -reason",
    source: "docs.slack.dev/apis/events-api#retries",
  },
  {
    of: "Socket Mode",
    does: "says hello, wraps payloads in envelopes, takes acks by envelope id, asks to reconnect",
    source: "docs.slack.dev/apis/events-api/using-socket-mode; slackapi/node-slack-sdk, packages/socket-mode",
  },
  {
    of: "org-wide installs",
    does: "name the enterprise and is_enterprise_install in payloads, authorizations and auth.test",
    source: "docs.slack.dev/enterprise/organization-ready-apps",
  },
  {
    of: "deactivated people",
    does: "cannot be written to; look-ups by email do not find them",
    errors: ["channel_not_found", "user_disabled", "users_not_found"],
    source: "docs.slack.dev/reference/methods/conversations.open#errors",
  },
];
