import { describe, expect, test } from "vitest";
import { scanTree } from "../src/index.ts";
import { memoryTree, sitesOf } from "./memory-tree.ts";
import { type Files, pyCalling, tsCalling, TS_ASK } from "./sources.ts";

describe("where resolution stops, it says why and where", () => {
  test.each([
    [
      "a parameter that nobody gives",
      { "a.py": pyCalling(`def ask(model):\n    client.chat.completions.create(model=model, messages=[])`) },
      "parameter model of ask (a.py:3)",
    ],
    [
      "an environment variable without a default",
      { "a.ts": tsCalling(`const MODEL = process.env.MODEL;\n${TS_ASK}`) },
      "environment variable MODEL (a.ts:3)",
    ],
    [
      "an import that is not there",
      { "a.ts": tsCalling(`import { MODEL } from "./gone";\n${TS_ASK}`) },
      "./gone was not found in the tree (a.ts:3)",
    ],
  ] satisfies [string, Files, string][])("%s", async (_, files, reason) => {
    const { callSites } = await scanTree(memoryTree(files));
    expect(callSites.map((site) => site.model.reason)).toEqual([reason]);
  });

  test.each([
    ["a fallback", { "a.ts": tsCalling(`const MODEL = process.env.M ?? "gpt-4o";\n${TS_ASK}`) }],
    [
      "a fallback in another file",
      {
        "m.ts": `export const MODEL = process.env.M || "gpt-4o";`,
        "a.ts": tsCalling(`import { MODEL } from "./m";\n${TS_ASK}`),
      },
    ],
    ["a default of a pattern", { "a.ts": tsCalling(`const { MODEL = "gpt-4o" } = process.env;\n${TS_ASK}`) }],
    [
      "an or of Python",
      {
        "a.py": `import os\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model=os.environ.get("M") or "gpt-4o", messages=[])`,
      },
    ],
    [
      "a field of pydantic settings",
      {
        "a.py": `from openai import OpenAI\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model: str = "gpt-4o"\nOpenAI().chat.completions.create(model=Settings().model, messages=[])`,
      },
    ],
    [
      "a second argument",
      {
        "a.py": `import os\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model=os.getenv("M", "gpt-4o"), messages=[])`,
      },
    ],
  ] satisfies [string, Files][])(
    "the default of an environment variable has its origin there: %s",
    async (_, files) => {
      const { callSites } = await scanTree(memoryTree(files));
      expect(callSites.map(({ model }) => model.alternatives.map(({ value, origin }) => `${origin} ${value}`))).toEqual(
        [["environment gpt-4o"]],
      );
    },
  );

  test("a field of pydantic settings is what the tree's environment file sets under its prefix, else its default", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "settings.py": `from pydantic_settings import BaseSettings, SettingsConfigDict\nclass Base(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="APP_")\nclass Settings(Base):\n    chat_model: str = "gpt-4o"\nsettings = Settings()`,
        "a.py": pyCalling(
          `from settings import settings\nclient.chat.completions.create(model=settings.chat_model, messages=[])`,
        ),
        ".env.example": "CHAT_MODEL=gpt-4\nAPP_CHAT_MODEL=gpt-4o-mini\n",
      }),
    );
    expect(callSites.map(({ model }) => model.alternatives.map(({ value, at }) => `${value} ${at.path}`))).toEqual([
      ["gpt-4o-mini .env.example", "gpt-4o settings.py"],
    ]);
  });

  test("what made an object and says nothing of the model is no call", async () => {
    const files = {
      "ask.py": pyCalling(`def ask(model):\n    return client.chat.completions.create(model=model, messages=[])`),
      "ranker.py": `from ask import ask\nclass Ranker:\n    def __init__(self, app):\n        self.app = app\n    def rank(self):\n        return ask(model=self.app.config.model)`,
      "app.py": `from ranker import Ranker\nclass App:\n    def __init__(self, config):\n        self.ranker = Ranker(self)`,
    };
    const { callSites } = await scanTree(memoryTree(files));
    expect(callSites.map(({ path, line }) => `${path}:${line}`)).toEqual(["ranker.py:6"]);
  });

  test("a key that something is asked for by is no model", async () => {
    const files = {
      "a.py": pyCalling(
        `import yaml\ndata = yaml.safe_load(open(path))\nclient.chat.completions.create(model=data.get("chat").model, messages=[])`,
      ),
      "b.ts": tsCalling(
        `import config from "config";\nclient.chat.completions.create({ model: config.get("llm.chat"), messages: [] });`,
      ),
    };
    expect(await sitesOf(files)).toEqual(["openai.chat ?", "openai.chat ?"]);
  });

  test("an environment file of a project is not another project's", async () => {
    const call = tsCalling(`client.chat.completions.create({ model: process.env.MODEL, messages: [] });`);
    const of = (files: Files) => sitesOf({ "apps/web/a.ts": call, ...files });
    expect(await of({ "config/.env.example": "MODEL=gpt-4o\n" })).toEqual(["openai.chat gpt-4o"]);
    expect(await of({ "other/.env.example": "MODEL=gpt-4o\n", "third/.env.example": "PORT=1\n" })).toEqual([
      "openai.chat ?",
    ]);
  });

  test("names the origin of what it found, and the line where the value stands", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.ts": tsCalling(
          `import { FAR } from "./b";\nconst HERE = "gpt-4o-mini";\nclient.chat.completions.create({ model: "gpt-4o", messages: [] });\nclient.chat.completions.create({ model: HERE, messages: [] });\nclient.chat.completions.create({ model: FAR, messages: [] });\nclient.chat.completions.create({ model: process.env.M || "gpt-4", messages: [] });`,
        ),
        "b.ts": `\nexport const FAR = "gpt-4.1";`,
      }),
    );
    expect(
      callSites.map(({ model: { alternatives } }) =>
        alternatives.map(({ origin, at }) => `${origin} ${at.path}:${at.line}`),
      ),
    ).toEqual([["literal a.ts:5"], ["constant-here a.ts:4"], ["constant-elsewhere b.ts:2"], ["environment a.ts:8"]]);
  });
});
