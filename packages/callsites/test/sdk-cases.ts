/** One way of calling a model: a file, and the sites that are in it as `sdk model/cap @tier +tools`. */
export interface SdkCase {
  readonly name: string;
  readonly path: string;
  readonly code: string;
  readonly sites: readonly string[];
}

const ts = (name: string, code: string, ...sites: string[]): SdkCase => ({ name, path: "src/call.ts", code, sites });
const js = (name: string, code: string, ...sites: string[]): SdkCase => ({ name, path: "src/call.js", code, sites });
const py = (name: string, code: string, ...sites: string[]): SdkCase => ({ name, path: "app/call.py", code, sites });

const OPENAI_NODE: readonly SdkCase[] = [
  ts(
    "chat completions with cap, tier and tools",
    `import OpenAI from "openai";
const client = new OpenAI();
const answer = await client.chat.completions.create({
  model: "gpt-4o", max_completion_tokens: 500, service_tier: "flex",
  messages: [{ role: "system", content: "Answer briefly." }, { role: "user", content: question }],
  tools: [{ type: "web_search" }],
});`,
    "openai.chat gpt-4o/500 @flex +web_search",
  ),
  ts(
    "chat with the older max_tokens, parsed and streamed",
    `import { OpenAI } from "openai";
const openai = new OpenAI({ apiKey });
await openai.beta.chat.completions.parse({ model: "gpt-4o-mini", max_tokens: 100, messages });
openai.chat.completions.stream({ model: "gpt-4o", messages });`,
    "openai.chat gpt-4o-mini/100",
    "openai.chat gpt-4o",
  ),
  ts(
    "Responses with tools and cap",
    `import OpenAI from "openai";
const client = new OpenAI();
await client.responses.create({ model: "gpt-5-mini", input: "hello", max_output_tokens: 300,
  tools: [{ type: "file_search", vector_store_ids: ["vs"] }, { type: "code_interpreter" }] });`,
    "openai.responses gpt-5-mini/300 +code_interpreter+file_search",
  ),
  ts(
    "Assistants, threads and runs",
    `import OpenAI from "openai";
const openai = new OpenAI();
const assistant = await openai.beta.assistants.create({ model: "gpt-4-turbo", instructions: "Help.", tools: [{ type: "retrieval" }] });
await openai.beta.threads.runs.create(thread.id, { assistant_id: assistant.id, model: "gpt-4o", max_completion_tokens: 900 });
openai.beta.threads.runs.stream(thread.id, { assistant_id: assistant.id });`,
    "openai.assistants gpt-4-turbo +file_search",
    "openai.runs gpt-4o/900",
    "openai.runs ?",
  ),
  ts(
    "embeddings, images, speech and transcriptions",
    `import OpenAI from "openai";
const openai = new OpenAI();
await openai.embeddings.create({ model: "text-embedding-3-small", input: texts });
await openai.images.generate({ model: "dall-e-3", prompt });
await openai.audio.speech.create({ model: "tts-1", input: text, voice: "alloy" });
await openai.audio.transcriptions.create({ model: "whisper-1", file });`,
    "openai.embeddings text-embedding-3-small",
    "openai.images dall-e-3",
    "openai.audio tts-1",
    "openai.audio whisper-1",
  ),
  ts(
    "batches",
    `import OpenAI from "openai";
const openai = new OpenAI();
await openai.batches.create({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h" });`,
    "openai.batches ? @batch",
  ),
  ts(
    "realtime",
    `import { OpenAIRealtimeWebSocket } from "openai/realtime/websocket";
const socket = new OpenAIRealtimeWebSocket({ model: "gpt-realtime" });`,
    "openai.realtime gpt-realtime",
  ),
  ts(
    "Azure with a deployment's name",
    `import { AzureOpenAI } from "openai";
const client = new AzureOpenAI({ endpoint, apiVersion });
await client.chat.completions.create({ model: "my-gpt4-deployment", max_tokens: 64, messages });`,
    "openai.chat my-gpt4-deployment/64",
  ),
  ts(
    "Azure's own client",
    `import { OpenAIClient, AzureKeyCredential } from "@azure/openai";
const client = new OpenAIClient(endpoint, new AzureKeyCredential(key));
await client.getChatCompletions("gpt-35-turbo", messages, { maxTokens: 128 });`,
    "openai.chat gpt-35-turbo/128",
  ),
  js(
    "version 3 in CommonJS",
    `const { Configuration, OpenAIApi } = require("openai");
const openai = new OpenAIApi(new Configuration({ apiKey: process.env.OPENAI_API_KEY }));
async function run() {
  await openai.createChatCompletion({ model: "gpt-3.5-turbo", max_tokens: 200, messages });
  await openai.createCompletion({ model: "text-davinci-003", prompt: "Say hi", max_tokens: 16 });
  await openai.createEmbedding({ model: "text-embedding-ada-002", input });
}
module.exports = { run };`,
    "openai.chat gpt-3.5-turbo/200",
    "openai.completions text-davinci-003/16",
    "openai.embeddings text-embedding-ada-002",
  ),
  ts(
    "an OpenAI-compatible client by its base URL",
    `import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://api.groq.com/openai/v1" });
await client.chat.completions.create({ model: "llama-3.3-70b-versatile", messages });`,
    "openai.chat llama-3.3-70b-versatile",
  ),
  ts(
    "a client that is a field of a class",
    `import OpenAI from "openai";
export class Writer {
  private readonly client: OpenAI;
  constructor(private readonly model = "gpt-4o-mini") { this.client = new OpenAI(); }
  write(text: string) { return this.client.chat.completions.create({ model: this.model, messages: [{ role: "user", content: text }] }); }
}`,
    "openai.chat gpt-4o-mini",
  ),
];

