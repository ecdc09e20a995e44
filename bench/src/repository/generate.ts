/**
 * A repository of a size that teams have, the same in every run: services in TypeScript and Python, of which a few call
 * language models, directly, by wrappers, by constants of other files and by settings; the rest is plain code that speaks
 * of models and clients as any code does.
 */
export interface GeneratedRepository {
  /** Files by path, before the change. */
  readonly base: ReadonlyMap<string, string>;
  /** Files that the change touches, as they are after it. */
  readonly changed: ReadonlyMap<string, string>;
}

/** Numerical Recipes' generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const WORDS =
  "order invoice user session cart report ledger model view client request token queue event metric account region policy schema batch message thread index cache worker task".split(
    " ",
  );
const MODELS = ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "claude-sonnet-4-5", "claude-haiku-4-5", "gemini-2.5-flash"];

/** One file in twenty-five calls a model; `size` files in all, about 90 lines each. */
export function generateRepository(size: number, seed = 20_261_125): GeneratedRepository {
  const next = random(seed);
  const pick = <T>(items: readonly T[], otherwise: T): T => items[Math.floor(next() * items.length)] ?? otherwise;
  const base = new Map<string, string>();
  const changed = new Map<string, string>();
  const services = Math.ceil(size / 40);
  for (let service = 0; service < services; service += 1) {
    const isPython = service % 2 === 1;
    const root = `services/${pick(WORDS, "x")}-${service}/src`;
    const add = (path: string, text: string): void => void base.set(`${root}/${path}`, text);
    const model = pick(MODELS, "gpt-4o");
    for (let file = 0; file < 40 && base.size < size; file += 1) {
      const extension = isPython ? "py" : file % 5 === 0 ? "tsx" : "ts";
      const body = Array.from({ length: 8 + Math.floor(next() * 8) }, (_, index) =>
        isPython ? pythonFunction(index, next, pick) : scriptFunction(index, next, pick),
      ).join("\n");
      if (file === 0)
        add(
          isPython ? "config.py" : "config.ts",
          isPython
            ? `CHAT_MODEL = "${model}"\nMAX_TOKENS = 800\n`
            : `export const CHAT_MODEL = "${model}";\nexport const MAX_TOKENS = 800;\n`,
        );
      if (file === 1 || file === 2)
        add(
          `${isPython ? "ask" : "ask"}${file}.${isPython ? "py" : "ts"}`,
          isPython ? pythonCall(file, body) : scriptCall(file, body),
        );
      else add(`module${file}.${extension}`, body);
    }
    const path = `${root}/config.${isPython ? "py" : "ts"}`;
    const text = base.get(path);
    if (service % 8 === 0 && text !== undefined)
      changed.set(path, text.replace(/"[^"]+"/, `"${pick(MODELS, "gpt-4o")}"`));
    if (service % 3 === 0) {
      const other = `${root}/module5.${isPython ? "py" : "tsx"}`;
      const plain = base.get(other);
      if (plain !== undefined) changed.set(other, `${plain}\n${isPython ? "# touched" : "// touched"}\n`);
    }
  }
  return { base, changed };
}

type Pick = <T>(items: readonly T[], otherwise: T) => T;

function scriptFunction(index: number, next: () => number, pick: Pick): string {
  const [a, b] = [pick(WORDS, "x"), pick(WORDS, "y")];
  return `export interface ${a}Options${index} { readonly ${b}: string; readonly limit?: number }
/** Updates the ${a} of a ${b}. */
export async function update_${a}_${index}(options: ${a}Options${index}): Promise<number> {
  const { ${b}, limit = ${Math.floor(next() * 100)} } = options;
  if (${b}.length > limit) throw new Error(\`${a} is too long: \${${b}}\`);
  const rows = [1, 2, 3].map((row) => row * limit).filter((row) => row > ${index});
  for (const row of rows) console.info("${b}", row, { ${a}: row });
  return rows.reduce((sum, row) => sum + row, 0);
}
`;
}

function pythonFunction(index: number, next: () => number, pick: Pick): string {
  const [a, b] = [pick(WORDS, "x"), pick(WORDS, "y")];
  return `def update_${a}_${index}(${b}: str, limit: int = ${Math.floor(next() * 100)}) -> int:
    """Updates the ${a} of a ${b}."""
    if len(${b}) > limit:
        raise ValueError(f"${a} is too long: {${b}}")
    rows = [row * limit for row in (1, 2, 3) if row > ${index}]
    for row in rows:
        print("${b}", row, {"${a}": row})
    return sum(rows)

`;
}

function scriptCall(file: number, body: string): string {
  const call =
    file === 1
      ? `import OpenAI from "openai";
import { CHAT_MODEL, MAX_TOKENS } from "./config";
const client = new OpenAI();
export async function answer(question: string, model = CHAT_MODEL) {
  return client.chat.completions.create({ model, max_tokens: MAX_TOKENS, messages: [{ role: "system", content: "Answer in one sentence." }, { role: "user", content: question }] });
}
`
      : `import { answer } from "./ask1";
import { generateText } from "ai";
import { openai } from "@ai-sdk/openai";
export const brief = (text: string) => answer(\`Shorten: \${text}\`, "gpt-4o-mini");
export const title = (text: string) => generateText({ model: openai("gpt-4.1-mini"), maxOutputTokens: 40, prompt: text });
`;
  return `${call}\n${body}`;
}

function pythonCall(file: number, body: string): string {
  const call =
    file === 1
      ? `from openai import OpenAI
from .config import CHAT_MODEL, MAX_TOKENS

client = OpenAI()

def answer(question, model=CHAT_MODEL):
    return client.chat.completions.create(model=model, max_tokens=MAX_TOKENS, messages=[{"role": "user", "content": question}])

`
      : `import anthropic
from .ask1 import answer

def brief(text):
    return answer(f"Shorten: {text}", model="gpt-4o-mini")

def title(text):
    return anthropic.Anthropic().messages.create(model="claude-haiku-4-5", max_tokens=40, messages=[{"role": "user", "content": text}])

`;
  return `${call}\n${body}`;
}
