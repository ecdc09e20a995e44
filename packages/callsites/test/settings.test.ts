import { describe, expect, test } from "vitest";
import { scanTree, type ScanSettings } from "../src/index.ts";
import { memoryTree, sitesOf } from "./memory-tree.ts";

const NONE: ScanSettings = { ignore: [], wrappers: [], aliases: {}, environment: {}, declared: [] };

describe("runrate.yml declares what the source does not show", () => {
  const files = {
    "lib/llm.ts": `import OpenAI from "openai";\nexport async function askModel(prompt: string, options: { model: string; limit: number }) {\n  return new OpenAI().chat.completions.create({ model: options.model, max_tokens: options.limit, messages: [{ role: "user", content: prompt }] });\n}`,
    "a.ts": `import { askModel } from "./lib/llm";\nexport const run = () => askModel("Say hello to everybody.", { model: "gpt-4o", limit: 40 });`,
    "b.ts": `import { askModel } from "somewhere-else";\nexport const run = () => askModel("x", { model: "gpt-4", limit: 1 });`,
  };
  const wrapper = {
    function: "askModel",
    sdk: "openai.chat",
    model: "1.model",
    maxOutputTokens: "1.limit",
    prompt: "0",
    defaults: {},
  };

  test("a wrapper: its calls are sites, and what it does inside is not counted again", async () => {
    const { callSites } = await scanTree(memoryTree(files), { settings: { ...NONE, wrappers: [wrapper] } });
    expect(
      callSites.map(({ path, sdk, model, promptText }) => [path, sdk, model.alternatives[0]?.value, promptText]),
    ).toEqual([
      ["a.ts", "openai.chat", "gpt-4o", "Say hello to everybody."],
      ["b.ts", "openai.chat", "gpt-4", "x"],
    ]);
  });

  test("a wrapper of one module leaves others of the same name alone", async () => {
    const settings = { ...NONE, wrappers: [{ ...wrapper, module: "lib/llm" }] };
    expect(await sitesOf(files, { settings })).toEqual(["openai.chat gpt-4o/40"]);
    const other = { ...NONE, wrappers: [{ ...wrapper, module: "somewhere-else" }] };
    expect(await sitesOf({ "b.ts": files["b.ts"] }, { settings: other })).toEqual(["openai.chat gpt-4/1"]);
  });

  test("a wrapper's defaults hold where a caller gives nothing, and a method is meant by its last names", async () => {
    const settings = {
      ...NONE,
      wrappers: [
        {
          function: "llm.ask",
          sdk: "anthropic.messages",
          model: "model",
          defaults: { model: "claude-haiku-4-5", maxOutputTokens: 9 },
        },
      ],
    };
    expect(
      await sitesOf(
        {
          "a.py": `def run(self):\n    self.llm.ask("x")\n    self.llm.ask("x", model="claude-opus-4-1")\n    self.other.ask("x")`,
        },
        { settings },
      ),
    ).toEqual(["anthropic.messages claude-haiku-4-5/9", "anthropic.messages claude-opus-4-1/9"]);
  });

  const call = (model: string): string =>
    `import OpenAI from "openai";\nnew OpenAI().chat.completions.create({ model: ${model}, messages: [] });`;

  test("the value that a variable has in production", async () => {
    const settings = { ...NONE, environment: { CHAT_MODEL: "gpt-4.1" } };
    expect(await sitesOf({ "a.ts": call("process.env.CHAT_MODEL ?? 'gpt-4o'") }, { settings })).toEqual([
      "openai.chat gpt-4.1",
    ]);
    expect(await sitesOf({ "a.ts": call("process.env.toString") }, { settings })).toEqual(["openai.chat ?"]);
  });

  test("aliases, and ignored paths", async () => {
    const settings = { ...NONE, aliases: { "prod-chat": "gpt-4o" }, ignore: ["scripts/**"] };
    expect(await sitesOf({ "a.ts": call("'prod-chat'"), "scripts/b.ts": call("'gpt-4'") }, { settings })).toEqual([
      "openai.chat gpt-4o",
    ]);
  });

  test("values of a single call, by place, line and name; what the source shows stays", async () => {
    const source = { "src/a.ts": call("user.model"), "src/b.ts": call("'gpt-4o'") };
    const declared = [
      { at: "src/*.ts", line: 2, call: "chat.completions.create", model: "gpt-4o-mini", maxOutputTokens: 70 },
    ];
    expect(await sitesOf(source, { settings: { ...NONE, declared } })).toEqual([
      "openai.chat gpt-4o-mini/70",
      "openai.chat gpt-4o/70",
    ]);
    const elsewhere = [{ at: "src/*.ts", line: 7, model: "gpt-4o-mini" }];
    expect(await sitesOf(source, { settings: { ...NONE, declared: elsewhere } })).toEqual([
      "openai.chat ?",
      "openai.chat gpt-4o",
    ]);
  });
});
