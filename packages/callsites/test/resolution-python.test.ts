import { expect, test } from "vitest";
import { sitesOf } from "./memory-tree.ts";
import { type Files, pyCalling } from "./sources.ts";

/** A form in which a value can stand, a tree that has it, and the only site that comes of it. */
test.each<[string, Files, string]>([
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
      "a.py": pyCalling(
        `def ask(model=None, cap=None):\n    if model is None:\n        model = "gpt-4o-mini"\n    if not cap:\n        cap = 50\n    return client.chat.completions.create(model=model, max_tokens=cap, messages=[])\nask("gpt-4.1", cap=9)\n`,
      ),
    },
    "openai.chat gpt-4.1/9",
  ],
  [
    "constants of a package, by relative import and from x import *",
    {
      "app/a.py": pyCalling(
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
      "a.py": pyCalling(
        `from enum import Enum\nclass Model(str, Enum):\n    FAST = "gpt-4o-mini"\nclass Limits:\n    answer = 64\nclient.chat.completions.create(model=Model.FAST.value, max_tokens=Limits.answer, messages=[])`,
      ),
    },
    "openai.chat gpt-4o-mini/64",
  ],
  [
    "a parameter's default, of a method too",
    {
      "a.py": pyCalling(
        `class Bot:\n    def __init__(self, model="gpt-4", max_tokens=128):\n        self.model = model\n        self.max_tokens = max_tokens\n    def ask(self):\n        return client.chat.completions.create(model=self.model, max_tokens=self.max_tokens, messages=[])`,
      ),
    },
    "openai.chat gpt-4/128",
  ],
  [
    "what a caller gives, through keyword arguments that are passed on",
    {
      "ask.py": pyCalling(
        `def ask(prompt, **kwargs):\n    return client.chat.completions.create(messages=[prompt], **kwargs)`,
      ),
      "b.py": `from ask import ask\nask("hi", model="gpt-4o", max_tokens=31)`,
    },
    "openai.chat gpt-4o/31",
  ],
  [
    "fields of a dataclass",
    {
      "a.py": pyCalling(
        `from dataclasses import dataclass\n@dataclass\nclass Config:\n    model: str = "gpt-4o"\n    limit: int = 5\nconfig = Config(limit=6)\nclient.chat.completions.create(model=config.model, max_tokens=config.limit, messages=[])`,
      ),
    },
    "openai.chat gpt-4o/6",
  ],
  [
    "settings of pydantic",
    {
      "a.py": pyCalling(
        `from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model: str = Field(default="gpt-4o-mini", description="x")\n    limit: int = 12\nsettings = Settings()\nclient.chat.completions.create(model=settings.model, max_tokens=settings.limit, messages=[])`,
      ),
    },
    "openai.chat gpt-4o-mini/12",
  ],
  [
    "environment variables with a default",
    {
      "a.py": pyCalling(
        `import os\nfrom os import getenv\nclient.chat.completions.create(model=os.environ.get("MODEL", "gpt-4o"), max_tokens=int(getenv("MAX", "77")), messages=[])`,
      ),
    },
    "openai.chat gpt-4o/77",
  ],
  [
    "or, and a conditional expression",
    {
      "a.py": pyCalling(
        `m = a or ("gpt-4o" if big else "gpt-4o-mini")\nclient.chat.completions.create(model=m, messages=[])`,
      ),
    },
    "openai.chat gpt-4o|gpt-4o-mini",
  ],
  [
    "an f-string and a dictionary under a constant key",
    {
      "a.py": pyCalling(
        `SIZE = "mini"\nMODELS = {"gpt": f"gpt-4o-{SIZE}"}\nclient.chat.completions.create(model=MODELS["gpt"], messages=[])`,
      ),
    },
    "openai.chat gpt-4o-mini",
  ],
  [
    "a YAML file that the code reads",
    {
      "a.py": pyCalling(
        `import yaml\nwith open("config.yaml") as f:\n    config = yaml.safe_load(f)\nclient.chat.completions.create(model=config["llm"]["model"], max_tokens=config["llm"].get("max_tokens", 1), messages=[])`,
      ),
      "config.yaml": `llm:\n  model: gpt-4o # main\n  max_tokens: 640\n`,
    },
    "openai.chat gpt-4o/640",
  ],
  [
    "a TOML file that the code reads",
    {
      "a.py": pyCalling(
        `import tomllib\nfrom pathlib import Path\nconfig = tomllib.loads(Path("settings.toml").read_text())\nclient.chat.completions.create(model=config["llm"]["model"], messages=[])`,
      ),
      "settings.toml": `[llm]\nmodel = "gpt-4.1"\n`,
    },
    "openai.chat gpt-4.1",
  ],
  [
    "an argument of the command line with a default",
    {
      "a.py": pyCalling(
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
      "a.py": pyCalling(
        `import yaml\noptions = yaml.safe_load(text)\nclient.chat.completions.create(model=options.get("model") or "gpt-4o", messages=[])`,
      ),
    },
    "openai.chat gpt-4o",
  ],
  [
    "options of click, each of the command below it",
    {
      "a.py": pyCalling(
        `import click\n@click.command()\n@click.option("-m", "--model", default="gpt-4o", help="x")\n@click.option("--max-tokens", default=70)\ndef main(model, max_tokens):\n    client.chat.completions.create(model=model, max_tokens=max_tokens, messages=[])\n\n@click.command()\n@click.option("--model", default="gpt-4.1")\ndef other(model):\n    client.chat.completions.create(model=model, messages=[])`,
      ),
    },
    "openai.chat gpt-4o/70 + openai.chat gpt-4.1",
  ],
  [
    "a field without a value, or with None, by the class that it is declared as",
    {
      "a.py": pyCalling(
        `from dataclasses import dataclass\nfrom typing import Optional\n@dataclass\nclass Limits:\n    answer: int = 9\n@dataclass\nclass Config:\n    model: str = "gpt-4o"\n    limits: Limits\n@dataclass\nclass Job:\n    config: Optional[Config] = None\n\ndef ask(job: "Job"):\n    client.chat.completions.create(model=job.config.model, max_tokens=job.config.limits.answer, messages=[])`,
      ),
    },
    "openai.chat gpt-4o/9",
  ],
  [
    "a text that grows, and a value made of its earlier self",
    {
      "a.py": pyCalling(`model = "gpt-4o"\nmodel += "-mini"\nclient.chat.completions.create(model=model, messages=[])`),
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
            source: ["!pip install openai\n", "from openai import OpenAI\n", "client = OpenAI()\n", 'MODEL = "gpt-4o"'],
          },
          { cell_type: "code", source: "client.chat.completions.create(model=MODEL, max_tokens=3, messages=[])" },
        ],
      }),
    },
    "openai.chat gpt-4o/3",
  ],
])("a value is resolved in Python from %s", async (_form, files, expected) => {
  expect((await sitesOf(files)).join(" + ")).toBe(expected);
});
