import { RunrateError } from "@runrate/core";
import { openAiPage, type OpenAiBucket } from "../import/openai-page.ts";

/** One request for a page of buckets. Instants in seconds since 1970, the end exclusive. */
export interface PageRequest {
  readonly start_time: number;
  readonly end_time: number;
  readonly page?: string;
}

/** A page after this many others of one window is taken for a server that goes in circles. */
const MAX_PAGES = 10_000;

/**
 * The buckets of a window in order, page after page. A bucket that is spread over two pages comes whole.
 *
 * @throws RunrateError `source_unreadable` for an answer that is no page; what the request throws
 */
export async function* bucketPages(
  fetchPage: (request: PageRequest) => Promise<unknown>,
  window: { readonly from: number; readonly to: number },
  what: string,
): AsyncGenerator<OpenAiBucket> {
  let held: OpenAiBucket | undefined;
  let page: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const answer = await fetchPage({
      start_time: window.from / 1_000,
      end_time: window.to / 1_000,
      ...(page === undefined ? {} : { page }),
    });
    const parsed = openAiPage.safeParse(answer);
    if (!parsed.success) throw unreadable(what, parsed.error.issues[0]?.path.join("."));
    const { data, has_more: hasMore, next_page: next } = parsed.data;
    for (const bucket of data) {
      if (held?.start_time === bucket.start_time) {
        held = { ...held, results: [...held.results, ...bucket.results] };
        continue;
      }
      if (held) yield held;
      held = bucket;
    }
    if (hasMore === true && !next) throw unreadable(what, "next_page: it is missing, and there are more");
    if (hasMore !== true || !next || next === page) {
      if (held) yield held;
      return;
    }
    page = next;
  }
  throw unreadable(what, "next_page: it never ends");
}

function unreadable(what: string, where: string | undefined): RunrateError {
  return new RunrateError("source_unreadable", `the answer for ${what} is not a page of buckets (${where ?? "?"})`, {
    what,
    hint: "Check OPENAI_BASE_URL or ANTHROPIC_BASE_URL: it must lead to the provider's API, or to a server that answers as it does.",
  });
}
