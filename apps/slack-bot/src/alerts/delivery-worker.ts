import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import {
  claimNext,
  enqueue,
  isOvertaken,
  noteDelivered,
  noteProblem,
  releaseHeld,
  settle,
  waitingLanes,
  type ClaimedEntry,
  type Delivery,
  type OutboxLane,
} from "@runrate/budgets";
import type { LedgerStore } from "@runrate/ledger";
import type { WebClient } from "@slack/web-api";
import type { Log } from "../log.ts";
import { deliver, type Attempt } from "./deliver.ts";
import { addressOf, isChannelId, isUserId } from "./slack-id.ts";

/** What the worker needs. */
export interface WorkerOptions {
  readonly ledger: LedgerStore;
  /** A client of its own: it gives up on a rate limit instead of holding back what comes after. */
  readonly client: WebClient;
  readonly log: Log;
  /** Where messages go that have no channel, or whose channel is gone, best first. */
  readonly fallbacks: (entry: ClaimedEntry) => Promise<readonly string[]>;
  /** A channel's id, however it is called; null stands for the admins, whose messages may have a channel too. */
  readonly placeOf: (lane: OutboxLane) => Promise<string | null>;
  readonly onFailure: (error: unknown) => void;
}

/** Slack takes one message a second in a channel: docs.slack.dev/apis/web-api/rate-limits. */
const GAP_MS = 1_000;
/** Messages are changed more often than new ones may be posted: 50 a minute and more. */
const UPDATE_GAP_MS = 250;
const FIRST_PAUSE_MS = 1_000;
/** What must be left of a claim when a message is sent: Slack's longest answer. */
const LEFT_FOR_SLACK_MS = 20_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Delivers the outbox: a queue for each channel, in order, one message a second. What fails waits and is tried again, longer each time;
 * nothing is dropped. Several replicas may each run one: a row is claimed before it is sent.
 */
export class DeliveryWorker {
  readonly #options: WorkerOptions;
  readonly #name = `${hostname()}:${process.pid}:${randomUUID()}`;
  /** The queues that run, by place, with what their place is called in the outbox. */
  readonly #queues = new Map<string | null, { readonly lanes: Set<OutboxLane>; readonly run: Promise<void> }>();
  readonly #stop = new AbortController();
  #looking: Promise<void> | undefined;
  #lookAgain = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Lets what had nowhere to go at the last start try again, and begins. */
  async start(): Promise<void> {
    await this.#options.ledger.transaction(releaseHeld);
    this.wake();
  }

  /** Looks for something to send now. Cheap; called after each evaluation and every few seconds. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#look()
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#looking = undefined;
        if (this.#lookAgain) {
          this.#lookAgain = false;
          this.wake();
        }
      });
  }

  /** Ends after what is being sent now has been sent and written down. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#looking;
    await Promise.all([...this.#queues.values()].map(({ run }) => run));
  }

  async #look(): Promise<void> {
    const { ledger, placeOf } = this.#options;
    for (const lane of await waitingLanes(ledger, ledger.clock())) {
      const place = await placeOf(lane);
      const running = this.#queues.get(place);
      if (running) {
        running.lanes.add(lane);
        continue;
      }
      const lanes = new Set([lane]);
      const run = this.#runQueue(lanes)
        .catch((error: unknown) => this.#options.onFailure(error))
        .finally(() => this.#queues.delete(place));
      this.#queues.set(place, { lanes, run });
    }
  }

  async #runQueue(lanes: ReadonlySet<OutboxLane>): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const entry = await this.#claim(lanes);
      if (entry === undefined) return;
      const { isDone, waitMs } = await this.#deliver(entry);
      failures = isDone ? 0 : failures + 1;
      const gap = entry.kind === "refresh" ? UPDATE_GAP_MS : GAP_MS;
      const pause = isDone ? gap : (waitMs ?? pauseAfter(failures));
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #claim(lanes: ReadonlySet<OutboxLane>): Promise<ClaimedEntry | undefined> {
    const { ledger } = this.#options;
    return await ledger.transaction((tx) =>
      claimNext(tx, [...lanes], { name: this.#name, now: ledger.clock(), machineNow: Date.now(), isGone }),
    );
  }

  /** One try at an entry: its own channel, then the fallbacks. */
  async #deliver(entry: ClaimedEntry): Promise<{ readonly isDone: boolean; readonly waitMs?: number }> {
    const { ledger, fallbacks, placeOf, log } = this.#options;
    const context = { ledger, client: this.#options.client, now: ledger.clock };
    if (await isOvertaken(ledger, entry, ledger.clock())) return await this.#settled(entry, { kind: "superseded" });
    const ownPlace = entry.channel === null ? null : await placeOf(entry.channel);
    const own = ownPlace === null ? [] : [addressOf(ownPlace)];
    const others = [...new Set((await fallbacks(entry)).map(addressOf))].filter((channel) => !own.includes(channel));
    let refused: { readonly channel: string; readonly code: string } | undefined;
    for (const channel of [...own, ...others]) {
      // A process that stood still (a frozen container) would send what another replica has sent meanwhile.
      if (Date.now() > entry.heldUntil - LEFT_FOR_SLACK_MS) return { isDone: false };
      const attempt = await deliver(context, entry, channel, refused);
      if (attempt.kind === "channel") {
        log.warn({ channel, code: attempt.code, key: entry.key }, "a channel takes no messages");
        refused ??= { channel, code: attempt.code };
        continue;
      }
      if (attempt.kind === "sent") await this.#noteSent(entry, attempt.channel, refused, others);
      return await this.#afterAttempt(entry, attempt, channel);
    }
    if (refused) await this.#noteRefused(entry, refused, null, others);
    const error = refused
      ? `${refused.code}, and no other place to send it to`
      : "no channel, no owner, no admin channel";
    log.error({ key: entry.key }, `an alert waits: ${error}`);
    // A channel may come back (unarchived, the bot invited): it is tried again; without any place only a new configuration helps.
    return refused
      ? await this.#settled(entry, { kind: "failed", error, uncertain: false }, LONGEST_PAUSE_MS)
      : await this.#settled(entry, { kind: "held", error });
  }

