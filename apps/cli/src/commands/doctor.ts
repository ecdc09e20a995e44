import { renderColumns } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import type { Check } from "../doctor/check.ts";
import { configurationChecks, environmentCheck } from "../doctor/configuration-check.ts";
import { connectionChecks } from "../doctor/connection-check.ts";
import { ledgerChecks } from "../doctor/ledger-check.ts";
import { priceChecks } from "../doctor/price-check.ts";
import { withEnvFile } from "../env-file.ts";
import { printable } from "../failure.ts";
import type { CommandResult } from "../terminal.ts";

const MARKS: Readonly<Record<Check["status"], string>> = { ok: "ok", warning: "!", failure: "failed", skipped: "-" };

/** `runrate doctor`: configuration, ledger, prices and connections, and what to do about what is wrong. A failure is a "no". */
export async function doctor(
  _args: readonly string[],
  options: { readonly offline?: boolean },
  given: CommandContext,
): Promise<CommandResult> {
  const terminal = { ...given.terminal, env: withEnvFile(given.terminal.env, given.folder) };
  const context = { ...given, terminal };
  const configuration = configurationChecks(context);
  const isReadable = configuration.every(({ status }) => status !== "failure");
  const checks = [
    ...configuration,
    environmentCheck(context),
    // Without a sound configuration neither prices nor ledger can be read as they would be.
    ...(isReadable ? [...priceChecks(context), ...(await ledgerChecks(context))] : []),
    ...(await connectionChecks(context, options.offline === true)),
  ];
  const failures = checks.filter(({ status }) => status === "failure").length;
  const warnings = checks.filter(({ status }) => status === "warning").length;
  return {
    isNo: failures > 0,
    text: [...lines(checks), summary(failures, warnings)].join("\n"),
    json: { ok: failures === 0, failures, warnings, checks },
  };
}

function lines(checks: readonly Check[]): string[] {
  const rows = checks.flatMap(({ name, status, message, fix }) => [
    [MARKS[status], name, printable(message)],
    ...(fix === undefined ? [] : [["", "", `→ ${printable(fix)}`]]),
  ]);
  const columns = ["", "", ""].map((heading) => ({ heading, align: "left" }) as const);
  return renderColumns(columns, rows).split("\n").slice(1);
}

function summary(failures: number, warnings: number): string {
  if (failures === 0 && warnings === 0) return "all is well";
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  return `${count(failures, "failure")}, ${count(warnings, "warning")}`;
}
