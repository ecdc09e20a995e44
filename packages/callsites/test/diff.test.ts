import { describe, expect, test } from "vitest";
import { diffTrees } from "../src/index.ts";
import { changesOf, memoryTree } from "./memory-tree.ts";

type Files = Readonly<Record<string, string>>;

const CLIENT = `import OpenAI from "openai";\nconst client = new OpenAI();\n`;
const ask = (options: string): string =>
  `${CLIENT}export const ask = () => client.chat.completions.create({ ${options}, messages: [] });\n`;
const pyAsk = (args: string): string =>
  `from openai import OpenAI\nclient = OpenAI()\n\ndef ask(q):\n    return client.chat.completions.create(${args}, messages=[])\n`;

describe("no change of spend", () => {
  test.each<[string, Files, Files]>([
    [
      "a call that moved to another file",
      { "a.ts": ask(`model: "gpt-4o"`) },
      { "lib/ai/b.ts": ask(`model: "gpt-4o"`) },
    ],
    [
      "a function that was renamed and reformatted",
      { "a.ts": ask(`model: "gpt-4o", max_tokens: 5`) },
      {
        "a.ts": `${CLIENT}\n// asks\nexport async function answer(): Promise<unknown> {\n  return client.chat.completions.create({\n    max_tokens: 5,\n    messages: [],\n    model: 'gpt-4o',\n  });\n}\n`,
      },
    ],
    [
      "a literal that became a constant in another file",
      { "a.ts": ask(`model: "gpt-4o"`) },
      {
        "a.ts": `import { MODEL } from "./models";\n${ask("model: MODEL")}`,
        "models.ts": `export const MODEL = "gpt-4o";`,
      },
    ],
    [
      "a comment, a type and a docstring that name models",
      { "a.py": pyAsk(`model="gpt-4o"`) },
      {
        "a.py": `# was gpt-4\nfrom typing import Literal\nModel = Literal["gpt-4", "o3"]\n${pyAsk(`model="gpt-4o"`)}\n\ndef other():\n    """Uses gpt-4-turbo."""\n`,
      },
    ],
    [
      "tests, documents and stubs",
      { "a.ts": ask(`model: "gpt-4o"`) },
      {
        "a.ts": ask(`model: "gpt-4o"`),
        "a.test.ts": ask(`model: "gpt-4"`),
        "tests/helper.ts": ask(`model: "o3"`),
        "docs/x.md": "model: gpt-4",
        "README.md": "`gpt-4`",
      },
    ],
    [
      "a price table",
      { "a.ts": ask(`model: "gpt-4o"`), "prices.ts": `export const PRICES = { "gpt-4o": 2.5 };` },
      {
        "a.ts": ask(`model: "gpt-4o"`),
        "prices.ts": `export const PRICES = { "gpt-4o": 2, "gpt-5": { input: 1, model: "gpt-5" } };`,
      },
    ],
    [
      "the argument of a tokenizer",
      { "a.py": `import tiktoken\nenc = tiktoken.encoding_for_model("gpt-4")\n${pyAsk(`model="gpt-4o"`)}` },
      { "a.py": `import tiktoken\nenc = tiktoken.encoding_for_model("gpt-4o")\n${pyAsk(`model="gpt-4o"`)}` },
    ],
    [
      "a comparison with a model's name",
      { "a.py": `if model == "gpt-4":\n    pass\n${pyAsk(`model="gpt-4o"`)}` },
      { "a.py": `if model.startswith("gpt-5"):\n    pass\n${pyAsk(`model="gpt-4o"`)}` },
    ],
    [
      "a table of choices that gains an entry",
      { "a.ts": `const LIMITS = { small: 100, big: 900 };\n${ask("model: MODEL, max_tokens: LIMITS[size]")}` },
      {
        "a.ts": `const LIMITS = { tiny: 10, small: 100, big: 900 };\n${ask("model: MODEL, max_tokens: LIMITS[size]")}`,
      },
    ],
    [
      "a provider's own name for a model that was renamed everywhere",
      provider("title-model", "title-model"),
      provider("name-model", "name-model"),
    ],
    [
      "a model that callers give now, each the one that it was",
      { "a.py": pyAsk(`model="gpt-4o"`), "b.py": `from a import ask\nask("x")\nask("y")` },
      {
        "a.py": pyAsk(`model=model`).replace("(q)", "(q, model)"),
        "b.py": `from a import ask\nask("x", "gpt-4o")\nask("y", model="gpt-4o")`,
      },
    ],
    [
      "a model that callers gave, and a function settles now",
      {
        "a.py": pyAsk(`model=model`).replace("(q)", "(q, model)"),
        "b.py": `from a import ask\nask("x", "gpt-4o")\nask("y", model="gpt-4o")`,
      },
      { "a.py": pyAsk(`model="gpt-4o"`), "b.py": `from a import ask\nask("x")\nask("y")` },
    ],
    [
      "an environment file of another project in the same repository",
      { "one/a.ts": ask("model: process.env.MODEL"), "two/.env.example": "OTHER=1\n" },
      {
        "one/a.ts": ask("model: process.env.MODEL"),
        "two/.env.example": "MODEL=gpt-4\n",
        "three/.env.example": "MODEL=gpt-5\n",
      },
    ],
    [
      "models of a branch that only tests take",
      provider("title-model", "title-model"),
      provider(
        "title-model",
        "title-model",
        (made) =>
          `process.env.NODE_ENV === "test" ? customProvider({ languageModels: { "title-model": fake("gpt-4") } }) : ${made}`,
      ),
    ],
    [
      "an example in the description of an interface",
      { "api.yml": "readme:\n  request:\n    params:\n      model: gpt-4\nschemas:\n  model: gpt-4\n" },
      { "api.yml": "readme:\n  request:\n    params:\n      model: gpt-4o\nschemas:\n  model: gpt-4o\n" },
    ],
    [
      "a model's name with its maker before it",
      { "a.py": `from langchain.chat_models import init_chat_model\nllm = init_chat_model("openai:gpt-4o")` },
      { "a.py": `from langchain.chat_models import init_chat_model\nllm = init_chat_model("gpt-4o")` },
    ],
  ])("%s", async (_, before, after) => {
    expect(await changesOf(before, after)).toEqual([]);
  });
});

