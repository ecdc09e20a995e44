import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assessBill, renderComment } from "@runrate/bill";
import type { SourceTree } from "@runrate/callsites";
import { parseConfig } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import type { PullRequests } from "@runrate/slack-sandbox";
import { applyPatch, createTwoFilesPatch, parsePatch, type StructuredPatch } from "diff";
import type { Prices } from "../prices.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

type Files = ReadonlyMap<string, string>;

/** Changes of `examples/`, with its volumes and policies, and any diff that somebody pastes, judged as the action judges. */
export function examplePullRequests({ catalogue, aliases }: Prices, now: number): PullRequests {
  const base = exampleFiles();
  const config = parseConfig(readFileSync(join(ROOT, ".github/runrate.yml"), "utf8"), ".github/runrate.yml");
  return {
    samples: SAMPLES.map(({ name, path, from, to }) => {
      const old = base.get(path) ?? "";
      const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, old, old.replace(from, to));
      // As git writes it.
      return { name, diff: patch.replace(/^=+\n/, `diff --git a/${path} b/${path}\n`) };
    }),
    async estimate(diff) {
      const change = changeOf(base, diff);
      const report = await assessBill({
        base: treeOf("base", change.before),
        head: treeOf("head", change.after),
        config,
        list: catalogue,
        catalogue,
        aliases,
        measured: null,
        now,
        isDisclosed: true,
        isOwnDismissalCounted: true,
      });
      const remarks = change.isWhole
        ? []
        : ["> Only the lines of this diff are known: a value that stands elsewhere is not seen here."];
      return { markdown: renderComment(report, { remarks }), policy: report.verdict.policy };
    },
  };
}

const SAMPLES = [
  { name: "A better model", path: "examples/support/settings.py", from: "gpt-6-luna", to: "gpt-6.2-sol" },
  { name: "A higher cap", path: "examples/support/settings.py", from: "= 600", to: "= 4_000" },
  { name: "A cheaper ranking", path: "examples/search/rank.py", from: "gpt-5.4-nano", to: "gpt-6-luna" },
  {
    name: "One more call",
    path: "examples/support/answer.py",
    from: /$/,
    to: '\n\ndef title(question: str) -> str:\n    response = client.responses.create(model="gpt-5.4", input=question, max_output_tokens=20)\n    return response.output_text\n',
  },
  {
    name: "A comment alone",
    path: "examples/search/rank.py",
    from: "client = OpenAI()",
    to: "client = OpenAI()  # one for all",
  },
] as const;

function exampleFiles(): Files {
  const names = readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" });
  return new Map(
    names
      .filter((name) => name.endsWith(".py"))
      .map((name) => [`examples/${name.replaceAll("\\", "/")}`, readFileSync(join(ROOT, "examples", name), "utf8")]),
  );
}

interface Change {
  readonly before: Files;
  readonly after: Files;
  /** Whether all of each file is known, not only what stands in the diff. */
  readonly isWhole: boolean;
}

/**
 * The trees that a diff leads from and to: it is applied where its files are known; of others there is what the diff shows of
 * them, at its own lines.
 *
 * @throws RunrateError `bad_diff` when there is no file in it
 */
function changeOf(base: Files, diff: string): Change {
  const patches = readPatches(diff).filter(({ hunks }) => hunks.some(({ lines }) => lines.length > 0));
  if (patches.length === 0) {
    throw new RunrateError("bad_diff", "there is no change in this: paste a unified diff, as `git diff` prints it");
  }
  const before = new Map(base);
  const after = new Map(base);
  let isWhole = true;
  for (const patch of patches) {
    const [from, to] = [pathOf(patch.oldFileName), pathOf(patch.newFileName)];
    const old = from === null ? "" : base.get(from);
    const applied = old === undefined ? false : applyPatch(old, patch);
    if (from !== null) after.delete(from);
    if (applied !== false) {
      if (to !== null) after.set(to, applied);
      continue;
    }
    isWhole &&= from === null;
    if (from !== null) before.set(from, shown(patch, "-"));
    if (to !== null) after.set(to, shown(patch, "+"));
  }
  return { before, after, isWhole };
}

function readPatches(diff: string): readonly StructuredPatch[] {
  try {
    return parsePatch(diff.replaceAll("\r\n", "\n"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunrateError("bad_diff", `this is not a unified diff: ${why.slice(0, 200)}`, {}, { cause: error });
  }
}

/** Null: the file is not there on this side. */
function pathOf(name: string | undefined): string | null {
  if (name === undefined || name === "/dev/null") return null;
  return name.replace(/^[ab]\//, "").replace(/\t.*$/, "");
}

/** One side of what a diff shows of a file, with empty lines where it shows nothing. */
function shown({ hunks }: StructuredPatch, sign: "-" | "+"): string {
  const lines: string[] = [];
  for (const { oldStart, newStart, lines: own } of hunks) {
    const start = sign === "-" ? oldStart : newStart;
    while (lines.length < start - 1) lines.push("");
    for (const line of own) if (line.startsWith(sign) || line.startsWith(" ")) lines.push(line.slice(1));
  }
  return `${lines.join("\n")}\n`;
}

/** Files in memory as a tree. */
function treeOf(label: string, files: Files): SourceTree {
  return {
    label,
    files: [...files]
      .map(([path, text]) => ({ path, size: text.length, contentId: null }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    notes: [],
    readAll: (paths) =>
      Promise.resolve(
        new Map(
          paths.flatMap((path): [string, Uint8Array][] => {
            const text = files.get(path);
            return text === undefined ? [] : [[path, Buffer.from(text)]];
          }),
        ),
      ),
  };
}
