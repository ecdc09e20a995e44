import type { Operation, Template } from "../module/expression.ts";
import type { Resolver } from "./resolver.ts";
import { type Frame, type ScalarValue, unknown, type UnknownValue, type Value } from "./value.ts";

const MAX_COMBINATIONS = 16;
/** Longer text is no prompt that anybody sends: a value that doubles itself ends here. */
const MAX_TEXT = 500_000;

/** Text with holes: known when every hole is. Several values of a hole give several texts. */
export function evaluateTemplate(resolver: Resolver, template: Template, frame: Frame): readonly Value[] {
  return combine(
    template.parts.map((part) => resolver.evaluate(part, frame)),
    (values) => joinText(values.map((value) => String(value.value))),
    unknown("text with a part that is not constant", { path: frame.path, line: template.line }),
  );
}

export function evaluateOperation(resolver: Resolver, operation: Operation, frame: Frame): readonly Value[] {
  const at = { path: frame.path, line: operation.line };
  const merged = mergedDictionaries(resolver, operation, frame);
  if (merged !== null) return [merged];
  return combine(
    operation.operands.map((operand) => resolver.evaluate(operand, frame)),
    (values) => calculate(operation.operator, values),
    unknown(`a calculation (${operation.operator}) with a part that is not constant`, at),
  );
}

/** `DEFAULTS | {"max_tokens": 9}`: the later one wins. Null for any other operation. */
function mergedDictionaries(resolver: Resolver, { operator, operands }: Operation, frame: Frame): Value | null {
  if (operator !== "|" || frame.module.language !== "python") return null;
  if (!operands.some((operand) => resolver.evaluate(operand, frame).some(({ kind }) => kind === "object"))) return null;
  const layers = operands.map((expression) => ({ path: [], value: { expression, frame }, conditional: false }));
  return { kind: "object", layers, base: null };
}

/** Applies `make` to every combination of constant parts. The first named part's place stands for the result. */
function combine(
  parts: readonly (readonly Value[])[],
  make: (values: readonly ScalarValue[]) => string | number | null,
  otherwise: UnknownValue,
): readonly Value[] {
  let combinations: ScalarValue[][] = [[]];
  let isPartial = false;
  for (const part of parts) {
    const scalars = part.filter((value) => value.kind === "scalar");
    if (scalars.length < part.length) isPartial = true;
    combinations = combinations.flatMap((head) => scalars.map((value) => [...head, value])).slice(0, MAX_COMBINATIONS);
  }
  const results = combinations.flatMap((values): Value[] => {
    const made = make(values);
    const source = values.find((value) => value.slot !== "") ?? values[0];
    return made === null || source === undefined ? [] : [{ ...source, value: made }];
  });
  if (results.length === 0) {
    const missing = parts.flat().find((value) => value.kind === "unknown");
    // The unknown part names the parameter that a caller may know.
    const stopped = missing?.kind === "unknown" ? { ...missing, trail: "", call: null, receiver: null } : otherwise;
    const text = joinText(parts.map(constantText));
    return [text === null ? stopped : { ...stopped, text }];
  }
  return isPartial ? [...results, otherwise] : results;
}

function constantText(part: readonly Value[]): string {
  const [first] = part;
  if (first?.kind === "scalar") return String(first.value);
  return first?.kind === "unknown" ? (first.text ?? "") : "";
}

function calculate(operator: string, values: readonly ScalarValue[]): string | number | null {
  const [left, right] = values;
  if (left === undefined || right === undefined) return null;
  if (typeof left.value === "number" && typeof right.value === "number")
    return arithmetic(operator, left.value, right.value);
  if (operator === "+" && (typeof left.value === "string" || typeof right.value === "string"))
    return joinText([String(left.value), String(right.value)]);
  return null;
}

function joinText(parts: readonly string[]): string | null {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length > MAX_TEXT ? null : parts.join("");
}

function arithmetic(operator: string, left: number, right: number): number | null {
  const results: Record<string, number> = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": left / right,
    "//": Math.floor(left / right),
    "%": left % right,
    "**": left ** right,
  };
  const result = results[operator];
  return result === undefined || !Number.isFinite(result) ? null : result;
}
