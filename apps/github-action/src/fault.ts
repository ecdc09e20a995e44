import { RunrateError } from "@runrate/core";
import { statusOf } from "./github-api.ts";

/** A fault in words for a person, without anything that came from outside unchecked. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

const DOCS = "docs/github-action.md lists the codes under Troubleshooting.";

export function describeFault(error: unknown): Fault {
  if (error instanceof RunrateError) return { code: error.code, message: error.message, hint: error.hint ?? DOCS };
  const status = statusOf(error);
  if (status !== null) {
    return {
      code: "github_api",
      message: `GitHub's API answered ${status}`,
      hint: status === 403 ? "Let the job's token read contents and pull requests." : "Run the job again later.",
    };
  }
  const name = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: `an unexpected fault: ${name.slice(0, 300)}`, hint: "Please report it." };
}

/** What stands in the summary, and in an existing comment, instead of a verdict. */
export function faultMarkdown({ code, message, hint }: Fault): string {
  const clean = (text: string) => text.replaceAll(/[<>`@|\r\n]+/g, " ").trim();
  return [
    "### Could not tell what this change does to LLM spend",
    "",
    `${clean(message)}. ${clean(hint)}`,
    "",
    `<sub>This is no verdict: spend may rise or fall. Code: ${clean(code)}</sub>`,
    "",
  ].join("\n");
}
