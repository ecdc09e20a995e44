import { lowerJavaScript } from "../lower/javascript.ts";
import { lowerPython } from "../lower/python.ts";
import type { ModuleModel } from "../module/module.ts";
import type { ParserPool } from "./grammars.ts";
import { readSource } from "./source-text.ts";
import { copyTree } from "./syntax-node.ts";

export type ParsedModule =
  | { readonly kind: "module"; readonly module: ModuleModel }
  | { readonly kind: "skipped"; readonly reason: string };

/** Longest time one file may take; generated grammar traps end here. */
const PARSE_BUDGET_MS = 5_000;

/**
 * Parses one file into a module. Damaged source gives what could be read, with `damaged` set; a file that is too big,
 * minified or binary is skipped with the reason. Never throws for what a file contains.
 */
export function parseModule(path: string, bytes: Uint8Array, parsers: ParserPool): ParsedModule {
  const source = readSource(path, bytes);
  if (source.kind === "skipped") return source;
  const parser = parsers.parser(source.language);
  if (parser === null) return { kind: "skipped", reason: `the ${source.language} grammar is not loaded` };
  const deadline = performance.now() + PARSE_BUDGET_MS;
  const tree = parser.parse(source.text, null, { progressCallback: () => performance.now() > deadline });
  if (tree === null) {
    parser.reset();
    return { kind: "skipped", reason: `not parsed within ${PARSE_BUDGET_MS} ms` };
  }
  try {
    const copied = copyTree(tree);
    const module =
      source.language === "python"
        ? lowerPython(copied, source.text)
        : lowerJavaScript(copied, source.text, source.language);
    return { kind: "module", module };
  } finally {
    tree.delete();
  }
}
