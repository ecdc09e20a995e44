import { isFields } from "./observe.ts";

/** What the SDK's streams are made of. */
interface EventSource {
  iterator: () => AsyncIterator<unknown>;
}

/**
 * Looks at the events of a stream as the application reads them; nothing is read ahead or held back, but for the closing usage
 * chunk of a chat that the application did not ask for.
 *
 * @param isExtra true when `include_usage` was added by us
 * @param onAnswer gets each event's answer that states usage; the last one counts
 * @returns false when the stream is of a form that cannot be looked into
 */
export function observeStream(
  stream: unknown,
  isExtra: boolean,
  onAnswer: (answer: unknown) => void,
  onEnd: () => void,
): boolean {
  if (!isEventSource(stream)) return false;
  const inner = stream.iterator.bind(stream);
  stream.iterator = () => new ObservedIterator(inner(), isExtra, onAnswer, onEnd);
  return true;
}

function isEventSource(value: unknown): value is EventSource {
  return typeof value === "object" && value !== null && "iterator" in value && typeof value.iterator === "function";
}

class ObservedIterator implements AsyncIterableIterator<unknown> {
  readonly #inner: AsyncIterator<unknown>;
  readonly #isExtra: boolean;
  readonly #onAnswer: (answer: unknown) => void;
  readonly #onEnd: () => void;
  #isEnded = false;

  constructor(inner: AsyncIterator<unknown>, isExtra: boolean, onAnswer: (answer: unknown) => void, onEnd: () => void) {
    this.#inner = inner;
    this.#isExtra = isExtra;
    this.#onAnswer = onAnswer;
    this.#onEnd = onEnd;
  }

  async next(): Promise<IteratorResult<unknown>> {
    for (;;) {
      const result = await this.#next();
      if (result.done === true) {
        this.#end();
        return result;
      }
      const answer = answerOf(result.value);
      if (answer !== undefined) this.#onAnswer(answer);
      if (this.#isExtra && isFields(result.value)) {
        // The application sees the stream that it asked for.
        if (answer !== undefined && isEmpty(result.value["choices"])) continue;
        if (result.value["usage"] === null) Reflect.deleteProperty(result.value, "usage");
      }
      return result;
    }
  }

  async return(value?: unknown): Promise<IteratorResult<unknown>> {
    this.#end();
    return (await this.#inner.return?.(value)) ?? { done: true, value };
  }

  async throw(error?: unknown): Promise<IteratorResult<unknown>> {
    this.#end();
    if (this.#inner.throw) return await this.#inner.throw(error);
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<unknown>> {
    try {
      return await this.#inner.next();
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd();
  }
}

/** The part of an event that may state usage: a chat's chunk, the response of a Responses event, the run of a thread's event. */
function answerOf(event: unknown): unknown {
  if (!isFields(event)) return undefined;
  if (isFields(event["usage"])) return event;
  const { response, data } = event;
  if (isFields(response) && isFields(response["usage"])) return response;
  return isFields(data) && isFields(data["usage"]) ? data : undefined;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
