import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUNDLE = join(import.meta.dirname, "../dist/index.js");
/** The token of every run. Neither it nor any other secret may turn up anywhere: `runAction` and the server look for them. */
export const CANARY = "ghs_c4n4ryDoNotPrintThisTokenAnywhere0";

export interface ActionRun {
  readonly code: number | null;
  /** Standard output and standard error: what the log shows. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly stored: string | null;
  /** Everything that leaves the action, in one text; no secret that it was given is in it. */
  readonly everything: string;
}

export interface ActionSettings {
  readonly workspace: string;
  readonly apiUrl: string;
  readonly event: string;
  readonly payload: unknown;
  readonly sha?: string;
  readonly ref?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Inputs that hold a secret. */
const SECRET = /(?:token|key)$/;

/**
 * Runs the built bundle as GitHub runs it: inputs and files by environment, nothing else, with the log of debugging.
 *
 * @throws Error when a secret that it was given leaves it: by its log, outputs, summary, or a file
 */
export async function runAction(settings: ActionSettings): Promise<ActionRun> {
  if (!existsSync(BUNDLE)) throw new Error("apps/github-action/dist is not built: run `npm run build`");
  const folder = mkdtempSync(join(tmpdir(), "runrate-run-"));
  const file = (name: string, text = "") => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const inputs = { "github-token": CANARY, ...settings.inputs };
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "octo-org/shop",
    GITHUB_EVENT_NAME: settings.event,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(settings.payload)),
    GITHUB_OUTPUT: file("output"),
    GITHUB_STEP_SUMMARY: file("summary.md"),
    GITHUB_WORKSPACE: settings.workspace,
    GITHUB_API_URL: settings.apiUrl,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: settings.sha ?? "",
    GITHUB_REF: settings.ref ?? "",
    RUNNER_TEMP: folder,
    RUNNER_DEBUG: "1",
    RUNRATE_NOW: "2026-11-24T12:00:00Z",
    ...settings.env,
  };
  for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.toUpperCase()}`] = value;
  try {
    const { code, log } = await new Promise<{ code: number | null; log: string }>((resolve, reject) => {
      const child = spawn(process.execPath, [BUNDLE], { cwd: settings.workspace, env });
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      child.on("error", reject);
      child.on("close", (exit) => resolve({ code: exit, log: text }));
    });
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    const storedAt = join(folder, "runrate/result.json");
    const stored = existsSync(storedAt) ? readFileSync(storedAt, "utf8") : null;
    const [output, summary] = [read("output"), read("summary.md")];
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "event.json")
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
    for (const [name, secret] of Object.entries(inputs).filter(
      ([input, value]) => SECRET.test(input) && value !== "",
    )) {
      const places = [log, ...files].flatMap((text) => formsOf(secret).flatMap((form) => excerpt(text, form)));
      if (places.length > 0) throw new Error(`the secret ${name} leaves the action: ${places[0]}`);
    }
    return {
      code,
      log,
      outputs: parseOutputs(output),
      summary,
      stored,
      everything: [log, output, summary, stored].join("\n"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A secret as it may be written: itself, and as part of what basic authorisation sends. */
function formsOf(secret: string): string[] {
  return [secret, Buffer.from(`x-access-token:${secret}`).toString("base64"), encodeURIComponent(secret)];
}

function excerpt(text: string, secret: string): string[] {
  const at = text.indexOf(secret);
  return at < 0 ? [] : [text.slice(Math.max(0, at - 80), at + secret.length)];
}

/** `name<<delimiter`, value, `delimiter`: the form of GITHUB_OUTPUT. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name = "", , value = ""] of text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n?\2\n/gm)) outputs[name] = value;
  return outputs;
}
