import type { Call, Expression, Literal } from "../module/expression.ts";
import type {
  Binding,
  ClassModel,
  FunctionModel,
  Language,
  ModuleModel,
  NamedLiteral,
  Parameter,
  ScopeModel,
} from "../module/module.ts";
import { looksLikeModel, namesInputLimit, namesOutputCap } from "../sdks/model-names.ts";

/** A name on the way to a value. `blank` ends the way: what lies below is one of many, or only compared. */
type Step = { readonly kind: "name" | "callee" | "blank"; readonly text: string };

export interface Place {
  readonly line: number;
  readonly end: number;
}

/** Collects a module while a lowerer walks its syntax: scopes, names on the way, loops and branches. */
export class ModuleBuilder {
  readonly module: ModuleModel;
  #scope: ScopeModel;
  #loops = 0;
  #branches = 0;
  #silence = 0;
  #choice: number | null = null;
  #guard: { readonly name: string; readonly at: Place; readonly branches: number } | null = null;
  readonly #way: Step[] = [];
  /** End of the statement that is being walked: what it assigns holds from there on, not inside of it. */
  #statementEnd = 0;

  constructor(language: Language, damaged: boolean) {
    this.#scope = newScope("module", "", null);
    this.module = {
      language,
      scope: this.#scope,
      exports: new Map(),
      starExports: [],
      calls: [],
      settings: [],
      damaged,
    };
  }

  get scope(): ScopeModel {
    return this.#scope;
  }

