import { parseSync } from "rolldown/utils";

/** Something a source file does that a rule may forbid, with its 1-based line. */
export interface Located {
  name: string;
  line: number;
}

/** What the dependency rule wants to know of one source file. */
export interface SourceFacts {
  /** Module specifiers as written: imports, re-exports, dynamic imports and types taken from modules. */
  imports: Located[];
  /** Uses of the clock, the environment, randomness or I/O without an import, such as "Date.now". */
  ambient: Located[];
}

/** Members of globals that read something outside the program. `*` stands for every member. */
const AMBIENT_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ["now"],
  Math: ["random"],
  Temporal: ["Now"],
  process: ["*"],
  performance: ["*"],
  crypto: ["*"],
  console: ["*"],
  globalThis: ["*"],
};
const AMBIENT_CALLS = new Set(["Date", "fetch", "setTimeout", "setInterval", "setImmediate", "require"]);

/**
 * Reads a source file with a real parser, so that comments and strings never count.
 * @throws Error naming the file when it does not parse
 */
export function readSourceFacts(path: string, source: string): SourceFacts {
  const { program, errors } = parseSync(path, source);
  const first = errors[0];
  if (first) throw new Error(`${path} does not parse: ${first.message}`);
  const facts: SourceFacts = { imports: [], ambient: [] };
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  visit(program, (node) => {
    const start = typeof node["start"] === "number" ? node["start"] : 0;
    const specifier = importedModule(node);
    if (specifier !== undefined) facts.imports.push({ name: specifier, line: lineAt(start) });
    const ambient = ambientUse(node);
    if (ambient !== undefined) facts.ambient.push({ name: ambient, line: lineAt(start) });
  });
  return facts;
}

type SyntaxNode = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null;
}

function visit(node: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
  } else if (isNode(node)) {
    if (typeof node["type"] === "string") see(node);
    for (const value of Object.values(node)) visit(value, see);
  }
}

const IMPORTING = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function importedModule(node: SyntaxNode): string | undefined {
  if (!IMPORTING.has(String(node["type"])) || !isNode(node["source"])) return undefined;
  const value = node["source"]["value"];
  return typeof value === "string" ? value : undefined;
}

function ambientUse(node: SyntaxNode): string | undefined {
  switch (node["type"]) {
    case "MemberExpression": {
      const object = identifier(node["object"]);
      const property = identifier(node["property"]);
      const members =
        object === undefined || !Object.hasOwn(AMBIENT_MEMBERS, object) ? undefined : AMBIENT_MEMBERS[object];
      if (isNode(node["object"]) && node["object"]["type"] === "MetaProperty") return "import.meta";
      return members?.some((member) => member === "*" || member === property) ? `${object}.${property}` : undefined;
    }
    case "NewExpression": {
      const hasArguments = Array.isArray(node["arguments"]) && node["arguments"].length > 0;
      return identifier(node["callee"]) === "Date" && !hasArguments ? "new Date()" : undefined;
    }
    case "CallExpression": {
      const callee = identifier(node["callee"]);
      return callee !== undefined && AMBIENT_CALLS.has(callee) ? `${callee}()` : undefined;
    }
    default:
      return undefined;
  }
}

function identifier(node: unknown): string | undefined {
  return isNode(node) && node["type"] === "Identifier" && typeof node["name"] === "string" ? node["name"] : undefined;
}
