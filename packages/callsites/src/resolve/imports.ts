import type { Resolver } from "./resolver.ts";
import { moduleFrame, unknown, type Value } from "./value.ts";

const MAX_REEXPORTS = 12;

/** What an import means: an export of a file of the tree, or something of a package. */
export function resolveImported(
  resolver: Resolver,
  from: string,
  specifier: string,
  name: string,
  line: number,
): readonly Value[] {
  const { program } = resolver;
  const target = program.resolveImport(from, specifier);
  const submodule = program.module(from)?.language === "python" ? joinPython(specifier, name) : null;
  const submodulePath = submodule === null ? null : program.resolveImport(from, submodule);
  if (target === null) {
    if (submodulePath !== null) return [{ kind: "module", path: submodulePath }];
    if (/^\.|^@\/|^~\//.test(specifier))
      return [unknown(`${specifier} was not found in the tree`, { path: from, line })];
    return [{ kind: "external", package: specifier, trail: name === "*" ? "" : name, call: null, receiver: null }];
  }
  if (isSettingsFile(target)) {
    const whole = settingsObject(resolver, target);
    return name === "*" || name === "default" ? [whole] : (exportOf(resolver, target, name) ?? []);
  }
  if (name === "*") return [{ kind: "module", path: target }];
  const exported = exportOf(resolver, target, name);
  if (exported !== null) return exported;
  if (submodulePath !== null) return [{ kind: "module", path: submodulePath }];
  return [unknown(`${target} exports no ${name}`, { path: from, line })];
}

function joinPython(specifier: string, name: string): string {
  return specifier.endsWith(".") ? `${specifier}${name}` : `${specifier}.${name}`;
}

function isSettingsFile(path: string): boolean {
  return /\.(?:json|ya?ml|toml)$/.test(path);
}

/** The values of a settings file as one object. */
export function settingsObject(resolver: Resolver, path: string): Value {
  return {
    kind: "object",
    base: null,
    layers: resolver.program.settings(path).map((entry) => ({
      path: entry.keys,
      conditional: false,
      value: {
        kind: "scalar",
        value: entry.value,
        at: { path: entry.path, line: entry.line },
        slot: entry.keys.join("."),
        strength: "configuration",
      },
    })),
  };
}

/** Value of an export, through re-exports; null where the module has no such name. */
export function exportOf(
  resolver: Resolver,
  path: string,
  name: string,
  visited: ReadonlySet<string> = new Set(),
): readonly Value[] | null {
  if (visited.has(path) || visited.size > MAX_REEXPORTS) return null;
  const module = resolver.program.module(path);
  if (module === null) return null;
  const onwards = new Set([...visited, path]);
  const exported = module.exports.get(name);
  if (exported?.kind === "imported" && exported.name !== "*") {
    const target = resolver.program.resolveImport(path, exported.specifier);
    if (target !== null) return exportOf(resolver, target, exported.name, onwards);
  }
  const frame = moduleFrame(path, module);
  if (exported !== undefined) return resolver.evaluate(exported, frame);
  const isOpen = module.language === "python" || module.exports.size === 0;
  if (isOpen && module.scope.bindings.has(name))
    return resolver.evaluate({ kind: "name", name, line: 1, offset: Number.MAX_SAFE_INTEGER }, frame);
  for (const specifier of module.starExports) {
    const target = resolver.program.resolveImport(path, specifier);
    const found = target === null ? null : exportOf(resolver, target, name, onwards);
    if (found !== null) return found;
  }
  return null;
}
