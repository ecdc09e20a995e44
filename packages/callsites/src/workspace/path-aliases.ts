import { dirname, join, normalize } from "node:path/posix";
import { z } from "zod";

/** `paths` of a tsconfig, with its targets relative to the tree. */
export interface PathAlias {
  readonly pattern: string;
  readonly targets: readonly string[];
}

const configSchema = z.object({
  extends: z.union([z.string(), z.array(z.string())]).optional(),
  compilerOptions: z
    .object({ baseUrl: z.string().optional(), paths: z.record(z.string(), z.array(z.string())).optional() })
    .optional(),
});

/** Aliases of one tsconfig or jsconfig; empty where it has none or cannot be read. */
export function readPathAliases(path: string, text: string): readonly PathAlias[] {
  const parsed = configSchema.safeParse(parseJsonWithComments(text));
  const options = parsed.success ? parsed.data.compilerOptions : undefined;
  if (options === undefined) return [];
  const base = normalize(join(dirname(path), options.baseUrl ?? "."));
  const aliases = Object.entries(options.paths ?? {}).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => normalize(join(base, target))),
  }));
  return options.baseUrl === undefined ? aliases : [...aliases, { pattern: "*", targets: [join(base, "*")] }];
}

function parseJsonWithComments(text: string): unknown {
  // Strings first, so that `//` inside one (a URL, a glob) is left alone. A comment that is not closed takes the rest, or each
  // of many such would look for its end.
  const bare = text.replaceAll(
    /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (_, string: string | undefined) => string ?? "",
  );
  try {
    return JSON.parse(bare.replaceAll(/,(\s*[}\]])/g, "$1"));
  } catch {
    return null;
  }
}
