import type { OpenAI } from "openai";
import type { PageRequest } from "../bucket-pages.ts";

/** One endpoint of the usage API: what it is asked for, and what its buckets are called in ids. */
export interface UsageKind {
  /** As the cursor and reports name it. */
  readonly name: string;
  /** `resultKind` of what it returns: the ids of its records begin with it. */
  readonly results: string;
  fetch(client: OpenAI, request: PageRequest): Promise<unknown>;
}

const HOURS = { bucket_width: "1h", limit: 168 } as const;
type Usage = OpenAI["admin"]["organization"]["usage"];

function usageOf(client: OpenAI): Usage {
  return client.admin.organization.usage;
}

/** All that is billed by use (openai 7.57, resources/admin/organization/usage), grouped as finely as each endpoint can. */
export const USAGE_KINDS: readonly UsageKind[] = [
  {
    name: "completions",
    results: "completions",
    fetch: (client, request) =>
      usageOf(client).completions({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"],
      }),
  },
  {
    name: "embeddings",
    results: "embeddings",
    fetch: (client, request) =>
      usageOf(client).embeddings({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model"],
      }),
  },
  {
    name: "images",
    results: "images",
    fetch: (client, request) =>
      usageOf(client).images({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model", "size", "source"],
      }),
  },
  {
    name: "audio_speeches",
    results: "audio_speeches",
    fetch: (client, request) =>
      usageOf(client).audioSpeeches({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model"],
      }),
  },
  {
    name: "audio_transcriptions",
    results: "audio_transcriptions",
    fetch: (client, request) =>
      usageOf(client).audioTranscriptions({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model"],
      }),
  },
  {
    name: "moderations",
    results: "moderations",
    fetch: (client, request) =>
      usageOf(client).moderations({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model"],
      }),
  },
  {
    name: "vector_stores",
    results: "vector_stores",
    fetch: (client, request) => usageOf(client).vectorStores({ ...HOURS, ...request, group_by: ["project_id"] }),
  },
  {
    name: "code_interpreter_sessions",
    results: "code_interpreter_sessions",
    fetch: (client, request) =>
      usageOf(client).codeInterpreterSessions({ ...HOURS, ...request, group_by: ["project_id"] }),
  },
  {
    name: "web_search_calls",
    results: "web_searches",
    fetch: (client, request) =>
      usageOf(client).webSearchCalls({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model"],
      }),
  },
  {
    name: "file_search_calls",
    results: "file_searches",
    fetch: (client, request) =>
      usageOf(client).fileSearchCalls({ ...HOURS, ...request, group_by: ["project_id", "user_id", "api_key_id"] }),
  },
  {
    name: "decisions",
    results: "decisions",
    fetch: (client, request) =>
      usageOf(client).decisions({
        ...HOURS,
        ...request,
        group_by: ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"],
      }),
  },
];

/** A page of what was billed: days alone, by project, key and line item. */
export async function fetchCosts(client: OpenAI, request: PageRequest): Promise<unknown> {
  return await usageOf(client).costs({
    ...request,
    bucket_width: "1d",
    limit: 180,
    group_by: ["project_id", "line_item", "api_key_id"],
  });
}