  bind(name: string, value: Expression, at: Place): void {
    if (this.#silence > 0) return;
    const bindings = this.#scope.bindings.get(name);
    const offset = this.#from(at);
    const guard = this.#guard;
    const isDefault = guard?.name === name && guard.branches === this.#branches;
    const binding: Binding = isDefault
      ? { value: defaultOf(guard, value), line: at.line, offset, conditional: this.#branches > 1 }
      : { value, line: at.line, offset, conditional: this.#branches > 0 };
    if (bindings === undefined) this.#scope.bindings.set(name, [binding]);
    else bindings.push(binding);
  }

  mutate(root: string, path: readonly string[], value: Expression, at: Place): void {
    if (this.#silence > 0) return;
    const offset = this.#from(at);
    this.#scope.mutations.push({ root, path, value, line: at.line, offset, conditional: this.#branches > 0 });
  }

  /** Walks something whose assignments take effect after it: `x = f(x)` reads the earlier `x`. */
  statement<T>(end: number, work: () => T): T {
    const outer = this.#statementEnd;
    this.#statementEnd = end;
    const result = work();
    this.#statementEnd = outer;
    return result;
  }

  #from(at: Place): number {
    return Math.max(at.end, this.#statementEnd);
  }

  /** `self.path = value` inside a method. */
  assignAttribute(owner: ClassModel, path: readonly string[], value: Expression, at: Place): void {
    if (this.#silence > 0) return;
    owner.attributes.push({
      path,
      value,
      scope: this.#scope,
      line: at.line,
      offset: this.#from(at),
      conditional: this.#branches > 0,
    });
  }

  literal(value: Literal["value"], line: number): Literal {
    const literal: Literal = { kind: "literal", value, line, slot: this.slot() };
    const setting = this.#namedLiteral(literal);
    if (setting !== null && this.#silence === 0) this.module.settings.push(setting);
    return literal;
  }

  call(call: Call): Call {
    if (this.#silence === 0)
      this.module.calls.push({ call, scope: this.#scope, loops: this.#loops, slot: this.slot() });
    return call;
  }

  /** What a function gives back; `owner` is null outside of one. */
  returns(owner: FunctionModel | null, value: Expression): void {
    if (this.#silence === 0) owner?.returns.push(value);
  }

  /** Walks code that never runs in production: nothing of it is kept. */
  unseen<T>(work: () => T): T {
    this.#silence += 1;
    const result = work();
    this.#silence -= 1;
    return result;
  }

  slot(): string {
    return this.#way.map((step) => step.text).join(".");
  }

  within<T>(kind: Step["kind"], text: string, work: () => T): T {
    this.#way.push({ kind, text });
    const result = work();
    this.#way.pop();
    return result;
  }

  /** Walks options of which one holds; the outermost choice counts. */
  choice<T>(offset: number, work: () => T): T {
    const outer = this.#choice;
    this.#choice ??= offset;
    const result = work();
    this.#choice = outer;
    return result;
  }

  branch<T>(work: () => T): T {
    this.#branches += 1;
    const result = work();
    this.#branches -= 1;
    return result;
  }

  /** A branch that is taken where the name is empty: what it assigns to it at once is the name's default. */
  guarded<T>(name: string | null, at: Place, work: () => T): T {
    const outer = this.#guard;
    this.#guard = name === null ? outer : { name, at, branches: this.#branches + 1 };
    const result = this.branch(work);
    this.#guard = outer;
    return result;
  }

  loop<T>(work: () => T): T {
    this.#loops += 1;
    this.#branches += 1;
    const result = work();
    this.#branches -= 1;
    this.#loops -= 1;
    return result;
  }

  /** Walks a function's body in a scope of its own. `body` returns nothing: returns are pushed on the model. */
  function(
    name: string,
    line: number,
    options: { readonly isProperty?: boolean; readonly parameters: () => Parameter[] },
    body: (model: FunctionModel) => void,
  ): FunctionModel {
    const owner = this.#scope.class;
    const scope = newScope("function", name, this.#scope);
    const model: FunctionModel = {
      name,
      parameters: this.#in(scope, () => this.within("name", name, options.parameters)),
      returns: [],
      scope,
      class: owner,
      isProperty: options.isProperty ?? false,
      line,
    };
    scope.function = model;
    this.#in(scope, () => this.within("name", name, () => body(model)));
    return model;
  }

  class(name: string, line: number, bases: readonly Expression[], body: () => void): ClassModel {
    const scope = newScope("class", name, this.#scope);
    const model: ClassModel = { name, bases, scope, attributes: [], line };
    scope.class = model;
    this.#in(scope, () => this.within("name", name, body));
    return model;
  }

  /** The class whose method is being walked, through nested functions. */
  enclosingClass(): ClassModel | null {
    for (let scope: ScopeModel | null = this.#scope; scope !== null; scope = scope.parent) {
      if (scope.kind === "class") return scope.class;
    }
    return null;
  }

  #in<T>(scope: ScopeModel, work: () => T): T {
    const outer = { scope: this.#scope, loops: this.#loops, branches: this.#branches, choice: this.#choice };
    this.#scope = scope;
    this.#loops = 0;
    this.#branches = 0;
    this.#choice = null;
    const result = work();
    this.#scope = outer.scope;
    this.#choice = outer.choice;
    this.#loops = outer.loops;
    this.#branches = outer.branches;
    return result;
  }

  #namedLiteral(literal: Literal): NamedLiteral | null {
    // Below a key that is itself a model lies a table of facts about models, not a choice of one.
    if (this.#way.some((step) => step.kind === "name" && looksLikeModel(step.text))) return null;
    let callee: string | null = null;
    for (const step of this.#way.toReversed()) {
      if (step.kind === "blank") return null;
      if (step.kind === "callee") {
        callee ??= step.text;
        continue;
      }
      const name = step.text.slice(step.text.lastIndexOf(".") + 1);
      const relevant =
        typeof literal.value === "string"
          ? looksLikeModel(literal.value)
          : typeof literal.value === "number" && (namesOutputCap(name) || namesInputLimit(name));
      if (!relevant) return null;
      const names = this.#way.filter(({ kind }) => kind !== "callee").map(({ text }) => text);
      return { literal, name, callee, names: names.join("."), within: scopeNames(this.#scope), choice: this.#choice };
    }
    return null;
  }
}

function scopeNames(scope: ScopeModel): string {
  const names: string[] = [];
  for (let at: ScopeModel | null = scope; at !== null; at = at.parent) if (at.name !== "") names.unshift(at.name);
  return names.join(".");
}

function newScope(kind: ScopeModel["kind"], name: string, parent: ScopeModel | null): ScopeModel {
  return { kind, name, parent, bindings: new Map(), mutations: [], function: null, class: null };
}

/** `if (!name) name = value` says the same as `name = name || value`. */
function defaultOf({ name, at }: { readonly name: string; readonly at: Place }, second: Expression): Expression {
  const { line } = at;
  return { kind: "fallback", first: { kind: "name", name, line, offset: at.end }, second, line };
}
