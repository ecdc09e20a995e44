import { describe, expect, test } from "vitest";
import { changesOf } from "./memory-tree.ts";
import { type Files, pyAsk, tsAsk, tsCalling } from "./sources.ts";

describe("no change of spend", () => {
  test.each<[string, Files, Files]>([
    [
      "a call that moved to another file",
      { "a.ts": tsAsk(`model: "gpt-4o"`) },
      { "lib/ai/b.ts": tsAsk(`model: "gpt-4o"`) },
    ],
    [
      "a function that was renamed and reformatted",
      { "a.ts": tsAsk(`model: "gpt-4o", max_tokens: 5`) },
      {
        "a.ts": tsCalling(
          `\n// asks\nexport async function answer(): Promise<unknown> {\n  return client.chat.completions.create({\n    max_tokens: 5,\n    messages: [],\n    model: 'gpt-4o',\n  });\n}\n`,
        ),
      },
    ],
    [
      "a literal that became a constant in another file",
      { "a.ts": tsAsk(`model: "gpt-4o"`) },
      {
        "a.ts": `import { MODEL } from "./models";\n${tsAsk("model: MODEL")}`,
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
      { "a.ts": tsAsk(`model: "gpt-4o"`) },
      {
        "a.ts": tsAsk(`model: "gpt-4o"`),
        "a.test.ts": tsAsk(`model: "gpt-4"`),
        "tests/helper.ts": tsAsk(`model: "o3"`),
        "docs/x.md": "model: gpt-4",
        "README.md": "`gpt-4`",
      },
    ],
    [
      "a price table",
      { "a.ts": tsAsk(`model: "gpt-4o"`), "prices.ts": `export const PRICES = { "gpt-4o": 2.5 };` },
      {
        "a.ts": tsAsk(`model: "gpt-4o"`),
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
      { "a.ts": `const LIMITS = { small: 100, big: 900 };\n${tsAsk("model: MODEL, max_tokens: LIMITS[size]")}` },
      {
        "a.ts": `const LIMITS = { tiny: 10, small: 100, big: 900 };\n${tsAsk("model: MODEL, max_tokens: LIMITS[size]")}`,
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
      { "one/a.ts": tsAsk("model: process.env.MODEL"), "two/.env.example": "OTHER=1\n" },
      {
        "one/a.ts": tsAsk("model: process.env.MODEL"),
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
