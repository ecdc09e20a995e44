/** Folders that hold other people's or generated code. */
const IGNORED = new Set([
  "node_modules",
  "bower_components",
  "site-packages",
  "__pycache__",
  "vendor",
  "third_party",
  "dist",
  "coverage",
  "venv",
]);

/** Version control, tool caches and editor state, beside what `IGNORED` names. Workflow files are kept. */
export function isIgnoredFolder(name: string): boolean {
  return IGNORED.has(name) || (name.startsWith(".") && name !== ".github");
}

export function isInIgnoredFolder(path: string): boolean {
  return path.split("/").slice(0, -1).some(isIgnoredFolder);
}
