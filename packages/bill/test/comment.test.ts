import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderComment, type BillReport } from "../src/index.ts";
import { cellCode, prose } from "../src/markdown/escape.ts";
import { assess, callOf, type Files } from "./trees.ts";

const MINI = callOf('"gpt-4o-mini"', { cap: 500 });
const LARGE = callOf('"gpt-4o"', { cap: 500 });
const golden = (name: string) => new URL(`golden/${name}.md`, import.meta.url).pathname;
const options = {
  linkTo: (path: string, line: number) => `https://github.com/octo-org/shop/blob/0123abcd/${path}#L${line}`,
  reproduction: { before: [], command: "runrate diff --base 4567ef01 --head 0123abcd" },
};

/** The comments as people read them: a change here is a change of the product. */
describe("the comment", () => {
  it("of a dearer model with a volume", async () => {
    const report = await assess({
      base: { "src/answer.ts": MINI },
      head: { "src/answer.ts": LARGE },
      config: `
workloads: { answers: { at: src/**, calls_per_month: 100_000 } }
policies: { warn: { monthly_usd: 50 }, fail: { monthly_usd: 500, shut_down_models: 60 } }`,
    });
    await expect(renderComment(report, options)).toMatchFileSnapshot(golden("raises"));
  });

  it("of calls without a volume, with one that nothing is known of, and one dismissed", async () => {
    const report = await assess({
      base: { "src/a.ts": MINI, "src/c.ts": MINI },
      head: {
        "src/a.ts": callOf('"gpt-4o-mini"', { cap: 1_500 }),
        "src/b.ts": callOf("process.env.ANSWER_MODEL"),
        "src/c.ts": callOf('"gpt-4o"', { cap: 500, comment: "runrate-ignore: four calls a month" }),
        "src/d.ts": callOf('"gpt-5.4-mini"'),
      },
    });
    await expect(renderComment(report, options)).toMatchFileSnapshot(golden("per-1000-calls"));
  });

  it("of a saving in a repository with several workloads", async () => {
    const files = (model: string): Files =>
      Object.fromEntries(["search", "support"].map((name) => [`services/${name}/a.ts`, callOf(model, { cap: 500 })]));
    const report = await assess({
      base: files('"gpt-4o"'),
      head: files('"gpt-4o-mini"'),
      config: `
workloads:
  search: { at: services/search, calls_per_month: { low: 1000, likely: 2000, high: 5000 } }
  support: { at: services/support, calls_per_month: 100 }`,
    });
    await expect(renderComment(report, options)).toMatchFileSnapshot(golden("lowers"));
  });

  it("of a change whose direction is open", async () => {
    const report = await assess({
      base: { "src/a.ts": callOf('"gpt-4o-mini"') },
      head: { "src/a.ts": callOf('"gpt-4o-mini"', { cap: 300 }) },
    });
    await expect(renderComment(report, options)).toMatchFileSnapshot(golden("unknown"));
  });

  it("of nothing", async () => {
    const report = await assess({ base: { "src/a.ts": MINI }, head: { "src/a.ts": MINI } });
    await expect(renderComment(report, options)).toMatchFileSnapshot(golden("neutral"));
  });

  it("in public shows list prices per 1,000 calls", async () => {
    const config =
      "workloads: { answers: { at: src/**, calls_per_month: 123_457 } }\npolicies: { fail: { monthly_usd: 1 } }";
    const report = await assess({
      base: { "a.ts": MINI, "src/a.ts": MINI },
      head: { "a.ts": MINI, "src/a.ts": LARGE },
      config,
      isDisclosed: false,
    });
    const text = renderComment(report, options);
    expect(text).not.toMatch(/123,?457/);
    await expect(text).toMatchFileSnapshot(golden("public"));
  });
});

