import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateSlackShapes } from "../src/schema/generate.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
writeFileSync(
  here("../src/schema/slack-shapes.data.ts"),
  generateSlackShapes(here("slack-shapes.ts"), here("tsconfig.json")),
);
