import { existsSync, globSync } from "node:fs";
import { join, sep } from "node:path";

/** The documents whose examples are run, as paths in the repository. */
export function documentsIn(root: string): string[] {
  const pages = globSync("docs/**/*.md", { cwd: root }).map((path) => path.split(sep).join("/"));
  return ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", ...pages.sort()].filter((path) =>
    existsSync(join(root, path)),
  );
}
