// Writes runrate.schema.json, or with --check says whether it is what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/json-schema.ts";

const file = new URL("../../../runrate.schema.json", import.meta.url);
const wanted = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(file, wanted);
} else if (readFileSync(file, "utf8") !== wanted) {
  console.error(
    "runrate.schema.json is not what packages/config generates: run `pnpm --filter @runrate/config generate`",
  );
  process.exitCode = 1;
}
