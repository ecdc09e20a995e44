import { expect, test } from "vitest";
import type { CallSite, Setting } from "../scan/call-site.ts";
import { UNSET } from "../scan/setting.ts";
import { matchCallSites } from "./match-call-sites.ts";

const at = { path: "a.ts", line: 1 };
const model = (value: string): Setting<string> => ({
  ...UNSET,
  alternatives: [{ value, at, slot: "model", origin: "literal" }],
  expression: JSON.stringify(value),
});
const site = (path: string, within: string, named: string, more: Partial<CallSite> = {}): CallSite => ({
  path,
  line: 1,
  endLine: 1,
  sdk: "openai.chat",
  callee: "client.chat.completions.create",
  within,
  model: model(named),
  maxOutputTokens: UNSET,
  serviceTier: UNSET,
  promptText: "",
  hasDynamicInput: true,
  tools: [],
  loops: 0,
  hasOutput: true,
  reaches: null,
  reachesWithin: null,
  dismissal: null,
  ...more,
});
const matched = (base: readonly CallSite[], head: readonly CallSite[]): string[] => {
  const { pairs, added, removed } = matchCallSites(base, head);
  const name = ({ path, within }: CallSite): string => `${path}:${within}`;
  return [
    ...pairs.map(([old, fresh]) => `${name(old)} = ${name(fresh)}`),
    ...added.map((one) => `+ ${name(one)}`),
    ...removed.map((one) => `- ${name(one)}`),
  ];
};

test("a call is found again where its file, its function or its model changed", () => {
  expect(matched([site("a.ts", "ask", "m")], [site("lib/a.ts", "ask", "m")])).toEqual(["a.ts:ask = lib/a.ts:ask"]);
  expect(matched([site("a.ts", "ask", "m")], [site("a.ts", "answer", "m")])).toEqual(["a.ts:ask = a.ts:answer"]);
  expect(matched([site("a.ts", "ask", "m")], [site("a.ts", "ask", "n")])).toEqual(["a.ts:ask = a.ts:ask"]);
});

test("of several the likest are paired, each once", () => {
  const base = [site("a.ts", "title", "small"), site("a.ts", "answer", "large")];
  const head = [site("a.ts", "answer", "huge"), site("a.ts", "title", "small"), site("a.ts", "judge", "large")];
  expect(matched(base, head)).toEqual(["a.ts:title = a.ts:title", "a.ts:answer = a.ts:answer", "+ a.ts:judge"]);
});

test("calls that share neither file, function, model nor prompt are two different ones", () => {
  const before = site("a.py", "embed", "e", { sdk: "openai.embeddings", callee: "client.embeddings.create" });
  expect(matched([before], [site("b.ts", "ask", "m")])).toEqual(["+ b.ts:ask", "- a.py:embed"]);
});