const OPENAI_PYTHON: readonly SdkCase[] = [
  py(
    "chat completions with cap and tier",
    `from openai import OpenAI
client = OpenAI()
client.chat.completions.create(model="gpt-4o", max_tokens=100, service_tier="priority", messages=[{"role": "user", "content": q}])`,
    "openai.chat gpt-4o/100 @priority",
  ),
  py(
    "asynchronous, parsed and Responses",
    `from openai import AsyncOpenAI
client = AsyncOpenAI()
async def run():
    await client.beta.chat.completions.parse(model="gpt-4o-mini", messages=[], response_format=Out)
    await client.responses.create(model="gpt-5", input="hi", max_output_tokens=50, tools=[{"type": "web_search_preview"}])`,
    "openai.chat gpt-4o-mini",
    "openai.responses gpt-5/50 +web_search",
  ),
  py(
    "version 0",
    `import openai
openai.ChatCompletion.create(model="gpt-3.5-turbo", max_tokens=300, messages=messages)
openai.Completion.create(engine="text-davinci-003", prompt=prompt, max_tokens=20)
openai.Embedding.create(model="text-embedding-ada-002", input=text)
openai.Image.create(prompt=prompt, model="dall-e-2")`,
    "openai.chat gpt-3.5-turbo/300",
    "openai.completions text-davinci-003/20",
    "openai.embeddings text-embedding-ada-002",
    "openai.images dall-e-2",
  ),
  py(
    "version 0 on Azure by deployment, asynchronous",
    `import openai
async def run():
    await openai.ChatCompletion.acreate(deployment_id="prod-gpt4", messages=m, max_tokens=10)`,
    "openai.chat prod-gpt4/10",
  ),
  py(
    "Azure",
    `from openai import AzureOpenAI
client = AzureOpenAI(azure_endpoint=endpoint, api_version="2024-02-01")
client.chat.completions.create(model="gpt-4o", messages=messages)`,
    "openai.chat gpt-4o",
  ),
  py(
    "module-level client, images, audio, embeddings",
    `import openai
openai.chat.completions.create(model="gpt-4.1", messages=messages)
openai.images.generate(model="gpt-image-1", prompt="a cat")
openai.audio.transcriptions.create(model="whisper-1", file=f)
openai.embeddings.create(model="text-embedding-3-large", input=text)`,
    "openai.chat gpt-4.1",
    "openai.images gpt-image-1",
    "openai.audio whisper-1",
    "openai.embeddings text-embedding-3-large",
  ),
  py(
    "Assistants, runs and batches",
    `from openai import OpenAI
client = OpenAI()
client.beta.assistants.create(model="gpt-4o", instructions="x", tools=[{"type": "code_interpreter"}])
client.beta.threads.runs.create_and_poll(thread_id=t, assistant_id=a, model="gpt-4o-mini", max_completion_tokens=256)
client.batches.create(input_file_id=f, endpoint="/v1/responses", completion_window="24h")`,
    "openai.assistants gpt-4o +code_interpreter",
    "openai.runs gpt-4o-mini/256",
    "openai.batches ? @batch",
  ),
  py(
    "realtime",
    `from openai import AsyncOpenAI
client = AsyncOpenAI()
async def run():
    async with client.realtime.connect(model="gpt-realtime") as connection:
        pass`,
    "openai.realtime gpt-realtime",
  ),
  py(
    "handed to a thread with its arguments",
    `import asyncio
from openai import OpenAI
client = OpenAI()
async def run():
    await asyncio.to_thread(client.chat.completions.create, model="gpt-4o", max_tokens=12, messages=[])`,
    "openai.chat gpt-4o/12",
  ),
  py(
    "instructor around a client",
    `import instructor
from openai import OpenAI
client = instructor.from_openai(OpenAI())
client.chat.completions.create(model="gpt-4o-mini", response_model=User, messages=messages)`,
    "openai.chat gpt-4o-mini",
  ),
  py(
    "a dictionary of parameters that is filled step by step",
    `from openai import OpenAI
client = OpenAI()
params = {"model": "gpt-4o", "messages": messages}
params["max_tokens"] = 700
params.update(service_tier="flex")
client.chat.completions.create(**params)`,
    "openai.chat gpt-4o/700 @flex",
  ),
];

