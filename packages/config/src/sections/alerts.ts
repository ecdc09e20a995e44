import type { PicoUsd } from "@runrate/core";
import { z } from "zod";
import { choice, decimal, section, text, timeOfDay, timeZone, usd } from "../fields.ts";
import { present } from "../present.ts";
import { selector, type Selector } from "./selector.ts";

/** A summary that is posted on a schedule. */
export interface DigestSettings {
  readonly channel: string;
  readonly every: "day" | "week";
  /** Weekly ones: the day. */
  readonly on: (typeof WEEKDAYS)[number];
  /** HH:MM in `timezone`. */
  readonly at: string;
  /** Absent: the file's `timezone`. */
  readonly timezone?: string;
  /** Empty: everything that the channel may see. */
  readonly scope: Selector;
}

/** When spend counts as out of the ordinary. Off until switched on. */
export interface AnomalySettings {
  readonly enabled: boolean;
  /** How many times the usual, as an exact decimal. */
  readonly ratio: string;
  /** And by how much at least. */
  readonly floorUsd: PicoUsd;
  readonly channel?: string;
}

export interface AlertSettings {
  /** Where alerts go whose channel or owner is gone, and what concerns the installation. */
  readonly adminChannel?: string;
  readonly digests: readonly DigestSettings[];
  readonly anomalies: AnomalySettings;
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const digest = section({
  channel: text("a Slack channel: its id or its name"),
  every: choice(["day", "week"], { daily: "day", weekly: "week" }),
  on: choice(WEEKDAYS).prefault("monday"),
  at: timeOfDay("a time of day").prefault("09:00"),
  timezone: timeZone().optional(),
  scope: selector.default([]),
}).transform((raw): DigestSettings => present(raw));

const anomalies = section({
  enabled: z.boolean().default(false),
  ratio: decimal("times the usual spend").prefault("2"),
  floor_usd: usd("dollars above the usual spend").prefault("10"),
  channel: text("a Slack channel: its id or its name").optional(),
}).transform((raw): AnomalySettings =>
  present({ enabled: raw.enabled, ratio: raw.ratio, floorUsd: raw.floor_usd, channel: raw.channel }),
);

export const alerts = section({
  admin_channel: text("a Slack channel: its id or its name").optional(),
  digests: z.array(digest).default([]),
  anomalies: anomalies.prefault({}),
}).transform((raw): AlertSettings =>
  present({ adminChannel: raw.admin_channel, digests: raw.digests, anomalies: raw.anomalies }),
);