function provider(name: string, used: string, wrap = (made: string): string => made): Files {
  return {
    "models.ts": `import { customProvider } from "ai";\nimport { openai } from "@ai-sdk/openai";\nexport const provider = ${wrap(`customProvider({ languageModels: { "${name}": openai("gpt-4o-mini") } })`)};`,
    "a.ts": `import { generateText } from "ai";\nimport { provider } from "./models";\nexport const title = () => generateText({ model: provider.languageModel("${used}"), prompt: "x" });`,
  };
}

describe("a change of one call, with its direction where the sign is certain", () => {
  test.each<[string, Files, Files, string[]]>([
    [
      "another model",
      { "a.ts": ask(`model: "gpt-4"`) },
      { "a.ts": ask(`model: "gpt-4o"`) },
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
      { "a.ts": ask(`model: "m"`) },
      { "a.ts": ask(`model: "m", service_tier: "flex"`) },
      ["tier m -> m unknown"],
    ],
    [
      "a tool",
      { "a.ts": ask(`model: "m"`) },
      { "a.ts": ask(`model: "m", tools: [{ type: "web_search" }]`) },
      ["tool m -> m up"],
    ],
    [
      "a call that is added",
      { "a.ts": ask(`model: "m"`) },
      { "a.ts": ask(`model: "m"`), "b.py": pyAsk(`model="gpt-4o"`) },
      ["call-added - -> gpt-4o up"],
    ],
    [
      "a call that is removed",
      { "a.ts": ask(`model: "m"`), "b.py": pyAsk(`model="gpt-4o"`) },
      { "a.ts": ask(`model: "m"`) },
      ["call-removed gpt-4o -> - down"],
    ],
    [
      "a longer prompt",
      {
        "a.ts":
          CLIENT +
          `client.chat.completions.create({ model: "m", messages: [{ role: "system", content: "Be brief." }] });`,
      },
      {
        "a.ts":
          CLIENT +
          `client.chat.completions.create({ model: "m", messages: [{ role: "system", content: "Be brief, and always answer in verse." }] });`,
      },
      ["prompt m -> m up"],
    ],
    [
      "an entry of a table that every choice goes through",
      { "a.ts": `const LIMITS = { small: 100, big: 900 };\n${ask("model: MODEL, max_tokens: LIMITS[size]")}` },
      { "a.ts": `const LIMITS = { small: 100, big: 4000 };\n${ask("model: MODEL, max_tokens: LIMITS[size]")}` },
      ["limit ?/900 -> ?/4000 up"],
    ],
    [
      "a value that stays, and may be set from outside from now on",
      { "a.ts": ask(`model: "m", max_tokens: 196`) },
      { "a.ts": ask(`model: "m", max_tokens: process.env.MAX_TOKENS || 196`) },
      ["limit m/196 -> m/196 none"],
    ],
    [
      "the effort that stands behind a model's name",
      { "a.ts": ask(`model: "gemini-3-pro (low thinking)"`) },
      { "a.ts": ask(`model: "gemini-3-pro (high thinking)"`) },
      ["model gemini-3-pro -> gemini-3-pro up"],
    ],
    [
      "a call whose model changes while it moves and its function is renamed",
      { "a.ts": ask(`model: "gpt-4", max_tokens: 7`) },
      { "src/a.ts": ask(`model: "gpt-4o", max_tokens: 7`).replace("ask", "answer") },
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
      { "a.ts": ask(`model: process.env.MODEL ?? "gpt-4"`), ".env.example": "MODEL=gpt-4\n" },
      { "a.ts": ask(`model: process.env.MODEL ?? "gpt-4"`), ".env.example": "MODEL=gpt-4o\n" },
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
      "a.ts": `import { MODEL } from "./models";\n${ask("model: MODEL")}`,
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
