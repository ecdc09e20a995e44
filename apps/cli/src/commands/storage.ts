import { formatUsd, parseUsd, RunrateError, threadStorageCost, toDecimal, vectorStorageCost } from "@runrate/core";
import { wholeArgument } from "../arguments.ts";
import type { CommandResult } from "../terminal.ts";

interface StorageOptions {
  readonly threads?: string;
  readonly tokensPerThread?: string;
  readonly gb?: string;
  readonly freeGb?: string;
  readonly rate?: string;
  readonly days?: string;
}

/** `runrate storage` (SPEC.md, section 4): stored threads at the planning rate, or vector stores by the GB-day. */
export function storage(_args: readonly string[], options: StorageOptions): CommandResult {
  const days = wholeArgument(options.days ?? "30", "--days");
  const { what, usd } =
    options.gb === undefined ? threadStorage(options, days) : vectorStorage(options, options.gb, days);
  return {
    text: `${what} for ${days} days: ${formatUsd(usd)}`,
    json: { kind: "storage", currency: "USD", total_usd: toDecimal(usd), days },
  };
}

function threadStorage({ threads, tokensPerThread, rate }: StorageOptions, days: number) {
  if (threads === undefined || tokensPerThread === undefined) {
    throw new RunrateError("missing_argument", "storage needs to know what is stored", {
      hint: "Give --threads and --tokens-per-thread, or --gb.",
    });
  }
  const stored = {
    threads: wholeArgument(threads, "--threads"),
    tokensPerThread: wholeArgument(tokensPerThread, "--tokens-per-thread"),
    days,
    ...(rate === undefined ? {} : { ratePerMillionDay: parseUsd(rate) }),
  };
  const what = `storing ${stored.threads.toLocaleString("en-US")} threads of ${stored.tokensPerThread.toLocaleString("en-US")} tokens (planning rate)`;
  return { what, usd: threadStorageCost(stored) };
}

function vectorStorage({ freeGb, rate }: StorageOptions, gigabytes: string, days: number) {
  const usd = vectorStorageCost({
    gigabytes,
    days,
    ...(freeGb === undefined ? {} : { freeGigabytes: freeGb }),
    ...(rate === undefined ? {} : { ratePerGbDay: parseUsd(rate) }),
  });
  return { what: `storing ${gigabytes} GB in vector stores (${freeGb ?? "1"} GB free)`, usd };
}
