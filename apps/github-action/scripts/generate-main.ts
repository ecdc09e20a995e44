// Writes the tables of inputs and outputs from action.yml, or with --check says whether they are what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const entry = z.object({ description: z.string() });
const actionSchema = z.object({ inputs: z.record(z.string(), entry), outputs: z.record(z.string(), entry) });
const root = new URL("../../../", import.meta.url);
const action = actionSchema.parse(parse(readFileSync(new URL("apps/github-action/action.yml", root), "utf8")));
const [BEGIN, END] = ["<!-- generated from action.yml: do not edit -->", "<!-- end of what is generated -->"];

const rows = (entries: Readonly<Record<string, z.infer<typeof entry>>>) =>
  Object.entries(entries).map(([name, { description }]) => `| \`${name}\` | ${description.replaceAll("|", "\\|")} |`);
const tables = [
  "| input | |",
  "| --- | --- |",
  ...rows(action.inputs),
  "",
  "| output | |",
  "| --- | --- |",
  ...rows(action.outputs),
].join("\n");

for (const name of ["apps/github-action/README.md", "docs/github-action.md"]) {
  const file = new URL(name, root);
  const page = readFileSync(file, "utf8");
  const from = page.indexOf(BEGIN);
  if (from === -1) throw new Error(`${name} has no line ${BEGIN}`);
  const to = page.indexOf(END, from);
  const rest = to === -1 ? "\n" : page.slice(to + END.length);
  const text = `${page.slice(0, from)}${BEGIN}\n\n${tables}\n\n${END}${rest}`;
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (page !== text) {
    console.error(`${name} is not what action.yml says: run \`pnpm --filter @runrate/github-action generate\``);
    process.exitCode = 1;
  }
}
