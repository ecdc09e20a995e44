import { createHash } from "node:crypto";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
  mkdirSync,
  existsSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scanTree } from "../index.ts";
import { installedGrammars, ParserPool } from "../parse/grammars.ts";
import { parseModule } from "../parse/parse-module.ts";
import { MODULE_FORMAT, ModuleCache } from "./module-cache.ts";

const CODE = `import OpenAI from "openai";
const MODEL = process.env.MODEL ?? "gpt-4o";
export class Bot { limit = 5; ask = ({ text = "x" }) => new OpenAI().chat.completions.create({ model: MODEL, max_tokens: this.limit, messages: [text] }); }
`;
const bytes = new TextEncoder().encode(CODE);
const tree = {
  label: "",
  files: [{ path: "a.ts", size: null, contentId: null }],
  notes: [],
  readAll: async () => new Map([["a.ts", bytes]]),
};

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "cache-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The one entry that a scan of the tree leaves. */
async function entryOf(name: string): Promise<{ path: string; scan: () => Promise<unknown> }> {
  const cacheFolder = join(folder, name);
  const scan = async (): Promise<unknown> => (await scanTree(tree, { cacheFolder })).callSites;
  await scan();
  const [version = ""] = readdirSync(cacheFolder);
  const entries = readdirSync(join(cacheFolder, version));
  expect(entries).toHaveLength(1);
  return { path: join(cacheFolder, version, entries[0] ?? ""), scan };
}

describe("parsed files between runs", () => {
  test("give the same sites as parsing does", async () => {
    const { path, scan } = await entryOf("same");
    const parsed = (await scanTree(tree)).callSites;
    const written = readFileSync(path);
    expect(await scan()).toEqual(parsed);
    expect(readFileSync(path)).toEqual(written);
  });

  test.each<[string, (entry: Buffer) => Buffer]>([
    ["cut short", (entry) => entry.subarray(0, entry.length / 2)],
    ["empty", () => Buffer.alloc(0)],
    ["changed in one place", (entry) => Buffer.from(entry).fill(entry[100] === 1 ? 2 : 1, 100, 101)],
    ["something else with a right hash", () => sealed({ kinds: [], module: { language: "python", calls: "all" } })],
    ["of kinds that nobody knows", (entry) => sealed({ ...opened(entry), kinds: ["literal", "match"] })],
    ["a module that does not say its kinds", (entry) => sealed(opened(entry)["module"])],
    ["no object at all", () => sealed(null)],
  ])("that are %s are parsed again", async (name, change) => {
    const { path, scan } = await entryOf(name);
    const expected = await scan();
    writeFileSync(path, change(readFileSync(path)));
    expect(await scan()).toEqual(expected);
  });

  test("say all kinds of what is in them, so that one which another release adds is not read here", async () => {
    const { path } = await entryOf("kinds");
    const { kinds } = opened(readFileSync(path));
    expect(kinds).toEqual(expect.arrayContaining(["module", "class", "fallback", "call", "member", "literal"]));
  });

  test("are not needed: a folder that cannot be made changes nothing", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    expect((await scanTree(tree, { cacheFolder: file })).callSites).toHaveLength(1);
  });

  test("of versions that nobody uses any more are removed", () => {
    const root = join(folder, "versions");
    const old = join(root, "modules-0-1");
    const recent = join(root, "modules-0-2");
    mkdirSync(old, { recursive: true });
    mkdirSync(recent);
    utimesSync(old, new Date(0), new Date(0));
    new ModuleCache(root);
    expect([existsSync(old), existsSync(recent)]).toEqual([false, true]);
  });

  test("have a format whose number is raised when what is stored changes", async () => {
    const parsers = new ParserPool(installedGrammars());
    await parsers.load(["typescript"]);
    const parsed = parseModule("a.ts", bytes, parsers);
    const shape = createHash("sha256")
      .update(JSON.stringify(shapeOf(parsed, new Set())))
      .digest("hex")
      .slice(0, 12);
    // Where this fails, raise MODULE_FORMAT in module-cache.ts, and write both here.
    expect({ format: MODULE_FORMAT, shape }).toEqual({ format: "5", shape: "88c99f905e2c" });
  });
});

function opened(entry: Buffer): Readonly<Record<string, unknown>> {
  return deserialize(entry.subarray(32));
}

function sealed(value: unknown): Buffer {
  const payload = serialize(value);
  return Buffer.concat([createHash("sha256").update(payload).digest(), payload]);
}

/** Names and values of a model, without its circles. */
function shapeOf(value: unknown, seen: Set<object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return "…";
  seen.add(value);
  if (value instanceof Map) return [...value].map(([key, inner]) => [key, shapeOf(inner, seen)]);
  if (Array.isArray(value)) return value.map((inner) => shapeOf(inner, seen));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner, seen)]));
}
