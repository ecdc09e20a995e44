import { RunrateError } from "@runrate/core";
import type { Seen } from "./observation.ts";
import { isFields, observe, pendingId } from "./observe.ts";
import { observeStream } from "./observe-stream.ts";
import { isRequester } from "./requester.ts";

/** Is told of each call. Never throws. */
export interface CallListener {
  onCall(seen: Seen, provider: string | undefined): void;
  /** A call was answered in a way that cannot be looked into. */
  onUnseen(): void;
  readonly clock: () => number;
}

/** Takes part in a call before it is made and after it: a budget. */
export interface CallGate {
  /** Throws to refuse the call. */
  before(body: unknown, path: string, method: string): Promise<CallPermit | undefined>;
}

export interface CallPermit {
  used(seen: Seen): void;
  /** The call failed, or used nothing. */
  unused(): void;
  /** It ran, and what it used is not known: a stream that was broken off. */
  unknown(): void;
}

/**
 * A client like the one given, of the same type, whose calls are seen. The one given stays as it was. Nothing of a call is held
 * up or changed, save that a streamed chat is asked to state its usage; the application does not see that chunk unless it
 * asked for it. What goes wrong in looking is counted, never thrown.
 *
 * @throws RunrateError `not_a_client`
 */
export function wrapClient<Client extends object>(client: Client, listener: CallListener, gate?: CallGate): Client {
  if (!isRequester(client)) {
    throw new RunrateError("not_a_client", "what is to be recorded is not a client of the openai package", {
      hint: "Pass `new OpenAI()` or `new AzureOpenAI()` of openai 5 or later.",
    });
  }
  const copy = client.withOptions({});
  if (!isRequester(copy)) throw new TypeError("withOptions made something else than a client");
  const request = copy.request.bind(copy);
  const provider = providerOf(copy.baseURL);
  const waiting = new Map<string, CallPermit>();
  copy.request = (options, ...rest) => {
    const call: Call = { requestModel: undefined, isOfModel: false, isExtra: false, permit: undefined, waiting };
    const prepared = gate === undefined ? prepare(options, call) : admit(gate, options, call);
    const promise = request(prepared, ...rest);
    if (gate !== undefined) releaseOnFailure(promise, call);
    if (!isUnwrappable(promise)) return unseen(promise, listener);
    const seen = promise._thenUnwrap((answer: unknown) => see(answer, call, provider, listener));
    return watchRawAnswer(seen, () => {
      if (!call.isOfModel) return;
      call.permit?.unknown();
      listener.onUnseen();
    });
  };
  const withOptions = copy.withOptions.bind(copy);
  copy.withOptions = (options) => {
    const other = withOptions(options);
    return isRequester(other) ? wrapClient(other, listener, gate) : other;
  };
  // It was made by the client's own `withOptions`, whose declared result is the client's own type.
  return copy as unknown as Client;
}

/** Requests that make a model work, and are billed for it. */
const MODEL_PATHS =
  /\/(completions|responses|responses\/compact|embeddings|runs|images\/(generations|edits|variations)|audio\/(speech|transcriptions|translations)|videos)$/;

interface Call {
  requestModel: unknown;
  isOfModel: boolean;
  isExtra: boolean;
  permit: CallPermit | undefined;
  /** Runs and background responses that are under way, until a poll shows what they used. */
  readonly waiting: Map<string, CallPermit>;
}

function prepare(options: unknown, call: Call): unknown {
  return isPromise(options)
    ? options.then((resolved) => prepareResolved(resolved, call))
    : prepareResolved(options, call);
}

/** Notes the model; asks a streamed chat for its usage, in a copy of the body. */
function prepareResolved(options: unknown, call: Call): unknown {
  if (!isFields(options)) return options;
  const { body, path, method } = options;
  call.isOfModel = method === "post" && typeof path === "string" && MODEL_PATHS.test(path);
  if (body instanceof FormData) call.requestModel = body.get("model");
  if (!isFields(body)) return options;
  call.requestModel ??= body["model"];
  if (body["stream"] !== true || !isChat(path)) return options;
  const asked = body["stream_options"];
  if (isFields(asked) && asked["include_usage"] !== undefined) return options;
  call.isExtra = true;
  const streamOptions = isFields(asked) ? { ...asked, include_usage: true } : { include_usage: true };
  return { ...options, body: { ...body, stream_options: streamOptions } };
}

async function admit(gate: CallGate, options: unknown, call: Call): Promise<unknown> {
  const resolved = await prepare(options, call);
  if (isFields(resolved)) {
    call.permit = await gate.before(resolved["body"], String(resolved["path"]), String(resolved["method"]));
  }
  return resolved;
}

