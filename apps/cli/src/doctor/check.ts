/** One thing that was looked at. `warning`: it works, and something should be done; `failure`: it does not work. */
export interface Check {
  /** What was looked at, in a word or two. */
  readonly name: string;
  readonly status: "ok" | "warning" | "failure" | "skipped";
  readonly message: string;
  /** The next step; absent where there is none. */
  readonly fix?: string;
}

export function ok(name: string, message: string): Check {
  return { name, status: "ok", message };
}

export function skipped(name: string, message: string): Check {
  return { name, status: "skipped", message };
}

export function warning(name: string, message: string, fix: string): Check {
  return { name, status: "warning", message, fix };
}

export function failure(name: string, message: string, fix: string): Check {
  return { name, status: "failure", message, fix };
}
