/** `name (low thinking)`: code bases mark how a model is used behind its name. */
const MARK = /^(.*\S)\s+\(([^()]*)\)$/;

/** A model's name without such a mark. */
export function baseModel(name: string): string {
  return MARK.exec(name)?.[1] ?? name;
}

/** The mark behind a model's name, or the empty text. */
export function modelVariant(name: string): string {
  return MARK.exec(name)?.[2] ?? "";
}

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh"];

/** How much a model is told to think, from least to most; null where the mark says nothing about it. */
export function effortRank(variant: string): number | null {
  const rank = EFFORTS.findLastIndex((effort) => new RegExp(`\\b${effort}\\b`, "i").test(variant));
  return rank === -1 ? null : rank;
}
