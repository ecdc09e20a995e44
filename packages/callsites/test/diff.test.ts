import { describe, expect, test } from "vitest";
import { diffTrees } from "../src/index.ts";
import { changesOf, memoryTree } from "./memory-tree.ts";
import { type Files, pyAsk, tsAsk, tsCalling } from "./sources.ts";

describe("a change of one call, with its direction where the sign is certain", () => {
  test.each<[string, Files, Files, string[]]>([
    [
      "another model",
      { "a.ts": tsAsk(`model: "gpt-4"`) },
      { "a.ts": tsAsk(`model: "gpt-4o"`) },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
    [
      "a cap that is raised",
      { "a.py": pyAsk(`model="m", max_tokens=100`) },
      { "a.py": pyAsk(`model="m", max_tokens=200`) },
      ["limit m/100 -> m/200 up"],
    ],
    [
      "a cap that is lowered",
      { "a.py": pyAsk(`model="m", max_tokens=100`) },
      { "a.py": pyAsk(`model="m", max_tokens=50`) },
      ["limit m/100 -> m/50 down"],
    ],
    [
      "a cap that is removed",
      { "a.py": pyAsk(`model="m", max_tokens=100`) },
      { "a.py": pyAsk(`model="m"`) },
      ["limit m/100 -> m up"],
    ],
    [
      "a cap where there was none",
      { "a.py": pyAsk(`model="m"`) },
      { "a.py": pyAsk(`model="m", max_tokens=100`) },
      ["limit m -> m/100 unknown"],
    ],
    [
      "the same unresolved model on both sides",
      { "a.py": pyAsk(`model=q.model, max_tokens=9`) },
      { "a.py": pyAsk(`model=q.model, max_tokens=8`) },
      ["limit ?/9 -> ?/8 down"],
    ],
    [
      "a service tier",
      { "a.ts": tsAsk(`model: "m"`) },
      { "a.ts": tsAsk(`model: "m", service_tier: "flex"`) },
      ["tier m -> m unknown"],
    ],
    [
      "a tool",
      { "a.ts": tsAsk(`model: "m"`) },
      { "a.ts": tsAsk(`model: "m", tools: [{ type: "web_search" }]`) },
      ["tool m -> m up"],
    ],
    [
      "a call that is added",
      { "a.ts": tsAsk(`model: "m"`) },
      { "a.ts": tsAsk(`model: "m"`), "b.py": pyAsk(`model="gpt-4o"`) },
      ["call-added - -> gpt-4o up"],
    ],
    [
      "a call that is removed",
      { "a.ts": tsAsk(`model: "m"`), "b.py": pyAsk(`model="gpt-4o"`) },
      { "a.ts": tsAsk(`model: "m"`) },
      ["call-removed gpt-4o -> - down"],
    ],
    [
      "a longer prompt",
      {
        "a.ts": tsCalling(
          `client.chat.completions.create({ model: "m", messages: [{ role: "system", content: "Be brief." }] });`,
        ),
      },
      {
        "a.ts": tsCalling(
          `client.chat.completions.create({ model: "m", messages: [{ role: "system", content: "Be brief, and always answer in verse." }] });`,
        ),
      },
      ["prompt m -> m up"],
    ],
    [
      "an entry of a table that every choice goes through",
      { "a.ts": `const LIMITS = { small: 100, big: 900 };\n${tsAsk("model: MODEL, max_tokens: LIMITS[size]")}` },
      { "a.ts": `const LIMITS = { small: 100, big: 4000 };\n${tsAsk("model: MODEL, max_tokens: LIMITS[size]")}` },
      ["limit ?/900 -> ?/4000 up"],
    ],
    [
      "a value that stays, and may be set from outside from now on",
      { "a.ts": tsAsk(`model: "m", max_tokens: 196`) },
      { "a.ts": tsAsk(`model: "m", max_tokens: process.env.MAX_TOKENS || 196`) },
      ["limit m/196 -> m/196 none"],
    ],
    [
      "the effort that stands behind a model's name",
      { "a.ts": tsAsk(`model: "gemini-3-pro (low thinking)"`) },
      { "a.ts": tsAsk(`model: "gemini-3-pro (high thinking)"`) },
      ["model gemini-3-pro -> gemini-3-pro up"],
    ],
    [
      "a call whose model changes while it moves and its function is renamed",
      { "a.ts": tsAsk(`model: "gpt-4", max_tokens: 7`) },
      { "src/a.ts": tsAsk(`model: "gpt-4o", max_tokens: 7`).replace("ask", "answer") },
      ["model gpt-4/7 -> gpt-4o/7 unknown"],
    ],
    [
      "a cap that cannot be read any more",
      { "a.py": pyAsk(`model="m", max_tokens=100`) },
      { "a.py": pyAsk(`model="m", max_tokens=limits.chat`) },
      ["limit m/100 -> m unknown"],
    ],
    [
      "another option beside the one that stays: the pair names it, and all of them make the direction",
      { "a.py": `CAP = 200\n${pyAsk(`model="m", max_tokens=CAP`)}` },
      { "a.py": `SHORT = 100\nCAP = 200\n${pyAsk(`model="m", max_tokens=SHORT if brief else CAP`)}` },
      ["limit m/200 -> m/100 down"],
    ],
    [
      "a cap that one branch of a wrapper loses",
      {
        "a.py": `${pyAsk("model=model, max_tokens=10").replace("(q)", "(q, model)")}\nimport anthropic\ndef other(q, model):\n    return anthropic.Anthropic().messages.create(model=model, max_tokens=10, messages=[])\ndef either(q, model):\n    return ask(q, model) if model.startswith("gpt") else other(q, model)\n`,
        "b.py": `from a import either\nfrom settings import chosen\neither("x", chosen.model)`,
      },
      {
        "a.py": `${pyAsk("model=model").replace("(q)", "(q, model)")}\nimport anthropic\ndef other(q, model):\n    return anthropic.Anthropic().messages.create(model=model, max_tokens=10, messages=[])\ndef either(q, model):\n    return ask(q, model) if model.startswith("gpt") else other(q, model)\n`,
        "b.py": `from a import either\nfrom settings import chosen\neither("x", chosen.model)`,
      },
      ["limit ?/10 -> ? up"],
    ],
    [
      "an environment variable that gets a default",
      { "a.py": `import os\nMODEL = os.getenv("M")\n${pyAsk("model=MODEL")}` },
      { "a.py": `import os\nMODEL = os.getenv("M", "gpt-4o")\n${pyAsk("model=MODEL")}` },
      ["model ? -> gpt-4o unknown"],
    ],
    [
      "a variable of an environment file that stands before its default",
      { "a.ts": tsAsk(`model: process.env.MODEL ?? "gpt-4"`), ".env.example": "MODEL=gpt-4\n" },
      { "a.ts": tsAsk(`model: process.env.MODEL ?? "gpt-4"`), ".env.example": "MODEL=gpt-4o\n" },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
    [
      "a parameter's default, where the callers leave it",
      { "a.py": pyAsk(`model=m`).replace("(q)", `(q, m="gpt-4")`), "b.py": `from a import ask\nask("x")` },
      { "a.py": pyAsk(`model=m`).replace("(q)", `(q, m="gpt-4o")`), "b.py": `from a import ask\nask("x")` },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
  ])("%s", async (_, before, after, changes) => {
    expect(await changesOf(before, after)).toEqual(changes);
  });

  test("points at the call and at the line where the value stands", async () => {
    const before = {
      "a.ts": `import { MODEL } from "./models";\n${tsAsk("model: MODEL")}`,
      "models.ts": `\nexport const MODEL = "gpt-4";`,
    };
    const after = { ...before, "models.ts": `\n\nexport const MODEL = "gpt-4o";` };
    const { changes } = await diffTrees(memoryTree(before), memoryTree(after));
    expect(
      changes.map(({ path, line, pathBefore, lineBefore, valueAt }) => ({
        path,
        line,
        pathBefore,
        lineBefore,
        valueAt,
      })),
    ).toEqual([{ path: "a.ts", line: 4, pathBefore: "a.ts", lineBefore: 4, valueAt: { path: "models.ts", line: 3 } }]);
  });

  test("prices a model as the one who sells it does", async () => {
    const call = (name: string): string =>
      `import { generateText } from "ai";\nimport { groq } from "@ai-sdk/groq";\nexport const a = () => generateText({ model: groq("${name}"), prompt: "x" });`;
    const { changes } = await diffTrees(
      memoryTree({ "a.ts": call("llama-3.1-8b-instant") }),
      memoryTree({ "a.ts": call("llama-3.3-70b-versatile") }),
    );
    expect(changes.map(({ before, call: { before: priced } }) => [before?.model, priced?.model])).toEqual([
      ["llama-3.1-8b-instant", { kind: "known", value: "groq/llama-3.1-8b-instant" }],
    ]);
  });
});

describe("what the way to an SDK could not be followed for is still seen", () => {
  test.each<[string, Files, Files, string[]]>([
    [
      "a setting of YAML",
      { "config.yml": "agents:\n  writer:\n    model: gpt-4\n" },
      { "config.yml": "agents:\n  writer:\n    model: gpt-4o\n" },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
    [
      "an id below a model in JSON",
      { "models.d/cloud.json": `{"models": {"quick": {"id": "gpt-4"}}}` },
      { "models.d/cloud.json": `{"models": {"quick": {"id": "gpt-4o"}}}` },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
    [
      "an example of the environment",
      { ".env.example": "MODEL=gpt-4\n" },
      { ".env.example": "MODEL=gpt-4o\n" },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
    [
      "an argument of an outside function, under another name now",
      { "a.py": `import lib\n\ndef run(bot):\n    answer = bot.chat(text, model="gpt-4")\n` },
      { "a.py": `import lib\n\ndef run(bot):\n    answer = bot.chat_with_retry(text, model="gpt-4o", retries=2)\n` },
      ["model gpt-4 -> gpt-4o unknown"],
    ],
    [
      "a cap in a dictionary of parameters",
      { "a.py": `def run(lib, params):\n    params["max_tokens"] = 10000\n    lib.go(params)\n` },
      { "a.py": `def run(lib, params):\n    params["max_tokens"] = 20000\n    lib.go(params)\n` },
      ["limit ?/10000 -> ?/20000 up"],
    ],
    [
      "a literal that became a choice",
      { "a.py": `def run(bot):\n    bot.chat(model="gpt-4")\n` },
      { "a.py": `def run(bot, fast):\n    bot.chat(model="gpt-3.5-turbo" if fast else "gpt-4")\n` },
      ["model gpt-4 -> gpt-4 unknown"],
    ],
  ])("%s", async (_, before, after, changes) => {
    expect(await changesOf(before, after)).toEqual(changes);
  });
});
