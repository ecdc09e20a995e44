// Writes runrate.schema.json and the table of docs/runrate-yml.md, or with --check says whether they are what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/json-schema.ts";
import { referenceOf, withReference } from "./reference.ts";

const root = new URL("../../../", import.meta.url);
const schema = configJsonSchema();
const page = readFileSync(new URL("docs/runrate-yml.md", root), "utf8");
const wanted = {
  "runrate.schema.json": `${JSON.stringify(schema, null, 2)}\n`,
  "docs/runrate-yml.md": withReference(page, referenceOf(schema)),
};

for (const [name, text] of Object.entries(wanted)) {
  const file = new URL(name, root);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
  } else if (readFileSync(file, "utf8") !== text) {
    console.error(`${name} is not what packages/config generates: run \`pnpm --filter @runrate/config generate\``);
    process.exitCode = 1;
  }
}
