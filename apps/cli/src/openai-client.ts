import { RunrateError } from "@runrate/core";
import type OpenAI from "openai";
import type { CommandContext } from "./context.ts";
import { withEnvFile } from "./env-file.ts";

/** A client for OpenAI, or a compatible service (`OPENAI_BASE_URL`). @throws RunrateError `no_api_key` */
export async function openAiClient(context: CommandContext, purpose: string): Promise<OpenAI> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = withEnvFile(context.terminal.env, context.folder);
  if (apiKey === undefined || apiKey === "") {
    throw new RunrateError("no_api_key", `OPENAI_API_KEY is not set, which ${purpose} needs`, {
      hint: "Set it in the environment or in .env; for a compatible service also OPENAI_BASE_URL.",
    });
  }
  const { default: Client } = await import("openai");
  return new Client({ apiKey, ...(baseURL === undefined || baseURL === "" ? {} : { baseURL }) });
}
