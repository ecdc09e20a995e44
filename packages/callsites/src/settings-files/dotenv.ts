import type { SettingsEntry } from "./settings-entry.ts";

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\n]*))/;

/** `NAME=value` lines. A commented one is documentation and no value; an empty one is none either. */
export function readDotenv(path: string, text: string): SettingsEntry[] {
  return text.split("\n").flatMap((line, index): SettingsEntry[] => {
    const match = ASSIGNMENT.exec(line);
    const name = match?.[1];
    const value = (match?.[2] ?? match?.[3] ?? match?.[4] ?? "").trim();
    return name === undefined || value === "" ? [] : [{ path, keys: [name], value, line: index + 1 }];
  });
}