const AI_SDK: readonly SdkCase[] = [
  ts(
    "generateText, streamText and generateObject with provider factories",
    `import { generateObject, generateText, streamText } from "ai";
import { openai } from "@ai-sdk/openai";
import { anthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
const google = createGoogleGenerativeAI({ apiKey });
await generateText({ model: openai("gpt-4o"), maxTokens: 100, prompt: "hi" });
streamText({ model: anthropic("claude-3-5-sonnet-20241022"), maxOutputTokens: 2000, messages });
await generateObject({ model: google("gemini-2.5-flash"), schema, prompt });
await generateText({ model: openai.responses("gpt-5"), prompt, tools: { web_search: openai.tools.webSearch({}) } });`,
    "ai-sdk.text gpt-4o/100",
    "ai-sdk.text claude-3-5-sonnet-20241022/2000",
    "ai-sdk.object gemini-2.5-flash",
    "ai-sdk.text gpt-5 +web_search",
  ),
  ts(
    "gateway strings",
    `import { streamText } from "ai";
streamText({ model: "anthropic/claude-sonnet-4.5", prompt });`,
    "ai-sdk.text anthropic/claude-sonnet-4.5",
  ),
  ts(
    "embeddings and images",
    `import { embed, embedMany, experimental_generateImage as generateImage } from "ai";
import { openai } from "@ai-sdk/openai";
await embed({ model: openai.embedding("text-embedding-3-small"), value });
await embedMany({ model: openai.textEmbeddingModel("text-embedding-3-large"), values });
await generateImage({ model: openai.image("dall-e-3"), prompt });`,
    "ai-sdk.embed text-embedding-3-small",
    "ai-sdk.embed text-embedding-3-large",
    "ai-sdk.media dall-e-3",
  ),
  ts(
    "a custom provider with names of its own, and wrapped models",
    `import { customProvider, extractReasoningMiddleware, streamText, wrapLanguageModel } from "ai";
import { openai } from "@ai-sdk/openai";
const provider = customProvider({ languageModels: {
  fast: openai("gpt-4o-mini"),
  thinking: wrapLanguageModel({ model: openai("o3"), middleware: extractReasoningMiddleware({ tagName: "think" }) }),
} });
streamText({ model: provider.languageModel("thinking"), messages });
streamText({ model: provider.languageModel("fast"), messages });`,
    "ai-sdk.text o3",
    "ai-sdk.text gpt-4o-mini",
  ),
  {
    name: "in a TSX server action",
    path: "app/actions.tsx",
    code: `"use server";
import { generateText } from "ai";
import { openai } from "@ai-sdk/openai";
export async function answer() {
  const { text } = await generateText({ model: openai("gpt-4.1-mini"), prompt: "x" });
  return <p className="a">{text}</p>;
}`,
    sites: ["ai-sdk.text gpt-4.1-mini"],
  },
  {
    name: "in JSX",
    path: "app/page.jsx",
    code: `import { useState } from "react";
import OpenAI from "openai";
const openai = new OpenAI();
export default function Page() {
  const ask = async () => openai.chat.completions.create({ model: "gpt-4o-mini", messages: [] });
  return <button onClick={ask}>Ask {"{"}</button>;
}`,
    sites: ["openai.chat gpt-4o-mini"],
  },
  {
    name: "in an ES module",
    path: "scripts/run.mjs",
    code: `import { generateText } from "ai";\nimport { openai } from "@ai-sdk/openai";\nawait generateText({ model: openai.chat("gpt-4o"), prompt: "x" });`,
    sites: ["ai-sdk.text gpt-4o"],
  },
];

