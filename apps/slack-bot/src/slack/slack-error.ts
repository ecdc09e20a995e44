import { ErrorCode } from "@slack/web-api";

/** What Slack answered instead of doing it, such as `is_archived`; undefined when it was something else that failed. */
export function slackErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== ErrorCode.PlatformError) return undefined;
  const answer: unknown = "data" in error ? error.data : undefined;
  const said = typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
  return typeof said === "string" ? said : undefined;
}