  async #afterAttempt(entry: ClaimedEntry, attempt: Exclude<Attempt, { kind: "channel" }>, channel: string) {
    const { ledger, log } = this.#options;
    switch (attempt.kind) {
      case "sent":
        log.info({ key: entry.key, channel: attempt.channel, kind: entry.kind }, "sent");
        return await this.#settled(entry, attempt);
      case "superseded":
        return await this.#settled(entry, attempt);
      case "rate-limited":
        return await this.#settled(entry, { kind: "failed", error: "ratelimited", uncertain: false }, attempt.afterMs);
      case "token":
        log.error({ code: attempt.code }, "Slack refuses the bot's token: alerts wait");
        await ledger.transaction((tx) => noteProblem(tx, { channel: "*", code: attempt.code, fallback: null }));
        return await this.#settled(entry, { kind: "failed", error: attempt.code, uncertain: false });
      case "gone":
        return await this.#settled(entry, { kind: "superseded" });
      case "blocks":
        return await this.#settled(entry, failed("invalid_blocks"));
      case "later":
        log.warn({ code: attempt.code, key: entry.key, channel, attempts: entry.attempts }, "an alert waits for Slack");
        return await this.#settled(entry, { kind: "failed", error: attempt.code, uncertain: attempt.isUncertain });
    }
  }

  async #settled(entry: ClaimedEntry, delivery: Delivery, waitMs?: number) {
    if (entry.kind === "refresh" && delivery.kind === "failed")
      return await this.#refreshLater(entry, delivery, waitMs);
    await this.#options.ledger.transaction((tx) => settle(tx, entry, this.#name, delivery));
    return { isDone: delivery.kind !== "failed", ...(waitMs === undefined ? {} : { waitMs }) };
  }

  /** Bringing a message up to date may wait; no alert of its channel waits behind it. */
  async #refreshLater(
    entry: ClaimedEntry,
    failure: Extract<Delivery, { kind: "failed" }>,
    waitMs = pauseAfter(entry.attempts),
  ) {
    const { ledger } = this.#options;
    const notBefore = ledger.clock() + waitMs;
    await ledger.transaction((tx) => settle(tx, entry, this.#name, { ...failure, notBefore }));
    return { isDone: true };
  }

  async #noteSent(
    entry: ClaimedEntry,
    channel: string,
    refused: { readonly channel: string; readonly code: string } | undefined,
    others: readonly string[],
  ): Promise<void> {
    if (refused) await this.#noteRefused(entry, refused, channel, others);
    else if (entry.channel !== null) {
      const named = [entry.channel, channel];
      await this.#options.ledger.transaction((tx) => noteDelivered(tx, named));
    }
  }

  /** Writes the problem down, and tells whoever answers for it once. */
  async #noteRefused(
    entry: ClaimedEntry,
    refused: { readonly channel: string; readonly code: string },
    fallback: string | null,
    others: readonly string[],
  ): Promise<void> {
    const { ledger } = this.#options;
    const channel = refused.channel.replace(/^#/, "");
    await ledger.transaction(async (tx) => {
      const isNew = await noteProblem(tx, { channel, code: refused.code, fallback });
      if (!isNew || entry.key.startsWith("problem/")) return;
      // The owner first; where the alert itself went, people read of the problem there.
      const told = others.find((one) => one !== fallback && isUserId(one));
      if (told === undefined) return;
      const text = `Messages about budgets cannot be posted to ${channelName(channel)} (${refused.code}): ${remedy(refused.code)}`;
      await enqueue(tx, {
        key: `problem/${channel}/${refused.code}/${tx.now}`,
        kind: "post",
        channel: told,
        payload: JSON.stringify({ text }),
      });
    });
  }
}

function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

function failed(error: string): Delivery {
  return { kind: "failed", error, uncertain: false };
}

/** What helps against an error of a channel. */
export function remedy(code: string): string {
  switch (code) {
    case "not_in_channel":
      return "invite the bot there with `/invite`.";
    case "is_archived":
      return "unarchive it, or give the budget another channel.";
    case "channel_not_found":
      return "it does not exist or is private: invite the bot, or give the budget another channel.";
    default:
      return "give the budget another channel, or let the bot post there.";
  }
}

function channelName(channel: string): string {
  return isChannelId(channel) ? `<#${channel}>` : `#${channel.replace(/^#/, "")}`;
}

/** Whether a worker of this machine runs no more. One whose number this process has now is gone, as after a container's restart. */
function isGone(worker: string): boolean {
  const [host = "", pid = ""] = worker.split(":");
  if (host !== hostname()) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
