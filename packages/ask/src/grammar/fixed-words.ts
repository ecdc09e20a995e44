import type { Reading } from "./reading.ts";

/** Takes "fixed costs", "subscriptions", "how much do the seats cost". */
export const readFixed: Reading = (words) =>
  words.takePhrase(
    "fixed|recurring ?monthly ?cost|costs|fees",
    "subscription|subscriptions",
    "seat|seats|licences|licenses",
  ) < 0
    ? undefined
    : { kind: "fixed" };
