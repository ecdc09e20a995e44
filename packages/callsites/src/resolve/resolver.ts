import type { Expression } from "../module/expression.ts";
import type { Binding } from "../module/module.ts";
import { AnswerMemory } from "./answer-memory.ts";
import { evaluateCall } from "./calls.ts";
import { resolveImported } from "./imports.ts";
import { instanceProperty } from "./instances.ts";
import { evaluateMember } from "./members.ts";
import { evaluateName } from "./names.ts";
import { withoutKeys } from "./objects.ts";
import { instancesOfType } from "./parameters.ts";
import { evaluateOperation, evaluateTemplate } from "./operations.ts";
import type { Program } from "./program.ts";
import {
  type Activation,
  type ExternalValue,
  type Frame,
  type InstanceValue,
  type Thunk,
  unknown,
  type Value,
  weaken,
} from "./value.ts";

/** Alternatives beyond this say nothing any more. */
const MAX_ALTERNATIVES = 32;
/** Work for one question; a cyclic or generated tree ends here. */
const MAX_STEPS = 20_000;
const MAX_DEPTH = 150;
const MAX_CALLS = 40;

/**
 * Finds what an expression can be, without running anything: through names, imports, calls, classes, settings.
 * Conditions are not evaluated: every branch counts.
 */
export class Resolver {
  readonly program: Program;
  /** Assignments whose value is being looked up: a name inside its own assignment means an earlier one. */
  readonly pending = new Set<Binding>();
  readonly #followed = new Set<string>();
  readonly #ids = new Map<object, number>();
  readonly #answers = new AnswerMemory();
  /** How often something was left out because it was being followed already: such a result holds here alone. */
  #cuts = 0;
  #steps = 0;
  #depth = 0;

  constructor(program: Program) {
    this.program = program;
  }

  /** Starts a new question with a fresh budget. */
  ask(expression: Expression, frame: Frame): readonly Value[] {
    this.start();
    return this.evaluate(expression, frame);
  }

  /** Gives what follows a fresh budget: for a question of several expressions. */
  start(): void {
    this.#steps = 0;
  }

  /** Says that an answer lacks what is being looked up already. */
  cut(): void {
    this.#cuts += 1;
  }

