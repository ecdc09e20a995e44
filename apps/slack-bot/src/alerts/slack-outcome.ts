import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";

/** What a failed call of Slack's means for a message that is to be sent. */
export type SlackFailure =
  | { readonly kind: "rate-limited"; readonly afterMs: number }
  /** Slack refuses the blocks: a plainer message may pass. */
  | { readonly kind: "blocks" }
  /** This channel takes no message from the bot. */
  | { readonly kind: "channel"; readonly code: string }
  /** Nothing can be posted anywhere with this token. */
  | { readonly kind: "token"; readonly code: string }
  /** The message to be changed is there no more. */
  | { readonly kind: "gone"; readonly code: string }
  /** Later it may pass. `isUncertain`: Slack may have done what was asked, and its answer was lost. */
  | { readonly kind: "later"; readonly code: string; readonly isUncertain: boolean };

const OF_BLOCKS = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_too_long",
  "msg_blocks_too_long",
  "invalid_attachments",
  "invalid_metadata_format",
  "metadata_too_large",
]);

/** docs.slack.dev/reference/methods/chat.postMessage#errors */
const OF_CHANNEL = new Set([
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "restricted_action_non_threadable_channel",
  "messages_tab_disabled",
  "user_disabled",
  "user_not_found",
  "cannot_dm_bot",
  "ekm_access_denied",
  "team_access_not_granted",
  "method_not_supported_for_channel_type",
  "channel_type_not_supported",
  "is_inactive",
]);

const OF_TOKEN = new Set([
  "token_revoked",
  "token_expired",
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "missing_scope",
  "not_allowed_token_type",
  "no_permission",
  "access_denied",
  "org_login_required",
  "two_factor_setup_required",
  "enterprise_is_restricted",
]);

const GONE = new Set([
  "message_not_found",
  "thread_not_found",
  "cant_update_message",
  "edit_window_closed",
  "cannot_reply_to_message",
]);

/** Answers after which the method may have run all the same: docs.slack.dev/apis/web-api, common errors. */
const UNCERTAIN = new Set(["fatal_error", "internal_error", "request_timeout"]);

/** Connections that never came about: nothing was sent. */
const NOT_CONNECTED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|UND_ERR_CONNECT_TIMEOUT/;

/** Reads what the Web API client threw; anything that it does not throw is a fault of ours and stays one. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: "rate-limited", afterMs: Math.max(1, error.retryAfter) * 1_000 };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === "ratelimited" || code === "rate_limited") return { kind: "rate-limited", afterMs: 30_000 };
    if (OF_BLOCKS.has(code)) return { kind: "blocks" };
    if (OF_CHANNEL.has(code)) return { kind: "channel", code };
    if (OF_TOKEN.has(code)) return { kind: "token", code };
    if (GONE.has(code)) return { kind: "gone", code };
    return { kind: "later", code, isUncertain: UNCERTAIN.has(code) };
  }
  if (error instanceof WebAPIHTTPError) {
    return { kind: "later", code: `http_${error.statusCode}`, isUncertain: error.statusCode >= 500 };
  }
  if (error instanceof WebAPIRequestError) {
    const why = `${error.original.message} ${causeOf(error.original)}`;
    return { kind: "later", code: "connection_failed", isUncertain: !NOT_CONNECTED.test(why) };
  }
  throw error;
}

function causeOf(error: Error): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return "";
  return `${cause.message} ${"code" in cause ? String(cause.code) : ""}`;
}
