// Writes sample/usage.csv.gz from the published traces (see sample/README.md). `node scripts/sample/generate-main.ts [folder]`
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { sampleCsv } from "./sample-usage.ts";

const root = resolve(import.meta.dirname, "../..");
const shared = process.argv[2] ?? process.env["RUNRATE_SHARED"] ?? join(root, "..", "shared");
writeFileSync(join(root, "sample", "usage.csv.gz"), gzipSync(sampleCsv(shared), { level: 9 }));
