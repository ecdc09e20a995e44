import { describe, expect, test } from "vitest";
import { scanTree } from "../src/index.ts";
import { memoryTree, sitesOf } from "./memory-tree.ts";

type Files = Readonly<Record<string, string>>;

const TS_CALL = `import OpenAI from "openai";\nconst client = new OpenAI();\n`;
const ts = (body: string): string => `${TS_CALL}${body}`;
const PY_CALL = `from openai import OpenAI\nclient = OpenAI()\n`;
const py = (body: string): string => `${PY_CALL}${body}`;
const TS_ASK = `client.chat.completions.create({ model: MODEL, messages: [] });`;

/** A form in which a value can stand, a tree that has it, and the only site that comes of it. */
const FORMS: Readonly<Record<string, readonly (readonly [string, Files, string])[]>> = {
  "in TypeScript": [
    [
      "options of commander",
      {
        "a.ts": ts(
          `import { Command } from "commander";\nconst program = new Command();\nprogram.option("-m, --model <name>", "which", "gpt-4.1").option("--max-tokens <n>", "cap", "90").parse();\nconst options = program.opts();\nclient.chat.completions.create({ model: options.model, max_tokens: Number(options.maxTokens), messages: [] });`,
        ),
      },
      "openai.chat gpt-4.1/90",
    ],
    [
      "options of yargs, one by one and as an object",
      {
        "a.ts": ts(
          `import yargs from "yargs";\nconst argv = yargs(process.argv).option("model", { default: "gpt-4.1" }).options({ "max-tokens": { default: 8 }, maxTokens: { default: 8 } }).parseSync();\nclient.chat.completions.create({ model: argv.model, max_tokens: argv.maxTokens, messages: [] });`,
        ),
      },
      "openai.chat gpt-4.1/8",
    ],
    ["a constant", { "a.ts": ts(`const MODEL = "gpt-4o";\n${TS_ASK}`) }, "openai.chat gpt-4o"],
    [
      "members of objects and enums",
      {
        "a.ts": ts(
          `enum Model { Fast = "gpt-4o-mini" }\nconst LIMITS = { answer: { max: 300 } } as const;\nclient.chat.completions.create({ model: Model.Fast, max_tokens: LIMITS.answer.max, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o-mini/300",
    ],
    [
      "an imported constant through a re-export with another name",
      {
        "a.ts": ts(`import { CHAT as MODEL } from "./config";\n${TS_ASK}`),
        "config/index.ts": `export { DEFAULT_MODEL as CHAT } from "./models";\nexport * from "./limits";`,
        "config/models.ts": `export const DEFAULT_MODEL = "gpt-4.1";`,
        "config/limits.ts": `export const MAX = 1;`,
      },
      "openai.chat gpt-4.1",
    ],
    [
      "an alias of tsconfig, through export *",
      {
        "tsconfig.json": `{ // comment\n "compilerOptions": { "baseUrl": ".", "paths": { "#config/*": ["./src/config/*"] } } }`,
        "src/a.ts": ts(`import { MODEL } from "#config/index";\n${TS_ASK}`),
        "src/config/index.ts": `export * from "./models";`,
        "src/config/models.ts": `export const MODEL = "gpt-4o-mini";`,
      },
      "openai.chat gpt-4o-mini",
    ],
    [
      "a package of the same workspace",
      {
        "packages/config/package.json": `{ "name": "@acme/config" }`,
        "packages/config/src/index.ts": `export const MODEL = "gpt-4o";`,
        "apps/web/a.ts": ts(`import { MODEL } from "@acme/config";\n${TS_ASK}`),
      },
      "openai.chat gpt-4o",
    ],
    [
      "the rest of an options object, without what was taken out of it",
      {
        "a.ts": ts(
          `function ask(options: any) { const { max_tokens, ...rest } = options; return client.chat.completions.create({ ...rest, stream: true }); }\nask({ model: "gpt-4o", max_tokens: 9, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o",
    ],
    [
      "the rest of a destructured parameter, which has not what was taken out of it",
      {
        "a.ts": ts(
          `const ask = ({ model, ...rest }: any) => client.chat.completions.create({ model: model ?? "gpt-4.1", ...rest });\nask({ model: "gpt-4o", max_tokens: 9, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o/9",
    ],
    [
      "a default that is assigned where none was given",
      {
        "a.ts": ts(
          `function ask(model?: string, cap?: number) { if (!model) model = "gpt-4o-mini"; if (cap === undefined) { cap = 50; } return client.chat.completions.create({ model, max_tokens: cap, messages: [] }); }\nask("gpt-4.1");`,
        ),
      },
      "openai.chat gpt-4.1/50",
    ],
    [
      "a default export, and CommonJS",
      {
        "a.js": `const OpenAI = require("openai");\nconst { models } = require("./config");\nconst client = new OpenAI();\nclient.chat.completions.create({ model: models.chat, max_tokens: require("./limits").ANSWER, messages: [] });`,
        "config.js": `module.exports = { models: { chat: "gpt-3.5-turbo" } };`,
        "limits.js": `exports.ANSWER = 120;`,
      },
      "openai.chat gpt-3.5-turbo/120",
    ],
    [
      "a parameter with a default, and one of an object",
      {
        "a.ts": ts(
          `export async function ask({ model = "gpt-4o-mini", limit = 50 }: Options, retries = 3) {\n  return client.chat.completions.create({ model, max_tokens: limit, messages: [] });\n}`,
        ),
      },
      "openai.chat gpt-4o-mini/50",
    ],
    [
      "what a caller gives",
      {
        "ask.ts": ts(
          `export const ask = (model: string, max: number) => client.chat.completions.create({ model, max_tokens: max, messages: [] });`,
        ),
        "b.ts": `import { ask } from "./ask";\nexport const run = () => ask("gpt-4o", 2 * 64);`,
      },
      "openai.chat gpt-4o/128",
    ],
    [
      "a factory without arguments",
      {
        "a.ts": ts(
          `function settings() { return { model: "gpt-4o", max: 10 }; }\nconst { model, max } = settings();\nclient.chat.completions.create({ model, max_tokens: max, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o/10",
    ],
    [
      "a constructor's argument and a field's default",
      {
        "a.ts": ts(
          `class Bot {\n  limit = 77;\n  constructor(private readonly options: { model: string }) {}\n  run() { return client.chat.completions.create({ model: this.options.model, max_tokens: this.limit, messages: [] }); }\n}\nnew Bot({ model: "gpt-4-turbo" }).run();`,
        ),
      },
      "openai.chat gpt-4-turbo/77",
    ],
    [
      "an environment variable with a fallback",
      { "a.ts": ts(`const MODEL = process.env.OPENAI_MODEL ?? "gpt-4o";\n${TS_ASK}`) },
      "openai.chat gpt-4o",
    ],
    [
      "an environment variable of .env.example",
      {
        "a.ts": ts(`const MODEL = process.env.OPENAI_MODEL;\n${TS_ASK}`),
        ".env.example": `OPENAI_MODEL="gpt-4.1-nano" # cheap`,
      },
      "openai.chat gpt-4.1-nano",
    ],
    [
      "defaults of zod",
      {
        "env.ts": `import { z } from "zod";\nexport const env = z.object({ MODEL: z.string().min(1).default("gpt-4o-mini"), MAX: z.coerce.number().default(99) }).parse(process.env);`,
        "a.ts": ts(
          `import { env } from "./env";\nclient.chat.completions.create({ model: env.MODEL, max_tokens: env.MAX, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o-mini/99",
    ],
    [
      "a ternary and a fallback: a set of values",
      {
        "a.ts": ts(
          `const MODEL = isPro ? "gpt-4o" : "gpt-4o-mini";\nclient.chat.completions.create({ model: override || MODEL, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o|gpt-4o-mini",
    ],
    [
      "a template string",
      {
        "a.ts": ts(
          'const FAMILY = "gpt-4o";\nclient.chat.completions.create({ model: `${FAMILY}-mini`, messages: [] });',
        ),
      },
      "openai.chat gpt-4o-mini",
    ],
    [
      "a dictionary under a constant key, and under one that is not",
      {
        "a.ts": ts(
          `const MODELS = { fast: "gpt-4o-mini", best: "gpt-4o" };\nconst tier = "best";\nclient.chat.completions.create({ model: MODELS[tier], messages: [] });\nclient.chat.completions.create({ model: MODELS[user.tier], messages: [] });`,
        ),
      },
      "openai.chat gpt-4o + openai.chat gpt-4o-mini|gpt-4o",
    ],
    [
      "JSON that is imported",
      {
        "a.ts": ts(
          `import config from "./llm.json";\nclient.chat.completions.create({ model: config.chat.model, max_tokens: config.chat.max, messages: [] });`,
        ),
        "llm.json": `{ "chat": { "model": "gpt-4o", "max": 256 } }`,
      },
      "openai.chat gpt-4o/256",
    ],
    [
      "options that are spread and overwritten",
      {
        "a.ts": ts(
          `const base = { model: "gpt-4o", max_tokens: 1 };\nclient.chat.completions.create({ ...base, max_tokens: 2, messages: [] });`,
        ),
      },
      "openai.chat gpt-4o/2",
    ],
  ],
  "in Python": [
    [
      "a field's default of a configuration that is made of what is not known",
      {
        "a.py": `from dataclasses import dataclass, fields\nfrom openai import OpenAI\n@dataclass\nclass Configuration:\n    model: str = "gpt-4o-mini"\n    cap: int = 90\n    @classmethod\n    def of(cls, config):\n        values = {f.name: config.get(f.name) for f in fields(cls)}\n        return cls(**{k: v for k, v in values.items() if v})\ndef ask(config):\n    settings = Configuration.of(config)\n    return OpenAI().chat.completions.create(model=settings.model, max_tokens=settings.cap, messages=[])\n`,
      },
      "openai.chat gpt-4o-mini/90",
    ],
    [
      "a default that is assigned where none was given, and does not count where one was",
      {
        "a.py": py(
          `def ask(model=None, cap=None):\n    if model is None:\n        model = "gpt-4o-mini"\n    if not cap:\n        cap = 50\n    return client.chat.completions.create(model=model, max_tokens=cap, messages=[])\nask("gpt-4.1", cap=9)\n`,
        ),
      },
      "openai.chat gpt-4.1/9",
    ],
    [
      "constants of a package, by relative import and from x import *",
      {
        "app/a.py": py(
          `from .settings import *\nfrom . import limits\nclient.chat.completions.create(model=MODEL, max_tokens=limits.ANSWER, messages=[])`,
        ),
        "app/settings.py": `MODEL = "gpt-4o"`,
        "app/limits.py": `ANSWER = 1_000`,
        "app/__init__.py": "",
      },
      "openai.chat gpt-4o/1000",
    ],
    [
      "members of an enum and of a class",
      {
        "a.py": py(
          `from enum import Enum\nclass Model(str, Enum):\n    FAST = "gpt-4o-mini"\nclass Limits:\n    answer = 64\nclient.chat.completions.create(model=Model.FAST.value, max_tokens=Limits.answer, messages=[])`,
        ),
      },
      "openai.chat gpt-4o-mini/64",
    ],
    [
      "a parameter's default, of a method too",
      {
        "a.py": py(
          `class Bot:\n    def __init__(self, model="gpt-4", max_tokens=128):\n        self.model = model\n        self.max_tokens = max_tokens\n    def ask(self):\n        return client.chat.completions.create(model=self.model, max_tokens=self.max_tokens, messages=[])`,
        ),
      },
      "openai.chat gpt-4/128",
    ],
    [
      "what a caller gives, through keyword arguments that are passed on",
      {
        "ask.py": py(
          `def ask(prompt, **kwargs):\n    return client.chat.completions.create(messages=[prompt], **kwargs)`,
        ),
        "b.py": `from ask import ask\nask("hi", model="gpt-4o", max_tokens=31)`,
      },
      "openai.chat gpt-4o/31",
    ],
    [
      "fields of a dataclass",
      {
        "a.py": py(
          `from dataclasses import dataclass\n@dataclass\nclass Config:\n    model: str = "gpt-4o"\n    limit: int = 5\nconfig = Config(limit=6)\nclient.chat.completions.create(model=config.model, max_tokens=config.limit, messages=[])`,
        ),
      },
      "openai.chat gpt-4o/6",
    ],
    [
      "settings of pydantic",
      {
        "a.py": py(
          `from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model: str = Field(default="gpt-4o-mini", description="x")\n    limit: int = 12\nsettings = Settings()\nclient.chat.completions.create(model=settings.model, max_tokens=settings.limit, messages=[])`,
        ),
      },
      "openai.chat gpt-4o-mini/12",
    ],
    [
      "environment variables with a default",
      {
        "a.py": py(
          `import os\nfrom os import getenv\nclient.chat.completions.create(model=os.environ.get("MODEL", "gpt-4o"), max_tokens=int(getenv("MAX", "77")), messages=[])`,
        ),
      },
      "openai.chat gpt-4o/77",
    ],
    [
      "or, and a conditional expression",
      {
        "a.py": py(
          `m = a or ("gpt-4o" if big else "gpt-4o-mini")\nclient.chat.completions.create(model=m, messages=[])`,
        ),
      },
      "openai.chat gpt-4o|gpt-4o-mini",
    ],
    [
      "an f-string and a dictionary under a constant key",
      {
        "a.py": py(
          `SIZE = "mini"\nMODELS = {"gpt": f"gpt-4o-{SIZE}"}\nclient.chat.completions.create(model=MODELS["gpt"], messages=[])`,
        ),
      },
      "openai.chat gpt-4o-mini",
    ],
    [
      "a YAML file that the code reads",
      {
        "a.py": py(
          `import yaml\nwith open("config.yaml") as f:\n    config = yaml.safe_load(f)\nclient.chat.completions.create(model=config["llm"]["model"], max_tokens=config["llm"].get("max_tokens", 1), messages=[])`,
        ),
        "config.yaml": `llm:\n  model: gpt-4o # main\n  max_tokens: 640\n`,
      },
      "openai.chat gpt-4o/640",
    ],
    [
      "a TOML file that the code reads",
      {
        "a.py": py(
          `import tomllib\nfrom pathlib import Path\nconfig = tomllib.loads(Path("settings.toml").read_text())\nclient.chat.completions.create(model=config["llm"]["model"], messages=[])`,
        ),
        "settings.toml": `[llm]\nmodel = "gpt-4.1"\n`,
      },
      "openai.chat gpt-4.1",
    ],
    [
      "an argument of the command line with a default",
      {
        "a.py": py(
          `import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--model", default="gpt-4o")\nargs = parser.parse_args()\nclient.chat.completions.create(model=args.model, messages=[])`,
        ),
      },
      "openai.chat gpt-4o",
    ],
    [
      "dictionaries that are joined, some from outside, made into an options object",
      {
        "a.py": `from vertexai.generative_models import GenerationConfig, GenerativeModel\nBASE = {"temperature": 0}\ndef make(more, tuned):\n    options = BASE | {"max_output_tokens": 30} | more | tuned()\n    return GenerativeModel("gemini-2.5-flash", generation_config=GenerationConfig.from_dict(options))`,
      },
      "google.generative-model gemini-2.5-flash/30",
    ],
    [
      "or, after something that a package looked up",
      {
        "a.py": py(
          `import yaml\noptions = yaml.safe_load(text)\nclient.chat.completions.create(model=options.get("model") or "gpt-4o", messages=[])`,
        ),
      },
      "openai.chat gpt-4o",
    ],
    [
      "options of click, each of the command below it",
      {
        "a.py": py(
          `import click\n@click.command()\n@click.option("-m", "--model", default="gpt-4o", help="x")\n@click.option("--max-tokens", default=70)\ndef main(model, max_tokens):\n    client.chat.completions.create(model=model, max_tokens=max_tokens, messages=[])\n\n@click.command()\n@click.option("--model", default="gpt-4.1")\ndef other(model):\n    client.chat.completions.create(model=model, messages=[])`,
        ),
      },
      "openai.chat gpt-4o/70 + openai.chat gpt-4.1",
    ],
    [
      "a field without a value, or with None, by the class that it is declared as",
      {
        "a.py": py(
          `from dataclasses import dataclass\nfrom typing import Optional\n@dataclass\nclass Limits:\n    answer: int = 9\n@dataclass\nclass Config:\n    model: str = "gpt-4o"\n    limits: Limits\n@dataclass\nclass Job:\n    config: Optional[Config] = None\n\ndef ask(job: "Job"):\n    client.chat.completions.create(model=job.config.model, max_tokens=job.config.limits.answer, messages=[])`,
        ),
      },
      "openai.chat gpt-4o/9",
    ],
    [
      "a text that grows, and a value made of its earlier self",
      {
        "a.py": py(`model = "gpt-4o"\nmodel += "-mini"\nclient.chat.completions.create(model=model, messages=[])`),
      },
      "openai.chat gpt-4o-mini",
    ],
    [
      "notebook cells",
      {
        "a.ipynb": JSON.stringify({
          cells: [
            { cell_type: "markdown", source: ["model='gpt-4'"] },
            {
              cell_type: "code",
              source: [
                "!pip install openai\n",
                "from openai import OpenAI\n",
                "client = OpenAI()\n",
                'MODEL = "gpt-4o"',
              ],
            },
            { cell_type: "code", source: "client.chat.completions.create(model=MODEL, max_tokens=3, messages=[])" },
          ],
        }),
      },
      "openai.chat gpt-4o/3",
    ],
  ],
};

describe.each(Object.entries(FORMS))("a value is resolved %s from", (_, forms) => {
  test.each(forms)("%s", async (_name, files, expected) => {
    expect((await sitesOf(files)).join(" + ")).toBe(expected);
  });
});

describe("where resolution stops, it says why and where", () => {
  test.each([
    [
      "a parameter that nobody gives",
      { "a.py": py(`def ask(model):\n    client.chat.completions.create(model=model, messages=[])`) },
      "parameter model of ask (a.py:3)",
    ],
    [
      "an environment variable without a default",
      { "a.ts": ts(`const MODEL = process.env.MODEL;\n${TS_ASK}`) },
      "environment variable MODEL (a.ts:3)",
    ],
    [
      "an import that is not there",
      { "a.ts": ts(`import { MODEL } from "./gone";\n${TS_ASK}`) },
      "./gone was not found in the tree (a.ts:3)",
    ],
  ] satisfies [string, Files, string][])("%s", async (_, files, reason) => {
    const { callSites } = await scanTree(memoryTree(files));
    expect(callSites.map((site) => site.model.reason)).toEqual([reason]);
  });

  test.each([
    ["a fallback", { "a.ts": ts(`const MODEL = process.env.M ?? "gpt-4o";\n${TS_ASK}`) }],
    [
      "a fallback in another file",
      {
        "m.ts": `export const MODEL = process.env.M || "gpt-4o";`,
        "a.ts": ts(`import { MODEL } from "./m";\n${TS_ASK}`),
      },
    ],
    ["a default of a pattern", { "a.ts": ts(`const { MODEL = "gpt-4o" } = process.env;\n${TS_ASK}`) }],
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
        "a.py": py(
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
      "ask.py": py(`def ask(model):\n    return client.chat.completions.create(model=model, messages=[])`),
      "ranker.py": `from ask import ask\nclass Ranker:\n    def __init__(self, app):\n        self.app = app\n    def rank(self):\n        return ask(model=self.app.config.model)`,
      "app.py": `from ranker import Ranker\nclass App:\n    def __init__(self, config):\n        self.ranker = Ranker(self)`,
    };
    const { callSites } = await scanTree(memoryTree(files));
    expect(callSites.map(({ path, line }) => `${path}:${line}`)).toEqual(["ranker.py:6"]);
  });

  test("a key that something is asked for by is no model", async () => {
    const files = {
      "a.py": py(
        `import yaml\ndata = yaml.safe_load(open(path))\nclient.chat.completions.create(model=data.get("chat").model, messages=[])`,
      ),
      "b.ts": ts(
        `import config from "config";\nclient.chat.completions.create({ model: config.get("llm.chat"), messages: [] });`,
      ),
    };
    expect(await sitesOf(files)).toEqual(["openai.chat ?", "openai.chat ?"]);
  });

  test("an environment file of a project is not another project's", async () => {
    const call = ts(`client.chat.completions.create({ model: process.env.MODEL, messages: [] });`);
    const of = (files: Files) => sitesOf({ "apps/web/a.ts": call, ...files });
    expect(await of({ "config/.env.example": "MODEL=gpt-4o\n" })).toEqual(["openai.chat gpt-4o"]);
    expect(await of({ "other/.env.example": "MODEL=gpt-4o\n", "third/.env.example": "PORT=1\n" })).toEqual([
      "openai.chat ?",
    ]);
  });

  test("names the origin of what it found, and the line where the value stands", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.ts": ts(
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

describe("prompts", () => {
  test("constant parts are counted, whatever is put in at run time", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.ts": ts(
          'const SYSTEM = "You are terse.";\nclient.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: SYSTEM }, { role: "user", content: `Question: ${q}` }] });',
        ),
      }),
    );
    expect(callSites.map(({ promptText, hasDynamicInput }) => [promptText, hasDynamicInput])).toEqual([
      ["You are terse.\nQuestion: ", true],
    ]);
  });

  test("a text file that the code reads is part of the prompt", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.py": py(
          `from pathlib import Path\nPROMPT = Path("prompts/system.md").read_text()\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": PROMPT}])`,
        ),
        "prompts/system.md": "Be kind.",
      }),
    );
    expect(callSites.map(({ promptText }) => promptText)).toEqual(["Be kind."]);
  });

  test("loops around a call are noted", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.py": py(`for a in x:\n    for b in y:\n        client.chat.completions.create(model="gpt-4o", messages=[])`),
      }),
    );
    expect(callSites.map(({ loops }) => loops)).toEqual([2]);
  });
});
