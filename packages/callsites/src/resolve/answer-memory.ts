import type { Expression } from "../module/expression.ts";
import type { Activation, BoundCall, Frame, Value } from "./value.ts";

/** Answers kept before all are dropped; a tree with more has questions that repeat nothing. */
const MAX_ANSWERS = 400_000;

/**
 * What expressions turned out to be. An expression means the same in the same scope under the same calls, so that a value
 * which many ways lead to is found once.
 */
export class AnswerMemory {
  readonly #answers = new Map<Expression, Map<string, readonly Value[]>>();
  readonly #ids = new WeakMap<object, number>();
  readonly #keys = new WeakMap<Activation, string>();
  #lastId = 0;
  #size = 0;

  get(expression: Expression, frame: Frame): readonly Value[] | undefined {
    const own = this.#answers.get(expression);
    return own === undefined ? undefined : own.get(this.#keyOf(frame));
  }

  set(expression: Expression, frame: Frame, values: readonly Value[]): void {
    // Constants are as quickly read again as looked up.
    if (expression.kind === "literal") return;
    if (this.#size >= MAX_ANSWERS) {
      this.#answers.clear();
      this.#size = 0;
    }
    let own = this.#answers.get(expression);
    if (own === undefined) {
      own = new Map();
      this.#answers.set(expression, own);
    }
    own.set(this.#keyOf(frame), values);
    this.#size += 1;
  }

  #keyOf(frame: Frame): string {
    return `${this.#id(frame.scope)}${this.#activationKey(frame.activation)}`;
  }

  #activationKey(activation: Activation | null): string {
    if (activation === null) return "";
    const known = this.#keys.get(activation);
    if (known !== undefined) return known;
    const { function: model, call, self, outer } = activation;
    const key = this.#compact(
      `(${this.#id(model)} ${this.#callKey(call)} ${this.#selfKey(self)}${this.#activationKey(outer)})`,
    );
    this.#keys.set(activation, key);
    return key;
  }

  #callKey(call: BoundCall | null): string {
    return call === null
      ? "-"
      : `${this.#id(call.args)}@${this.#id(call.frame.scope)}${this.#activationKey(call.frame.activation)}`;
  }

  #selfKey(self: Value | null): string {
    if (self === null) return "-";
    if (self.kind !== "instance") return this.#id(self.kind === "class" ? self.model : self);
    const layers = self.layers.map((layer) => this.#id(layer)).join(",");
    const { of, call, skipOwn } = self;
    return `${this.#id(of.model)}${this.#activationKey(of.frame.activation)}:${this.#callKey(call)}:${layers}:${skipOwn}`;
  }

  readonly #short = new Map<string, string>();

  /** Keys hold the keys of what is around: numbering them keeps each short. */
  #compact(key: string): string {
    const known = this.#short.get(key);
    if (known !== undefined) return known;
    const short = `~${this.#short.size.toString(36)}`;
    this.#short.set(key, short);
    return short;
  }

  #id(object: object): string {
    let id = this.#ids.get(object);
    if (id === undefined) {
      this.#lastId += 1;
      id = this.#lastId;
      this.#ids.set(object, id);
    }
    return id.toString(36);
  }
}
