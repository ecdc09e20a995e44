/** A tree's texts by path. */
export type Files = Readonly<Record<string, string>>;

const TS_CLIENT = `import OpenAI from "openai";\nconst client = new OpenAI();\n`;
const PY_CLIENT = `from openai import OpenAI\nclient = OpenAI()\n`;

/** TypeScript in which `client` is the openai SDK's. */
export const tsCalling = (body: string): string => TS_CLIENT + body;

/** Python in which `client` is the openai SDK's. */
export const pyCalling = (body: string): string => PY_CLIENT + body;

/** A call of the model that the TypeScript before it names MODEL. */
export const TS_ASK = `client.chat.completions.create({ model: MODEL, messages: [] });`;

/** TypeScript with one function, `ask`, that calls a model with these options. */
export const tsAsk = (options: string): string =>
  tsCalling(`export const ask = () => client.chat.completions.create({ ${options}, messages: [] });\n`);

/** Python with one function, `ask`, that calls a model with these arguments. */
export const pyAsk = (args: string): string =>
  pyCalling(`\ndef ask(q):\n    return client.chat.completions.create(${args}, messages=[])\n`);
