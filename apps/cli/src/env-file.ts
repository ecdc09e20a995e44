import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Terminal } from "./terminal.ts";

/** The environment with the variables of the folder's `.env` under it: what is really set wins. */
export function withEnvFile(env: Terminal["env"], folder: string): Terminal["env"] {
  let text: string;
  try {
    text = readFileSync(join(folder, ".env"), "utf8");
  } catch {
    return env;
  }
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== "");
  return { ...parseEnv(text), ...Object.fromEntries(set) };
}
