import { AsyncLocalStorage } from "node:async_hooks";

/** Who a call belongs to. Any other name is a tag: `commit`, `feature`, `tenant` … */
export interface CallTags {
  readonly workload?: string;
  readonly project?: string;
  readonly user?: string;
  readonly conversation?: string;
  /** The commit that runs: actual spend is then held against the estimate of its pull request. */
  readonly commit?: string;
  readonly [tag: string]: string | undefined;
}

const current = new AsyncLocalStorage<CallTags>();

/** Tags for every call that `work` makes, however deep, on top of those around it: `tagged({ user: "ada" }, () => answer(question))`. */
export function tagged<T>(tags: CallTags, work: () => T): T {
  const outer = current.getStore();
  return current.run(outer === undefined ? tags : { ...outer, ...tags }, work);
}

/** The tags around the running code; undefined outside of `tagged`. */
export function tagsHere(): CallTags | undefined {
  return current.getStore();
}
