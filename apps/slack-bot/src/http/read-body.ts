import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import type { Refusal } from "./reply.ts";

/** A request's body, unpacked. */
export interface Body {
  readonly bytes: Buffer;
}

/**
 * Reads a request's body whole, up to a limit that holds for what it unpacks to, so that a small packed body cannot fill the
 * memory. Understands `Content-Encoding: gzip`.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body | Refusal> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip") {
    return {
      status: 415,
      code: "unknown_encoding",
      message: `Content-Encoding is "${encoding.slice(0, 40)}", which is not understood`,
      hint: "Send the body as it is, or with Content-Encoding: gzip.",
      headers: { "accept-encoding": "gzip, identity" },
    };
  }
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge(maxBytes);
  const zipped = encoding === "gzip";
  const parts: Buffer[] = [];
  let size = 0;
  try {
    const source = zipped ? request.pipe(createGunzip()) : request;
    // A request that breaks off does not end the unpacking by itself.
    if (source !== request)
      request.once("error", (error) => source.destroy(error)).once("aborted", () => source.destroy());
    for await (const part of source) {
      const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
      size += bytes.length;
      if (size > maxBytes) return tooLarge(maxBytes);
      parts.push(bytes);
    }
  } catch {
    return {
      status: 400,
      code: "broken_body",
      message: zipped ? "the body is not sound gzip data, or it breaks off" : "the body breaks off",
      hint: "Nothing of it was stored: send it again.",
    };
  }
  return { bytes: Buffer.concat(parts) };
}

function tooLarge(maxBytes: number): Refusal {
  return {
    status: 413,
    code: "body_too_large",
    message: `the body is larger than ${maxBytes / 1_048_576} MiB unpacked; nothing of it was stored`,
    hint: "Send it in several requests.",
  };
}