  evaluate(expression: Expression, frame: Frame): readonly Value[] {
    const at = { path: frame.path, line: expression.line };
    this.#steps += 1;
    if (this.#steps > MAX_STEPS || this.#depth >= MAX_DEPTH) {
      this.#cuts += 1;
      const isLong = this.#steps > MAX_STEPS;
      return [unknown(isLong ? "too many steps to follow" : "too deeply nested to follow", at)];
    }
    const known = this.#answers.get(expression, frame);
    if (known !== undefined) return known;
    const cuts = this.#cuts;
    this.#depth += 1;
    const values = distinct(this.#evaluate(expression, frame));
    this.#depth -= 1;
    if (this.#cuts === cuts) this.#answers.set(expression, frame, values);
    return values;
  }

  /** Here, since an object's property can be an instance's and the other way round. */
  instanceProperty(instance: InstanceValue, key: string): readonly Value[] | null {
    return instanceProperty(this, instance, key);
  }

  /** Runs a step that may lead to itself again: beyond the deepest nesting the answer is `otherwise`. */
  deeper<T>(work: () => T, otherwise: T): T {
    this.#steps += 1;
    if (this.#depth >= MAX_DEPTH || this.#steps > MAX_STEPS) {
      this.#cuts += 1;
      return otherwise;
    }
    this.#depth += 1;
    const result = work();
    this.#depth -= 1;
    return result;
  }

  force(thunk: Thunk | Value): readonly Value[] {
    return "expression" in thunk ? this.evaluate(thunk.expression, thunk.frame) : [thunk];
  }

  /** Runs `work` unless the same function is already being followed with the same arguments; then null. */
  following(activation: Activation, work: () => readonly Value[]): readonly Value[] | null {
    const key = `${this.#id(activation.function)}:${activation.call === null ? 0 : this.#id(activation.call.args)}`;
    if (this.#followed.has(key) || this.#followed.size > MAX_CALLS) {
      this.#cuts += 1;
      return null;
    }
    this.#followed.add(key);
    const values = work();
    this.#followed.delete(key);
    return values;
  }

  #id(object: object): number {
    const known = this.#ids.get(object);
    if (known !== undefined) return known;
    const id = this.#ids.size + 1;
    this.#ids.set(object, id);
    return id;
  }

  #evaluate(expression: Expression, frame: Frame): readonly Value[] {
    const at = { path: frame.path, line: expression.line };
    switch (expression.kind) {
      case "literal":
        return [{ kind: "scalar", value: expression.value, at, slot: expression.slot, strength: "literal" }];
      case "template":
        return evaluateTemplate(this, expression, frame);
      case "name":
        return evaluateName(this, expression, frame);
      case "member":
      case "index":
        return evaluateMember(this, expression, frame);
      case "call":
        return evaluateCall(this, expression, frame);
      case "object": {
        const layers = expression.entries.map((entry) => ({
          path: entry.key === null ? [] : [this.#key(entry.key, frame)],
          value: { expression: entry.value, frame },
          conditional: false,
        }));
        return [{ kind: "object", base: null, layers }];
      }
      case "list":
        return [{ kind: "list", items: expression.items.map((item) => ({ expression: item, frame })) }];
      case "choice":
        return expression.options.flatMap((option) => this.evaluate(option, frame));
      case "fallback":
        return this.#fallback(expression.first, expression.second, frame);
      case "operation":
        return evaluateOperation(this, expression, frame);
      case "element":
        return this.evaluate(expression.of, frame).flatMap((list) => {
          if (list.kind === "list") return list.items.flatMap((item) => this.force(item));
          return [unknown("element of something that is not a constant list", at)];
        });
      case "rest":
        return this.evaluate(expression.of, frame).map((value) => withoutKeys(value, expression.without));
      case "imported":
        return resolveImported(this, frame.path, expression.specifier, expression.name, expression.line);
      case "function":
        return [{ kind: "function", model: expression.model, frame, self: null }];
      case "class":
        return [{ kind: "class", model: expression.model, frame }];
      case "typed": {
        const instances = instancesOfType(this, expression.annotation, frame);
        return instances.length > 0 ? instances : [unknown("a declaration without a value is not followed", at)];
      }
      case "opaque":
        return [unknown(`${expression.what} is not followed`, at)];
    }
  }

  #key(key: Expression, frame: Frame): string {
    if (key.kind === "literal") return String(key.value);
    const values = this.evaluate(key, frame);
    const [only] = values;
    return values.length === 1 && only?.kind === "scalar" ? String(only.value) : "*";
  }

  /** The second value counts unless the first is certain. What is empty or null falls through. */
  #fallback(first: Expression, second: Expression, frame: Frame): readonly Value[] {
    const firsts = this.evaluate(first, frame);
    const kept = firsts.filter((value) => !isEmpty(value));
    const isCertain =
      kept.length > 0 &&
      kept.length === firsts.length &&
      kept.every((value) => value.kind !== "unknown" && !(value.kind === "external" && isLookedUp(value)));
    if (isCertain) return kept;
    const isDefault = firsts.some(isOfEnvironment);
    const seconds = this.evaluate(second, frame).map((value) => (isDefault ? weaken(value, "environment") : value));
    return [...kept, ...seconds];
  }
}

/** Something of the platform, or taken out of what a package gave: it may be missing. What a package makes is there. */
function isLookedUp({ package: from, trail }: ExternalValue): boolean {
  return from === "global" || !trail.endsWith("()") || /(?:^|\.)(?:get|pop|getItem|find)\(\)$/.test(trail);
}

/** What follows such a value in a fallback is the default of an environment variable, however it is written. */
function isOfEnvironment(value: Value): boolean {
  if (value.kind === "unknown") return value.isVariable === true;
  return value.kind === "scalar" && value.strength === "environment";
}

function isEmpty(value: Value): boolean {
  return value.kind === "scalar" && (value.value === null || value.value === "" || value.value === false);
}

function distinct(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values;
  const seen = new Set<string>();
  const kept = values.filter((value) => {
    const key = identity(value);
    if (key === null) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return kept.slice(0, MAX_ALTERNATIVES);
}

function identity(value: Value): string | null {
  if (value.kind === "scalar")
    return `${typeof value.value}:${value.value}:${value.at.path}:${value.at.line}:${value.slot}`;
  if (value.kind === "unknown" && value.call === null && value.receiver === null)
    return `?${value.reason}:${value.at.path}:${value.at.line}:${value.trail}:${value.parameter?.name ?? ""}`;
  return null;
}