function releaseOnFailure(promise: unknown, call: Call): void {
  if (typeof promise !== "object" || promise === null || !("asResponse" in promise)) return;
  const { asResponse } = promise;
  if (typeof asResponse !== "function") return;
  // Looks at the outcome of the request alone: the body is still the application's to read.
  Promise.resolve(asResponse.call(promise)).catch(() => call.permit?.unused());
}

function isChat(path: unknown): boolean {
  return typeof path === "string" && path.endsWith("/completions");
}

function see(answer: unknown, call: Call, provider: string | undefined, listener: CallListener): unknown {
  try {
    if (isFields(answer) && "controller" in answer && "iterator" in answer) {
      let last: unknown;
      const isSeen = observeStream(
        answer,
        call.isExtra,
        (part) => (last = part),
        () => {
          if (last !== undefined) return note(last, call, provider, listener);
          // Broken off before its end: the provider bills what it never told.
          call.permit?.unknown();
          listener.onUnseen();
        },
      );
      if (isSeen) return answer;
      call.permit?.unknown();
      listener.onUnseen();
    } else {
      note(answer, call, provider, listener);
    }
  } catch {
    listener.onUnseen();
  }
  return answer;
}

function note(answer: unknown, call: Call, provider: string | undefined, listener: CallListener): void {
  try {
    const seen = observe(answer, call.requestModel, listener.clock());
    if (seen === undefined) return noteWithoutUsage(answer, call, listener);
    (call.permit ?? call.waiting.get(seen.id))?.used(seen);
    call.waiting.delete(seen.id);
    listener.onCall(seen, provider);
  } catch {
    listener.onUnseen();
  }
}

/** It goes on and is polled, it came to nothing, or it was billed and does not say what for. */
function noteWithoutUsage(answer: unknown, call: Call, listener: CallListener): void {
  const pending = pendingId(answer);
  if (pending !== undefined) {
    if (call.permit !== undefined) call.waiting.set(pending, call.permit);
    return;
  }
  const id = isFields(answer) ? answer["id"] : undefined;
  const waiting = typeof id === "string" ? call.waiting.get(id) : undefined;
  if (typeof id === "string") call.waiting.delete(id);
  const permit = call.permit ?? waiting;
  if (isFields(answer) && UNBILLED.has(answer["status"])) return permit?.unused();
  permit?.unknown();
  if (call.isOfModel || waiting !== undefined) listener.onUnseen();
}

/** How a run or response ends that states no usage because it used nothing. */
const UNBILLED: ReadonlySet<unknown> = new Set(["failed", "cancelled", "expired"]);

/** Tells of an answer that the application takes as it came, without the SDK's reading it. */
function watchRawAnswer(promise: unknown, onRaw: () => void): unknown {
  if (!isReadable(promise)) return promise;
  const parse = promise.parse.bind(promise);
  const asResponse = promise.asResponse.bind(promise);
  let isParsed = false;
  promise.parse = () => {
    isParsed = true;
    return parse();
  };
  promise.asResponse = () => {
    const response = asResponse();
    // `withResponse` reads the answer first, then asks for this one.
    if (!isParsed) response.then(onRaw, () => {});
    return response;
  };
  if (isUnwrappable(promise)) {
    const unwrap = promise._thenUnwrap.bind(promise);
    promise._thenUnwrap = (transform) => watchRawAnswer(unwrap(transform), onRaw);
  }
  return promise;
}

/** The SDK's promise of an answer. */
interface Readable {
  parse: () => unknown;
  asResponse: () => Promise<unknown>;
}

function isReadable(value: unknown): value is Readable {
  return (
    typeof value === "object" &&
    value !== null &&
    "parse" in value &&
    typeof value.parse === "function" &&
    "asResponse" in value &&
    typeof value.asResponse === "function"
  );
}

function unseen(promise: unknown, listener: CallListener): unknown {
  listener.onUnseen();
  return promise;
}

/** OpenAI's and Azure's addresses say whose prices hold; elsewhere the model's own maker is meant. */
function providerOf(baseUrl: unknown): string | undefined {
  if (typeof baseUrl !== "string" || !URL.canParse(baseUrl)) return undefined;
  const { hostname } = new URL(baseUrl);
  if (hostname === "api.openai.com" || hostname.endsWith(".api.openai.com")) return "openai";
  return hostname.endsWith(".openai.azure.com") || hostname.endsWith(".services.ai.azure.com") ? "azure" : undefined;
}

interface Unwrappable {
  _thenUnwrap: (transform: (answer: unknown) => unknown) => unknown;
}

function isUnwrappable(value: unknown): value is Unwrappable {
  return (
    typeof value === "object" && value !== null && "_thenUnwrap" in value && typeof value._thenUnwrap === "function"
  );
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
