import { basename } from "node:path/posix";
import { languageOf } from "../parse/source-text.ts";
import { looksLikeModel, MODEL_FAMILIES, namesInputLimit, namesModel, namesOutputCap } from "../sdks/model-names.ts";
import { isSettingsFile } from "../settings-files/read-settings.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** A named value that looks like the choice of a model or of a limit, wherever it stands. */
export interface ModelSetting {
  readonly kind: "model" | "limit" | "prompt";
  readonly path: string;
  readonly line: number;
  readonly slot: string;
  /** The slot without called functions. */
  readonly names: string;
  /** Classes and functions around it. */
  readonly within: string;
  readonly name: string;
  /** Several where one expression chooses between them; the first that stands there comes first. */
  readonly values: readonly [string | number, ...(string | number)[]];
}

/** Callees whose arguments are compared, counted, shown or logged, not sent. */
const NOT_A_CHOICE =
  /^(?:starts_?with|ends_?with|includes|index_?of|encoding_?for_?model|get_?encoding|replace|split|test|match|has|print|log|info|debug|warn|warning|error|exception|track|capture|literal|enum|Literal|Error|count_?tokens|num_?tokens.*|.*price.*|.*cost.*|.*label.*)$/i;
const NAMES_MODEL_CALL = /model|llm|chat|gpt|claude|openai|anthropic|gemini|generate|complet|embed/i;

/** A file without any of these names no model and no limit: it need not be parsed. */
const SPEAKS_OF_MODELS = new RegExp(`${MODEL_FAMILIES}|tokens|num_?predict|max_?out`, "i");

/** Settings of a file, for the comparison of two trees: what resolution could not tie to a call still is a change. */
export function modelSettings(workspace: Workspace, path: string): readonly ModelSetting[] {
  if (workspace.isIgnored(path)) return [];
  if (languageOf(path) !== null) return fromSource(workspace, path);
  if (isSettingsFile(path) && !isData(path)) return fromSettingsFile(workspace, path);
  return [];
}

function fromSource(workspace: Workspace, path: string): ModelSetting[] {
  if (!workspace.holds(path, SPEAKS_OF_MODELS)) return [];
  const settings: ModelSetting[] = [];
  let previous: number | null = null;
  for (const { literal, name, callee, names, within, choice } of workspace.module(path)?.settings ?? []) {
    const { value, line, slot } = literal;
    if (callee !== null && NOT_A_CHOICE.test(callee)) continue;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const isModel = typeof value === "string";
    const isChoice =
      namesModel(name) || (callee !== null && NAMES_MODEL_CALL.test(callee)) || isIdOfModel(names.split("."));
    if (isModel && !isChoice) continue;
    const kind = isModel ? "model" : namesInputLimit(name) ? "prompt" : "limit";
    const last = settings.at(-1);
    if (choice !== null && choice === previous && last?.slot === slot && last.kind === kind)
      settings[settings.length - 1] = { ...last, values: [...last.values, value] };
    else settings.push({ kind, path, line, slot, names, within, name, values: [value] });
    previous = choice;
  }
  return settings;
}

function fromSettingsFile(workspace: Workspace, path: string): ModelSetting[] {
  return workspace.settings(path).flatMap(({ keys, value, line }): ModelSetting[] => {
    const name = keys.at(-1) ?? "";
    if (keys.some((key) => looksLikeModel(key) || isOfDocument(key))) return [];
    const slot = keys.join(".");
    const at = { path, line, slot, names: slot, within: "", name };
    if (typeof value === "string" && looksLikeModel(value) && (namesModel(name) || isIdOfModel(keys)))
      return [{ ...at, kind: "model", values: [value] }];
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && namesOutputCap(name) ? [{ ...at, kind: "limit", values: [number] }] : [];
  });
}

/** `models.quick.id`: what is chosen is named above. In a list it is one of many that somebody may choose. */
function isIdOfModel(keys: readonly string[]): boolean {
  const above = keys.slice(0, -1);
  return (
    /^(?:id|key|value|default)$/i.test(keys.at(-1) ?? "") &&
    above.some((key) => /model|llm/i.test(key)) &&
    !above.some((key) => key === "[]" || /^\d+$/.test(key))
  );
}

/** Values that a description of an interface shows its readers. */
function isOfDocument(key: string): boolean {
  return /^(?:(?:default_?)?examples?(?:_?\w*)?|x-.*|description|openapi|paths|schemas?|readme|snippets?)$/i.test(key);
}

/** Records of past runs, translations and workflows hold names of models that nothing reads. */
function isData(path: string): boolean {
  return (
    /(?:^|\/)(?:\.github|locales?|i18n|lang|public|data|datasets?|results?|outputs?|logs|migrations?|benchmarks?)\//i.test(
      path,
    ) || /(?:prices?|pricing|costs?|context_window|models?)[\w.-]*\.json$/i.test(basename(path))
  );
}
