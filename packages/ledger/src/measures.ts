/**
 * The summed columns of a roll-up, in the order in which a delta carries them.
 * This file imports nothing: SQLite's threads, which start with the bot, load it.
 */
export const MEASURES = [
  "requests",
  "input_tokens",
  "cached_input_tokens",
  "cache_write_tokens",
  "output_tokens",
  "reasoning_tokens",
  "usd_micro",
  "usd_pico",
  "low_gap_micro",
  "low_gap_pico",
  "high_gap_micro",
  "high_gap_pico",
] as const;
