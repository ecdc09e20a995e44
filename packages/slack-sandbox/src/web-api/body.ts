import type { IncomingMessage } from "node:http";
import { isJsonObject, type JsonObject, parseJson } from "../json.ts";
import { decodeForm } from "../schema/arguments.ts";

/** Largest request taken, in bytes; Slack's own bound on a message is far lower. */
const largest = 20 * 1024 * 1024;

/** The whole body, or undefined when it is larger than the sandbox takes. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (!(part instanceof Buffer)) continue;
    size += part.length;
    if (size > largest) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The arguments of a call, from a JSON, form or multipart body and the query, in the types of the method's shape. */
export async function readArguments(
  method: string,
  request: IncomingMessage,
  body: Buffer,
  query: URLSearchParams,
): Promise<JsonObject> {
  const type = request.headers["content-type"] ?? "";
  const fromQuery = decodeForm(method, query);
  if (type.startsWith("application/json")) {
    const value = parseJson(body.toString("utf8"));
    return { ...fromQuery, ...(isJsonObject(value) ? value : {}) };
  }
  if (type.startsWith("multipart/form-data"))
    return { ...fromQuery, ...decodeForm(method, await multipartTexts(body, type)) };
  return { ...fromQuery, ...decodeForm(method, new URLSearchParams(body.toString("utf8"))) };
}

async function multipartTexts(body: Buffer, type: string): Promise<[string, string][]> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  return [...form].flatMap(([name, value]): [string, string][] => (typeof value === "string" ? [[name, value]] : []));
}

/** The bytes of an upload: Slack takes a raw body or the first file of a form. */
export async function uploadedBytes(body: Buffer, type: string): Promise<Uint8Array> {
  if (!type.startsWith("multipart/form-data")) return body;
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  for (const value of form.values()) if (typeof value !== "string") return value.bytes();
  return body;
}
