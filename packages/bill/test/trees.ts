import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundledCatalogue } from "@runrate/catalogue";
import { openTree } from "@runrate/callsites";
import { parseConfig } from "@runrate/config";
import { applyOverrides, type UsageProfile } from "@runrate/core";
import { assessBill, type BillQuestion, type BillReport } from "../src/index.ts";

export type Files = Readonly<Record<string, string>>;

export const NOW = Date.parse("2026-11-24T12:00:00Z");

export interface Question extends Partial<Pick<BillQuestion, "isDisclosed" | "isOwnDismissalCounted" | "paths">> {
  readonly base: Files;
  readonly head: Files;
  readonly config?: string;
  readonly usage?: UsageProfile;
}

/** Assesses two sets of files, through real folders, at the bundled list prices of a fixed day. */
export async function assess({ base, head, config = "", usage, ...rest }: Question): Promise<BillReport> {
  const folder = mkdtempSync(join(tmpdir(), "runrate-bill-"));
  try {
    const settings = parseConfig(config, "runrate.yml");
    const list = { ...bundledCatalogue(), as_of: "2026-11-20" };
    return await assessBill({
      base: await openTree(tree(folder, "base", base)),
      head: await openTree(tree(folder, "head", head)),
      config: settings,
      list,
      catalogue: settings.prices.overrides.length === 0 ? list : applyOverrides(list, settings.prices.overrides),
      aliases: {},
      measured: usage ? { profile: usage, name: "usage.json" } : null,
      now: NOW,
      isDisclosed: true,
      isOwnDismissalCounted: false,
      ...rest,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tree(folder: string, name: string, files: Files): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export interface CallText {
  readonly cap?: number;
  readonly prompt?: string;
  readonly comment?: string;
}

/** A file with one call of a model. */
export function callOf(model: string, { cap, prompt, comment }: CallText = {}): string {
  const limit = cap === undefined ? "" : ` max_tokens: ${cap},`;
  const system = prompt === undefined ? "" : `{ role: "system", content: ${JSON.stringify(prompt)} }, `;
  return `import OpenAI from "openai";
const client = new OpenAI();
export const answer = (question: string) =>
${comment === undefined ? "" : `  // ${comment}\n`}  client.chat.completions.create({ model: ${model},${limit} messages: [${system}{ role: "user", content: question }] });
`;
}

export function profile(rows: readonly Partial<UsageProfile["rows"][number]>[], days = 30): UsageProfile {
  return {
    format: "runrate-usage",
    version: 1,
    from: "2026-10-25T00:00:00.000Z",
    to: "2026-11-24T00:00:00.000Z",
    days,
    rows: rows.map((row) => ({
      provider: "openai",
      model: "gpt-4o-mini",
      project: null,
      workload: null,
      calls: 0,
      input_tokens: { mean: 1_000, p95: 1_000 },
      output_tokens: { mean: 500, p95: 500 },
      cached_basis_points: 0,
      usd: null,
      ...row,
    })),
  };
}