const LANGCHAIN: readonly SdkCase[] = [
  ts(
    "chat models, embeddings and agents in JavaScript",
    `import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { ChatAnthropic } from "@langchain/anthropic";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { initChatModel } from "langchain/chat_models/universal";
const llm = new ChatOpenAI({ model: "gpt-4o", maxTokens: 400, temperature: 0 });
const old = new ChatOpenAI({ modelName: "gpt-3.5-turbo" });
const claude = new ChatAnthropic({ model: "claude-3-haiku-20240307", maxTokens: 1024 });
const vectors = new OpenAIEmbeddings({ model: "text-embedding-3-small" });
const any = await initChatModel("gpt-4.1", { maxTokens: 10 });
const agent = createReactAgent({ llm, tools: [] });`,
    "langchain.chat gpt-4o/400",
    "langchain.chat gpt-3.5-turbo",
    "langchain.chat claude-3-haiku-20240307/1024",
    "langchain.embeddings text-embedding-3-small",
    "langchain.chat gpt-4.1/10",
  ),
  py(
    "chat models, embeddings and init_chat_model in Python",
    `from langchain_openai import ChatOpenAI, AzureChatOpenAI, OpenAIEmbeddings
from langchain_anthropic import ChatAnthropic
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain.chat_models import init_chat_model
from langgraph.prebuilt import create_react_agent
llm = ChatOpenAI(model="gpt-4o-mini", max_tokens=256)
azure = AzureChatOpenAI(azure_deployment="prod-4o")
claude = ChatAnthropic(model_name="claude-3-5-haiku-latest", max_tokens_to_sample=99)
gemini = ChatGoogleGenerativeAI(model="gemini-1.5-pro", max_output_tokens=800)
any = init_chat_model("openai:gpt-4.1")
vectors = OpenAIEmbeddings(model="text-embedding-3-large")
agent = create_react_agent(llm, tools=[])`,
    "langchain.chat gpt-4o-mini/256",
    "langchain.chat prod-4o",
    "langchain.chat claude-3-5-haiku-latest/99",
    "langchain.chat gemini-1.5-pro/800",
    "langchain.chat openai:gpt-4.1",
    "langchain.embeddings text-embedding-3-large",
  ),
  py(
    "the older packages",
    `from langchain.chat_models import ChatOpenAI
from langchain.llms import OpenAI
from langchain_community.chat_models import ChatLiteLLM
ChatOpenAI(model_name="gpt-4", max_tokens=50)
OpenAI(model_name="text-davinci-003", max_tokens=20)
ChatLiteLLM(model="gpt-3.5-turbo")`,
    "langchain.chat gpt-4/50",
    "langchain.chat text-davinci-003/20",
    "langchain.chat gpt-3.5-turbo",
  ),
  py(
    "LangGraph agents by the model's name",
    `from langgraph.prebuilt import create_react_agent
from langchain.agents import create_agent
one = create_react_agent("anthropic:claude-3-7-sonnet-latest", tools=[])
two = create_agent(model="openai:gpt-5", tools=[], system_prompt="Help.")`,
    "langchain.agent anthropic:claude-3-7-sonnet-latest",
    "langchain.agent openai:gpt-5",
  ),
];

