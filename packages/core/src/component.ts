/**
 * What a price is quoted for. Token components are quoted in USD per 1M tokens; the others in USD per the `per` units
 * named here (calls per thousand, audio per hour, pages per thousand; sessions, minutes and GB-days one by one).
 */
export const COMPONENTS = {
  input: { per: 1_000_000, unit: "tokens" },
  cached_input: { per: 1_000_000, unit: "tokens" },
  /** Cache writes at the provider's default retention, and any retention that has no rate of its own. */
  cache_write: { per: 1_000_000, unit: "tokens" },
  cache_write_5m: { per: 1_000_000, unit: "tokens" },
  cache_write_30m: { per: 1_000_000, unit: "tokens" },
  cache_write_1h: { per: 1_000_000, unit: "tokens" },
  cache_write_12h: { per: 1_000_000, unit: "tokens" },
  input_audio: { per: 1_000_000, unit: "tokens" },
  cached_audio: { per: 1_000_000, unit: "tokens" },
  input_image: { per: 1_000_000, unit: "tokens" },
  cached_image: { per: 1_000_000, unit: "tokens" },
  input_video: { per: 1_000_000, unit: "tokens" },
  cached_video: { per: 1_000_000, unit: "tokens" },
  output: { per: 1_000_000, unit: "tokens" },
  output_reasoning: { per: 1_000_000, unit: "tokens" },
  output_audio: { per: 1_000_000, unit: "tokens" },
  output_image: { per: 1_000_000, unit: "tokens" },
  output_video: { per: 1_000_000, unit: "tokens" },
  output_citation: { per: 1_000_000, unit: "tokens" },
  web_search: { per: 1_000, unit: "calls" },
  file_search: { per: 1_000, unit: "calls" },
  /** A fee per request, whatever its length. */
  request: { per: 1_000, unit: "calls" },
  text_message: { per: 1_000, unit: "messages" },
  code_session: { per: 1, unit: "sessions" },
  container_minute_1gb: { per: 1, unit: "minutes" },
  container_minute_4gb: { per: 1, unit: "minutes" },
  container_minute_64gb: { per: 1, unit: "minutes" },
  storage_gb_day: { per: 1, unit: "GB-days" },
  audio_second: { per: 3_600, unit: "seconds" },
  document_page: { per: 1_000, unit: "pages" },
  annotated_page: { per: 1_000, unit: "pages" },
} as const satisfies Record<string, { per: number; unit: string }>;

export type Component = keyof typeof COMPONENTS;

export const COMPONENT_NAMES = Object.keys(COMPONENTS) as readonly Component[];

export function isComponent(name: string): name is Component {
  return Object.hasOwn(COMPONENTS, name);
}

/** Whether batch, flex and the other tiers change this component's price: tokens yes, fees and storage no. */
export function isTokenComponent(component: Component): boolean {
  return COMPONENTS[component].unit === "tokens";
}
