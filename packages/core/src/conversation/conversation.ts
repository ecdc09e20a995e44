import { RunrateError } from "../errors.ts";
import { positiveDecimal, wholeCount } from "../quantity.ts";
import type { UsageCounts } from "../usage.ts";

/** A conversation in which each turn re-sends the instructions and the history (SPEC.md, section 4). Counts are tokens. */
export interface ConversationPlan {
  /** 1 to 10,000. */
  readonly turns: number;
  readonly instructionTokens: number;
  /** Of the user's message in each turn. */
  readonly messageTokens: number;
  /** Of the model's reply in each turn. */
  readonly replyTokens: number;
  /** The most input of a turn: the oldest messages are dropped, whole, until it fits. Absent: no cap. */
  readonly inputCap?: number;
  /** The share of the repeated prefix that is read from the cache, in percent, as decimal text; default "0". */
  readonly cachedPercent?: string;
  readonly compression?: ConversationCompression;
}

export interface ConversationCompression {
  /** The last turns that stay word for word. */
  readonly keepTurns: number;
  /** Tokens of the summary that replaces the older ones. */
  readonly summaryTokens: number;
  /** A new summary is made once more than so many turns are not in it; default `keepTurns`, which is at every turn. */
  readonly afterTurns?: number;
}

/** The call of one turn. */
export interface ConversationTurn {
  /** 1 is the first. */
  readonly turn: number;
  /** Cached input is a part of the input. */
  readonly usage: UsageCounts & { readonly cachedInputTokens: number };
  /** The part of the input that stood at the start of the turn before as well: what a cache can hold. */
  readonly repeatedTokens: number;
  /** Messages dropped to fit the cap, since the conversation began. */
  readonly droppedMessages: number;
  /** The call that made this turn's summary, when it needed a new one. */
  readonly summary?: UsageCounts;
}

const MOST_TURNS = 10_000;

/**
 * What each turn of a conversation sends and gets.
 *
 * Without a cap the history grows by a message and a reply a turn, so the sum of the input grows with the square of the turns;
 * with a cap, or with compression, it grows linearly. Dropping and summarising cost the cache: what follows the instructions
 * has changed then, so only the instructions are a repeated prefix.
 *
 * @throws RunrateError `bad_conversation` for no turn or more than 10,000, for a cap that does not hold the instructions and one
 *   message, or a turn whose input is above 2^53; `bad_count`, `bad_number`, `bad_quantity`
 */
export function planConversation(plan: ConversationPlan): ConversationTurn[] {
  const { turns, instructions, message, reply, cap, cached, compression } = checkPlan(plan);
  const history: bigint[] = [];
  let first = 0;
  let kept = 0n;
  let summary = 0n;
  let dropped = 0;
  let before = 0n;
  const planned: ConversationTurn[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    let prefixHolds = true;
    let summaryCall: UsageCounts | undefined;
    if (compression !== undefined && (history.length - first) / 2 > compression.afterTurns) {
      let folded = summary;
      for (; history.length - first > compression.keepTurns * 2; first += 1) folded += history[first] ?? 0n;
      kept = sum(history, first);
      summaryCall = { inputTokens: count(instructions + folded), outputTokens: count(compression.summaryTokens) };
      summary = compression.summaryTokens;
      prefixHolds = false;
    }
    const fixed = instructions + message;
    while (cap !== undefined && fixed + summary + kept > cap) {
      // The summary is older than any message that is left.
      if (summary > 0n) summary = 0n;
      else kept -= history[first++] ?? 0n;
      dropped += 1;
      prefixHolds = false;
    }
    const input = fixed + summary + kept;
    const repeated = turn === 1 ? 0n : prefixHolds ? before : instructions;
    planned.push({
      turn,
      usage: {
        inputTokens: count(input),
        cachedInputTokens: count((repeated * cached.numerator) / cached.denominator),
        outputTokens: count(reply),
      },
      repeatedTokens: count(repeated),
      droppedMessages: dropped,
      ...(summaryCall === undefined ? {} : { summary: summaryCall }),
    });
    before = input;
    history.push(message, reply);
    kept += message + reply;
  }
  return planned;
}

function checkPlan(plan: ConversationPlan) {
  const turns = Number(wholeCount(plan.turns, "turns"));
  if (turns < 1 || turns > MOST_TURNS) {
    throw new RunrateError("bad_conversation", `a conversation of ${turns} turns`, {
      hint: `Ask for 1 to ${MOST_TURNS.toLocaleString("en-US")} turns.`,
    });
  }
  const instructions = wholeCount(plan.instructionTokens, "instruction tokens");
  const message = wholeCount(plan.messageTokens, "message tokens");
  const cap = plan.inputCap === undefined ? undefined : wholeCount(plan.inputCap, "input cap");
  if (cap !== undefined && cap < instructions + message) {
    throw new RunrateError(
      "bad_conversation",
      `an input cap of ${cap} tokens does not hold the instructions and one message (${instructions + message} tokens)`,
      { hint: "Raise the cap, or shorten the instructions." },
    );
  }
  return {
    turns,
    instructions,
    message,
    reply: wholeCount(plan.replyTokens, "reply tokens"),
    cap,
    cached: shareOf(plan.cachedPercent ?? "0"),
    compression: plan.compression && checkCompression(plan.compression),
  };
}

function checkCompression({ keepTurns, summaryTokens, afterTurns = keepTurns }: ConversationCompression) {
  const kept = Number(wholeCount(keepTurns, "turns kept"));
  const after = Number(wholeCount(afterTurns, "turns before a summary"));
  if (after < kept) {
    throw new RunrateError("bad_conversation", `a summary after ${after} turns cannot keep the last ${kept}`, {
      hint: "Keep fewer turns, or summarise later.",
    });
  }
  return { keepTurns: kept, afterTurns: after, summaryTokens: wholeCount(summaryTokens, "summary tokens") };
}

function shareOf(percent: string): { numerator: bigint; denominator: bigint } {
  const { digits, scale } = positiveDecimal(percent, "cached share");
  const denominator = 100n * 10n ** BigInt(scale);
  if (digits > denominator) {
    throw new RunrateError("bad_conversation", `a cached share of ${percent} % is more than all of it`, {
      hint: "Give 0 to 100.",
    });
  }
  return { numerator: digits, denominator };
}

function sum(sizes: readonly bigint[], from: number): bigint {
  let total = 0n;
  for (let index = from; index < sizes.length; index += 1) total += sizes[index] ?? 0n;
  return total;
}

function count(tokens: bigint): number {
  if (tokens <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(tokens);
  throw new RunrateError("bad_conversation", `a turn would send ${tokens} tokens`, {
    hint: "Ask for fewer turns or smaller messages.",
  });
}
