import { expect, test } from "vitest";
import { sitesOf } from "./memory-tree.ts";
import { type Files, tsCalling, TS_ASK } from "./sources.ts";

/** A form in which a value can stand, a tree that has it, and the only site that comes of it. */
test.each<[string, Files, string]>([
  [
    "options of commander",
    {
      "a.ts": tsCalling(
        `import { Command } from "commander";\nconst program = new Command();\nprogram.option("-m, --model <name>", "which", "gpt-4.1").option("--max-tokens <n>", "cap", "90").parse();\nconst options = program.opts();\nclient.chat.completions.create({ model: options.model, max_tokens: Number(options.maxTokens), messages: [] });`,
      ),
    },
    "openai.chat gpt-4.1/90",
  ],
  [
    "options of yargs, one by one and as an object",
    {
      "a.ts": tsCalling(
        `import yargs from "yargs";\nconst argv = yargs(process.argv).option("model", { default: "gpt-4.1" }).options({ "max-tokens": { default: 8 }, maxTokens: { default: 8 } }).parseSync();\nclient.chat.completions.create({ model: argv.model, max_tokens: argv.maxTokens, messages: [] });`,
      ),
    },
    "openai.chat gpt-4.1/8",
  ],
  ["a constant", { "a.ts": tsCalling(`const MODEL = "gpt-4o";\n${TS_ASK}`) }, "openai.chat gpt-4o"],
  [
    "members of objects and enums",
    {
      "a.ts": tsCalling(
        `enum Model { Fast = "gpt-4o-mini" }\nconst LIMITS = { answer: { max: 300 } } as const;\nclient.chat.completions.create({ model: Model.Fast, max_tokens: LIMITS.answer.max, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o-mini/300",
  ],
  [
    "an imported constant through a re-export with another name",
    {
      "a.ts": tsCalling(`import { CHAT as MODEL } from "./config";\n${TS_ASK}`),
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
      "src/a.ts": tsCalling(`import { MODEL } from "#config/index";\n${TS_ASK}`),
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
      "apps/web/a.ts": tsCalling(`import { MODEL } from "@acme/config";\n${TS_ASK}`),
    },
    "openai.chat gpt-4o",
  ],
  [
    "the rest of an options object, without what was taken out of it",
    {
      "a.ts": tsCalling(
        `function ask(options: any) { const { max_tokens, ...rest } = options; return client.chat.completions.create({ ...rest, stream: true }); }\nask({ model: "gpt-4o", max_tokens: 9, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o",
  ],
  [
    "the rest of a destructured parameter, which has not what was taken out of it",
    {
      "a.ts": tsCalling(
        `const ask = ({ model, ...rest }: any) => client.chat.completions.create({ model: model ?? "gpt-4.1", ...rest });\nask({ model: "gpt-4o", max_tokens: 9, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o/9",
  ],
  [
    "a default that is assigned where none was given",
    {
      "a.ts": tsCalling(
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
      "a.ts": tsCalling(
        `export async function ask({ model = "gpt-4o-mini", limit = 50 }: Options, retries = 3) {\n  return client.chat.completions.create({ model, max_tokens: limit, messages: [] });\n}`,
      ),
    },
    "openai.chat gpt-4o-mini/50",
  ],
  [
    "what a caller gives",
    {
      "ask.ts": tsCalling(
        `export const ask = (model: string, max: number) => client.chat.completions.create({ model, max_tokens: max, messages: [] });`,
      ),
      "b.ts": `import { ask } from "./ask";\nexport const run = () => ask("gpt-4o", 2 * 64);`,
    },
    "openai.chat gpt-4o/128",
  ],
  [
    "a factory without arguments",
    {
      "a.ts": tsCalling(
        `function settings() { return { model: "gpt-4o", max: 10 }; }\nconst { model, max } = settings();\nclient.chat.completions.create({ model, max_tokens: max, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o/10",
  ],
  [
    "a constructor's argument and a field's default",
    {
      "a.ts": tsCalling(
        `class Bot {\n  limit = 77;\n  constructor(private readonly options: { model: string }) {}\n  run() { return client.chat.completions.create({ model: this.options.model, max_tokens: this.limit, messages: [] }); }\n}\nnew Bot({ model: "gpt-4-turbo" }).run();`,
      ),
    },
    "openai.chat gpt-4-turbo/77",
  ],
  [
    "an environment variable with a fallback",
    { "a.ts": tsCalling(`const MODEL = process.env.OPENAI_MODEL ?? "gpt-4o";\n${TS_ASK}`) },
    "openai.chat gpt-4o",
  ],
  [
    "an environment variable of .env.example",
    {
      "a.ts": tsCalling(`const MODEL = process.env.OPENAI_MODEL;\n${TS_ASK}`),
      ".env.example": `OPENAI_MODEL="gpt-4.1-nano" # cheap`,
    },
    "openai.chat gpt-4.1-nano",
  ],
  [
    "defaults of zod",
    {
      "env.ts": `import { z } from "zod";\nexport const env = z.object({ MODEL: z.string().min(1).default("gpt-4o-mini"), MAX: z.coerce.number().default(99) }).parse(process.env);`,
      "a.ts": tsCalling(
        `import { env } from "./env";\nclient.chat.completions.create({ model: env.MODEL, max_tokens: env.MAX, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o-mini/99",
  ],
  [
    "a ternary and a fallback: a set of values",
    {
      "a.ts": tsCalling(
        `const MODEL = isPro ? "gpt-4o" : "gpt-4o-mini";\nclient.chat.completions.create({ model: override || MODEL, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o|gpt-4o-mini",
  ],
  [
    "a template string",
    {
      "a.ts": tsCalling(
        'const FAMILY = "gpt-4o";\nclient.chat.completions.create({ model: `${FAMILY}-mini`, messages: [] });',
      ),
    },
    "openai.chat gpt-4o-mini",
  ],
  [
    "a dictionary under a constant key, and under one that is not",
    {
      "a.ts": tsCalling(
        `const MODELS = { fast: "gpt-4o-mini", best: "gpt-4o" };\nconst tier = "best";\nclient.chat.completions.create({ model: MODELS[tier], messages: [] });\nclient.chat.completions.create({ model: MODELS[user.tier], messages: [] });`,
      ),
    },
    "openai.chat gpt-4o + openai.chat gpt-4o-mini|gpt-4o",
  ],
  [
    "JSON that is imported",
    {
      "a.ts": tsCalling(
        `import config from "./llm.json";\nclient.chat.completions.create({ model: config.chat.model, max_tokens: config.chat.max, messages: [] });`,
      ),
      "llm.json": `{ "chat": { "model": "gpt-4o", "max": 256 } }`,
    },
    "openai.chat gpt-4o/256",
  ],
  [
    "options that are spread and overwritten",
    {
      "a.ts": tsCalling(
        `const base = { model: "gpt-4o", max_tokens: 1 };\nclient.chat.completions.create({ ...base, max_tokens: 2, messages: [] });`,
      ),
    },
    "openai.chat gpt-4o/2",
  ],
])("a value is resolved in TypeScript from %s", async (_form, files, expected) => {
  expect((await sitesOf(files)).join(" + ")).toBe(expected);
});
