import { formatUsd, parseUsd, threadStorageCost, vectorStorageCost, VECTOR_STORE_RATE } from "@runrate/core";
import { blankAnswer } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import type { QueryOf } from "./query.ts";

/** What stored threads (at the planning rate) or a vector store cost. */
export function answerStorage(query: QueryOf<"storage">, context: AskContext): Answer {
  const { of, days } = query;
  const asked = query.rate === null ? undefined : parseUsd(query.rate);
  const isThreads = of.kind === "threads";
  const rate = asked ?? (isThreads ? parseUsd(context.config.storage.threadRate) : VECTOR_STORE_RATE);
  const total = isThreads
    ? threadStorageCost({ threads: of.threads, tokensPerThread: of.tokensPerThread, days, ratePerMillionDay: rate })
    : vectorStorageCost({ gigabytes: of.gigabytes, freeGigabytes: of.freeGigabytes, days, ratePerGbDay: rate });
  const what = isThreads
    ? `storing ${of.threads.toLocaleString("en-US")} threads of ${of.tokensPerThread.toLocaleString("en-US")} tokens`
    : `storing ${of.gigabytes} GB in vector stores (${of.freeGigabytes} GB free)`;
  return {
    ...blankAnswer("storage", query, context),
    headline: `${what} for ${days} days: ${formatUsd(total)}`,
    totalUsd: total,
    assumptions: isThreads
      ? [
          `${formatUsd(rate)} per 1M tokens and day`,
          "thread storage is a planning rate: no provider bills it by the token",
        ]
      : [`${formatUsd(rate)} per GB and day over the free ${of.freeGigabytes} GB`],
    // A planning rate is nobody's price.
    ...(isThreads ? { basis: null, priceDate: null } : {}),
    suggestions: isThreads ? ["storage of 11 GB"] : ["storage of 1000 threads 5000 tokens per thread"],
  };
}