describe("a long comment", () => {
  it("stays under the limit by leaving out the smallest, and says how much", async () => {
    const report = await manyCalls(3_000);
    const text = renderComment(report, options);
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/more changed calls with smaller effect are not shown/);
    expect(renderComment(report, { ...options, longest: 900_000 }).length).toBeGreaterThan(65_000);
  });

  it("says how many findings have no command of their own there", async () => {
    const text = renderComment(await manyCalls(60), options);
    expect(text.match(/ --only /g)).toHaveLength(50);
    expect(text).toContain("… and 10 more findings: the same, with the place of the finding after `--only`.");
  });

  it("is whole Markdown with its headline and its footer, however much there is of whatever", async () => {
    const one = await manyCalls(1);
    const [change] = one.changes;
    if (!change) throw new Error("no change was found");
    const word = fc.string({ unit: fc.constantFrom("a", "/", "`", "é", "界", "<", "~", " ") });
    const text = fc
      .tuple(word, fc.constantFrom(1, 30, 900, 3_900))
      .map(([part, length]) => `${part}x`.repeat(length).slice(0, 3_900));
    const many = fc.constantFrom(0, 1, 7, 400);
    const reports = fc
      .record({ path: text, model: text, reason: text, calls: many, others: many })
      .map((size): BillReport => {
        const times = <T>(count: number, make: (index: number) => T) =>
          Array.from({ length: count }, (_, at) => make(at));
        const values = change.after && { ...change.after, model: size.model, tools: times(size.others, String) };
        return {
          ...one,
          changes: times(size.calls, (call) => ({
            ...change,
            call,
            kind: call % 3 === 0 ? "tool" : "call-added",
            path: `${call}${size.path}`,
            workload: call % 2 === 0 ? size.model : null,
            after: values,
            assumptions: [size.reason],
          })),
          unresolved: times(size.others, (line) => ({
            path: size.path,
            line,
            sdk: "openai",
            model: null,
            reason: size.reason,
            touched: true,
            declare: `callsites:\n  environment:\n    X: ${size.reason}`,
          })),
          dismissed: times(size.others, (line) => ({
            kind: "model",
            path: size.path,
            line,
            reason: size.reason,
            expires: null,
            where: "source" as const,
            new: true,
          })),
          ending: times(size.others, (line) => ({
            model: size.model,
            date: "2027-01-01",
            days_left: 3,
            replacement: size.model,
            path: size.path,
            line,
          })),
          verdict: { direction: "raises", policy: "fail", reasons: times(size.others, () => `fails: ${size.reason}`) },
        };
      });
    fc.assert(
      fc.property(reports, text, fc.constantFrom(65_000, 3_000), (report, command, longest) => {
        const remarks = ["> A remark of the caller's.", `> ${command.replaceAll("`", "").repeat(20)}`];
        const reproduction = { before: [command], command: `runrate diff --config '${command}'` };
        const body = renderComment(report, { ...options, reproduction, remarks, longest });
        expect(body.length).toBeLessThan(longest);
        expect(body).toMatch(/^### [^\n]+\n/);
        expect(body).toMatch(/\n<sub>[^\n]*list prices as of [^\n]*<\/sub>\n$/);
        expect(openIn(body)).toEqual([]);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});

describe("what could not be read", () => {
  it("is named where the change touches it, and nowhere else", async () => {
    const packed = `${"var a=1;".repeat(20_000)}${MINI.replaceAll("\n", " ")}`;
    const report = await assess({
      base: { "lib/old.js": packed, "lib/kept.js": packed },
      head: { "lib/old.js": `${packed};`, "lib/kept.js": packed, "lib/new</details>.js": packed },
    });
    expect(renderComment(report, options)).toContain(
      [
        "<summary>2 files of this change that could not be read as a whole</summary>",
        "",
        "- `lib/new</details>.js`: minified",
        "- `lib/old.js`: minified",
        "",
        "</details>",
      ].join("\n"),
    );
  });
});

describe("a long path", () => {
  it("keeps its end, where the file and the line stand, and the table its width", async () => {
    const path = `services/${"deep/".repeat(40)}answer.ts`;
    const text = renderComment(await assess({ base: { [path]: MINI }, head: { [path]: LARGE } }), options);
    const [, shown = ""] = /^\| \[`(…[^`]*)`\]/m.exec(text) ?? [];
    expect([shown.length, shown.endsWith("deep/answer.ts:4")]).toEqual([80, true]);
    expect(text).toContain(`/blob/0123abcd/${path}#L4)`);
  });
});

describe("text from a pull request", () => {
  const report = async (path: string, model: string): Promise<BillReport> => {
    const found = await assess({ base: {}, head: { "src/a.ts": LARGE } });
    const [change] = found.changes;
    if (!change) throw new Error("no change was found");
    const reason = `because @octocat said <b>so</b> in #1 | https://evil.example`;
    return {
      ...found,
      changes: [{ ...change, path, after: change.after && { ...change.after, model } }],
      dismissed: [{ kind: "model", path, line: 1, reason, expires: null, where: "source", new: true }],
    };
  };

  it("cannot ping people, open HTML, link, or break the table", async () => {
    const text = renderComment(await report("src/a|b`<img src=x>@octocat\n| x.ts", "gpt`|</details><script>@everyone"));
    const outsideCode = text.replaceAll(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, "CODE");
    expect(outsideCode).not.toMatch(/@octocat|@everyone|<script|<img|<b>|https:\/\/evil/);
    expect(text.split("\n").filter((line) => line.startsWith("| ") && line.includes("a\\|b"))).toHaveLength(1);
  });

  it("as code is one span, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const span = cellCode(text);
        const fence = /^`+/.exec(span)?.[0] ?? "";
        if (span === "(empty)") return;
        expect(span.endsWith(fence)).toBe(true);
        const inside = span.slice(fence.length, -fence.length);
        expect((inside.match(/`+/g) ?? []).every((run) => run.length !== fence.length)).toBe(true);
        expect(inside).not.toMatch(/[\n\r]|(?<!\\)\|/);
      }),
    );
  });

  it("as prose is no mathematics, and amounts stay as they are", () => {
    expect(prose("$\\Huge\\text{approved}$ for $1.50")).toBe(
      "<span>$</span>\\\\Huge\\\\text{approved}<span>$</span> for $1.50",
    );
  });

  it("as prose holds no HTML, link, mention or table cell", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from("<>@#|[]()`*_~ab/:.\\\n")), maxLength: 60 }),
        (text) => {
          const shown = prose(text);
          expect(shown).not.toMatch(/[<>\n]|@\w|#\d|:\/\//);
          expect(shown.replaceAll(/\\./g, "")).not.toMatch(/[|[\]`*~]/);
        },
      ),
    );
  });
});

async function manyCalls(count: number): Promise<BillReport> {
  const report = await assess({ base: {}, head: { "src/a.ts": LARGE } });
  const [change] = report.changes;
  if (!change) throw new Error("no change was found");
  const changes = Array.from({ length: count }, (_, call) => ({
    ...change,
    call,
    path: `services/a-rather-long-name-of-a-service/src/module-${call}/answer.ts`,
  }));
  return { ...report, changes, totals: { ...report.totals, changes: count, calls: count } };
}

/** What a text opens and does not close, of folded parts and blocks of code, as CommonMark reads its lines. */
function openIn(body: string): readonly string[] {
  const open: string[] = [];
  for (const line of body.split("\n")) {
    const fence = /^ *(`{3,})/.exec(line)?.[1];
    const block = open.at(-1);
    if (block?.startsWith("`") === true) {
      if (fence !== undefined && line.trim() === fence && fence.length >= block.length) open.pop();
    } else if (fence !== undefined) open.push(fence);
    else if (line === "<details>") open.push(line);
    else if (line === "</details>") open.pop();
  }
  return open;
}
