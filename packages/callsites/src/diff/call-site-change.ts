import type { CallChange, Direction } from "@runrate/core";
import type { Location } from "../resolve/value.ts";
import type { CallSite, Origin } from "../scan/call-site.ts";

export type ChangeKind = "model" | "limit" | "tier" | "prompt" | "tool" | "call-added" | "call-removed";

/** All values of a call on one side of a change. */
export interface CallValues {
  /** The model that the change is about, else the likeliest one; null where it is not known. */
  readonly model: string | null;
  /** Everything the model can be, where a condition decides at run time. */
  readonly models: readonly string[];
  /** Null where the call sets no cap, or one that is not known. */
  readonly maxOutputTokens: number | null;
  readonly serviceTier: string | null;
  /** Tokens of the constant part of the prompt, and whether more is put in at run time. */
  readonly inputTokens: { readonly static: number; readonly dynamic: boolean };
  readonly tools: readonly string[];
}

/** One difference between two trees that moves what a call costs. */
export interface CallSiteChange {
  readonly kind: ChangeKind;
  readonly path: string;
  readonly line: number;
  /** Null where the call was not there. */
  readonly pathBefore: string | null;
  readonly lineBefore: number | null;
  /** Where the changed value stands. */
  readonly valueAt: Location | null;
  readonly sdk: string;
  readonly within: string;
  readonly before: CallValues | null;
  readonly after: CallValues | null;
  /** Which way this change moves the bill, all else equal. */
  readonly direction: Direction;
  readonly origin: Origin;
  /** Why a value is not known, where it is not. */
  readonly reason: string | null;
  /** The call on both sides, for an estimate. */
  readonly call: CallChange;
  /** The site on either side; null for a setting whose call was not found. */
  readonly site: CallSite | null;
  /** The site as it was; null for a call that was added, and for a setting. */
  readonly siteBefore: CallSite | null;
}
