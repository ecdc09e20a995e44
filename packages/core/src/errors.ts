/** Where and how something went wrong, in words for a person and facts for a program. Never holds a secret. */
export interface ErrorFacts {
  /** The next step for whoever reads the message. */
  readonly hint?: string;
  /** File, line, key, value: whatever locates the fault. */
  readonly [fact: string]: unknown;
}

/**
 * The one error class: a stable code, a message that names what and where, and the next step as `hint`.
 * Thrown for broken promises and unusable input; what a caller can expect is returned as a union instead.
 */
export class RunrateError extends Error {
  readonly code: string;
  readonly facts: ErrorFacts;

  constructor(code: string, message: string, facts: ErrorFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "RunrateError";
    this.code = code;
    this.facts = facts;
  }

  get hint(): string | undefined {
    return this.facts.hint;
  }
}