const OTHERS: readonly SdkCase[] = [
  py(
    "LlamaIndex",
    `from llama_index.llms.openai import OpenAI
from llama_index.llms.anthropic import Anthropic
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.core import Settings
Settings.llm = OpenAI(model="gpt-4o", max_tokens=512)
Settings.embed_model = OpenAIEmbedding(model="text-embedding-3-small")
llm = Anthropic("claude-3-opus-20240229")`,
    "llamaindex.llm gpt-4o/512",
    "llamaindex.embeddings text-embedding-3-small",
    "llamaindex.llm claude-3-opus-20240229",
  ),
  ts(
    "LlamaIndex in TypeScript",
    `import { OpenAI, OpenAIEmbedding } from "@llamaindex/openai";
import { Settings } from "llamaindex";
Settings.llm = new OpenAI({ model: "gpt-4o-mini", maxTokens: 512 });
Settings.embedModel = new OpenAIEmbedding({ model: "text-embedding-3-small" });`,
    "llamaindex.llm gpt-4o-mini/512",
    "llamaindex.embeddings text-embedding-3-small",
  ),
  py(
    "LiteLLM",
    `import litellm
from litellm import acompletion, completion, embedding, Router
completion(model="gpt-4o", messages=m, max_tokens=30)
litellm.completion("anthropic/claude-3-5-sonnet-20240620", messages=m)
async def run():
    await acompletion(model="gemini/gemini-1.5-pro", messages=m, max_completion_tokens=7)
embedding(model="text-embedding-ada-002", input=["x"])
router = Router(model_list=models)
router.completion(model="fast", messages=m)`,
    "litellm.completion gpt-4o/30",
    "litellm.completion anthropic/claude-3-5-sonnet-20240620",
    "litellm.completion gemini/gemini-1.5-pro/7",
    "litellm.embedding text-embedding-ada-002",
    "litellm.router fast",
  ),
  py(
    "Anthropic",
    `import anthropic
client = anthropic.Anthropic()
client.messages.create(model="claude-sonnet-4-5", max_tokens=1024, messages=m, tools=[{"type": "web_search_20250305", "name": "web_search"}])
client.beta.messages.create(model="claude-3-7-sonnet-20250219", max_tokens=8, messages=m)
client.messages.batches.create(requests=[{"custom_id": "a", "params": {"model": "claude-3-haiku-20240307", "max_tokens": 5}}])
with client.messages.stream(model="claude-3-5-haiku-latest", max_tokens=64, messages=m) as stream:
    pass`,
    "anthropic.messages claude-sonnet-4-5/1024 +web_search",
    "anthropic.messages claude-3-7-sonnet-20250219/8",
    "anthropic.batches claude-3-haiku-20240307/5 @batch",
    "anthropic.messages claude-3-5-haiku-latest/64",
  ),
  py(
    "Anthropic's older completions",
    `from anthropic import Anthropic, HUMAN_PROMPT, AI_PROMPT
client = Anthropic()
client.completions.create(model="claude-2.1", max_tokens_to_sample=300, prompt=f"{HUMAN_PROMPT} hi {AI_PROMPT}")`,
    "anthropic.completions claude-2.1/300",
  ),
  ts(
    "Anthropic in TypeScript, direct and on Vertex",
    `import Anthropic from "@anthropic-ai/sdk";
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";
const anthropic = new Anthropic();
await anthropic.messages.create({ model: "claude-opus-4-1", max_tokens: 2048, messages });
const vertex = new AnthropicVertex({ region, projectId });
anthropic.messages.stream({ model: "claude-3-5-haiku-20241022", max_tokens: 10, messages });
await vertex.messages.create({ model: "claude-3-5-sonnet-v2@20241022", max_tokens: 20, messages });`,
    "anthropic.messages claude-opus-4-1/2048",
    "anthropic.messages claude-3-5-haiku-20241022/10",
    "anthropic.messages claude-3-5-sonnet-v2@20241022/20",
  ),
  py(
    "Google GenAI and its predecessor",
    `from google import genai
from google.genai import types
import google.generativeai as palm
client = genai.Client()
client.models.generate_content(model="gemini-2.5-flash", contents="hi", config=types.GenerateContentConfig(max_output_tokens=99))
client.models.generate_content_stream(model="gemini-2.5-pro", contents="hi", config={"max_output_tokens": 11})
client.models.embed_content(model="gemini-embedding-001", contents="hi")
model = palm.GenerativeModel("gemini-1.5-flash", generation_config={"max_output_tokens": 55})`,
    "google.generate-content gemini-2.5-flash/99",
    "google.generate-content gemini-2.5-pro/11",
    "google.embeddings gemini-embedding-001",
    "google.generative-model gemini-1.5-flash/55",
  ),
  ts(
    "Google GenAI in TypeScript, new and old",
    `import { GoogleGenAI } from "@google/genai";
import { GoogleGenerativeAI } from "@google/generative-ai";
const ai = new GoogleGenAI({ apiKey });
await ai.models.generateContent({ model: "gemini-2.5-flash", contents: "hi", config: { maxOutputTokens: 77, tools: [{ googleSearch: {} }] } });
const old = new GoogleGenerativeAI(key).getGenerativeModel({ model: "gemini-1.5-pro", generationConfig: { maxOutputTokens: 33 } });`,
    "google.generate-content gemini-2.5-flash/77 +web_search",
    "google.generative-model gemini-1.5-pro/33",
  ),
  py(
    "Groq and other clients that copy OpenAI's",
    `from groq import Groq
from together import Together
Groq().chat.completions.create(model="llama-3.1-8b-instant", messages=m, max_tokens=40)
Together().chat.completions.create(model="meta-llama/Llama-3-70b-chat-hf", messages=m)`,
    "openai.chat llama-3.1-8b-instant/40",
    "openai.chat meta-llama/Llama-3-70b-chat-hf",
  ),
  ts(
    "Groq and Mistral in TypeScript",
    `import Groq from "groq-sdk";
import { Mistral } from "@mistralai/mistralai";
const groq = new Groq();
await groq.chat.completions.create({ model: "llama-3.3-70b-versatile", max_tokens: 5, messages });
const mistral = new Mistral({ apiKey });
await mistral.chat.complete({ model: "mistral-small-latest", maxTokens: 6, messages });`,
    "openai.chat llama-3.3-70b-versatile/5",
    "mistral.chat mistral-small-latest/6",
  ),
  ts(
    "fetch",
    `await fetch("https://api.openai.com/v1/chat/completions", {
  method: "POST", headers,
  body: JSON.stringify({ model: "gpt-4o", max_tokens: 88, messages }),
});
await fetch(\`\${BASE}/v1/messages\`, { method: "POST", body: JSON.stringify({ model: "claude-3-haiku-20240307", max_tokens: 9, messages }) });
await fetch("https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash:generateContent?key=" + key, { method: "POST", body });`,
    "http.chat gpt-4o/88",
    "http.messages claude-3-haiku-20240307/9",
    "http.generate-content gemini-1.5-flash/?",
  ),
  py(
    "CrewAI's agents by the model's name",
    `from crewai import LLM, Agent, Crew
writer = Agent(role="Writer", goal="Write", backstory="x", llm="gpt-4o-mini")
editor = Agent(role="Editor", goal="Edit", backstory="x", llm=LLM(model="gpt-4o", max_tokens=9))
crew = Crew(agents=[writer, editor], tasks=[], manager_llm="o3")`,
    "crewai.agent gpt-4o-mini",
    "crewai.llm gpt-4o/9",
    "crewai.agent o3",
  ),
  py(
    "the llm library",
    `import llm
model = llm.get_model("gpt-4o-mini")
print(model.prompt("x").text())`,
    "llm.model gpt-4o-mini",
  ),
  py(
    "Claude on Vertex AI by LangChain",
    `from langchain_google_vertexai.model_garden import ChatAnthropicVertex
llm = ChatAnthropicVertex(model_name="claude-sonnet-4-5", max_output_tokens=512)`,
    "langchain.chat claude-sonnet-4-5/512",
  ),
  ts(
    "axios",
    `import axios from "axios";
await axios.post("https://api.openai.com/v1/responses", { model: "gpt-5-nano", input: "hi", max_output_tokens: 4 }, { headers });
const api = axios.create({ baseURL: "https://api.openai.com/v1" });
await axios({ method: "post", url: "https://api.openai.com/v1/embeddings", data: { model: "text-embedding-3-small", input } });`,
    "http.responses gpt-5-nano/4",
    "http.embeddings text-embedding-3-small",
  ),
  py(
    "requests, httpx and aiohttp",
    `import json
import requests, httpx
requests.post("https://api.openai.com/v1/chat/completions", headers=h, json={"model": "gpt-4o", "max_tokens": 21, "messages": m})
requests.post(url="https://api.anthropic.com/v1/messages", headers=h, data=json.dumps({"model": "claude-3-opus-20240229", "max_tokens": 22}))
URL = "https://openrouter.ai/api/v1/chat/completions"
payload = {"model": "mistralai/mixtral-8x7b-instruct", "messages": m}
httpx.post(URL, json=payload)
async def run(session):
    async with session.post(URL, json=payload) as response:
        pass`,
    "http.chat gpt-4o/21",
    "http.messages claude-3-opus-20240229/22",
    "http.chat mistralai/mixtral-8x7b-instruct",
    "http.chat mistralai/mixtral-8x7b-instruct",
  ),
];

export const SDK_CASES: Readonly<Record<string, readonly SdkCase[]>> = {
  "openai for Node": OPENAI_NODE,
  "openai for Python": OPENAI_PYTHON,
  "Vercel AI SDK": AI_SDK,
  "LangChain and LangGraph": LANGCHAIN,
  "other SDKs and plain requests": OTHERS,
};
