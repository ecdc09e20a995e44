/** What a line of a provider's bill is about: a model or a service, and the part of it that is billed. */
export interface LineItem {
  /** The model as the bill spells it, or a service such as "web_search"; "(all)" for a line without an item. */
  readonly item: string;
  /** A component of prices ("input", "cached_input", "output" …), or the bill's own word where it is none of them. */
  readonly component: string;
}

/** The item of a bill that is not grouped by line item. */
export const WHOLE_BILL = "(all)";

const SERVICES: readonly (readonly [RegExp, LineItem])[] = [
  [/web search/, { item: "web_search", component: "web_search" }],
  [/file search/, { item: "file_search", component: "file_search" }],
  [/code interpreter|container/, { item: "code_interpreter", component: "code_session" }],
  [/vector store|storage/, { item: "vector_store", component: "storage_gb_day" }],
];

const COMPONENTS: readonly (readonly [RegExp, string])[] = [
  [/cache[ _-]?writ.*(12h|12 h)/, "cache_write_12h"],
  [/cache[ _-]?writ.*(1h|1 h)/, "cache_write_1h"],
  [/cache[ _-]?writ/, "cache_write"],
  [/cached.*audio|audio.*cached/, "cached_audio"],
  [/cached.*image|image.*cached/, "cached_image"],
  [/cached/, "cached_input"],
  [/audio.*(out)|out.*audio/, "output_audio"],
  [/audio/, "input_audio"],
  [/image.*(out)|out.*image/, "output_image"],
  [/image/, "input_image"],
  [/reasoning/, "output"],
  [/out/, "output"],
  [/in(put)?\b|input/, "input"],
];

/** Reads a line item such as "gpt-6-astra, input_tokens", "gpt-4o-2024-08-06, cached input" or "web search". */
export function readLineItem(text: string | undefined): LineItem {
  if (text === undefined || text.trim() === "") return { item: WHOLE_BILL, component: WHOLE_BILL };
  const lower = text.trim().toLowerCase().replaceAll("_", " ");
  const service = SERVICES.find(([pattern]) => pattern.test(lower));
  if (service) return service[1];
  const comma = text.lastIndexOf(",");
  if (comma <= 0) return { item: text.trim(), component: "" };
  const part = text.slice(comma + 1).trim();
  const words = part.toLowerCase().replaceAll("_", " ");
  const component = COMPONENTS.find(([pattern]) => pattern.test(words))?.[1] ?? part;
  return { item: text.slice(0, comma).trim(), component };
}

/** Whether a line of a bill is no use of anything: credits, commitments, refunds, taxes. */
export function isAdjustment(lineItem: string | undefined, isNegative: boolean): boolean {
  return isNegative || /credit|commit|adjust|refund|discount|\btax|\bvat\b|minimum|prepa/i.test(lineItem ?? "");
}
