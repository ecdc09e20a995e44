import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { pathFits, selects, workloadAt, workloadRule } from "./workload-of.ts";

const { workloads } = parseConfig(
  `workloads:
  support: { match: { project: "support-*", tags.stage: prod }, at: src/support/** }
  gpt: { match: { model: [ "openai/*", gpt-4o ] }, at: [ src, "**/*.py" ] }
  named: {}
`,
  "runrate.yml",
);

describe("a record's workload", () => {
  const workloadOf = workloadRule(workloads);

  test("is its own, whatever matches", () => {
    expect(workloadOf({ model: "gpt-4o", workload: "mine" })).toBe("mine");
  });

  test("else the first whose keys all fit", () => {
    expect(workloadOf({ model: "gpt-4o", project: "support-eu", tags: { stage: "prod" } })).toBe("support");
    expect(workloadOf({ model: "gpt-4o", project: "support-eu", tags: { stage: "dev" } })).toBe("gpt");
    expect(workloadOf({ model: "openai/gpt-4o-mini" })).toBe("gpt");
  });

  test("else none; a workload without `match` takes nothing", () => {
    expect(workloadOf({ model: "claude" })).toBeUndefined();
  });

  test("a star stands for any text, but a column that is missing fits nothing", () => {
    expect(selects([{ dimension: "user", values: ["*"] }], { model: "m" })).toBe(false);
    expect(selects([{ dimension: "user", values: ["*"] }], { model: "m", user: "" })).toBe(true);
    expect(selects([{ dimension: "model", values: ["gpt.4o"] }], { model: "gpt-4o" })).toBe(false);
    expect(selects([], { model: "m" })).toBe(true);
  });

  test("a tag named like a member of every object is a tag", () => {
    expect(selects([{ dimension: "tag:toString", values: ["*"] }], { model: "m", tags: {} })).toBe(false);
  });
});

describe("a call site's workload", () => {
  test("is the first whose `at` fits its path", () => {
    expect(workloadAt(workloads, "src/support/a/b.ts")?.name).toBe("support");
    expect(workloadAt(workloads, "src/other.ts")?.name).toBe("gpt");
    expect(workloadAt(workloads, "tools/run.py")?.name).toBe("gpt");
    expect(workloadAt(workloads, "lib/a.ts")).toBeUndefined();
  });

  test("a folder's name stands for all that is in it, with or without dots and slashes", () => {
    expect(pathFits(["./src/"], "src/.hidden/a.ts")).toBe(true);
    expect(pathFits(["src"], "srcs/a.ts")).toBe(false);
  });
});
