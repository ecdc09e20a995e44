import type { QueryAgainst, QueryPeriod } from "../query.ts";
import type { Reading } from "./reading.ts";
import { heldPeriods } from "./held-periods.ts";
import { firstDimension, refuseGroupings } from "./grouping-words.ts";
import { takeScope } from "./scope.ts";

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };

const UNITS = ["day", "week", "month", "quarter", "year"] as const;

const ASKING = [
  "why",
  "explain|explanation|explains|explained",
  "what|which|whats increased|decreased|dropped|fell|rose|grew|jumped",
  "what|which|whats ?has ?is ?s changed|happened|drove|drives|driving|caused|causes",
  "what is|s|are new",
  "what new",
  "driver|drivers ?of ?the ?change",
  "reason|reasons ?for",
  "cause|causes|causing",
  "biggest|largest|top|most increase|increases|changes|change|movers|mover|growth|rise|rises|drop|drops|decrease|decreases|fall|falls|jump|jumps",
  "movers",
  "grew|grown|increased|rose|decreased|dropped|fell|jumped ?the most|fastest",
  "whats|what driving|drives|behind",
  "what|which went|goes up|down",
  "whats|what ?is up with",
] as const;

/** What people say about a change; it carries no meaning beside the question itself. */
const CHANGE =
  "higher|lower|more|less|expensive|cheap|cheaper|dear|dearer|up|down|high|low|big|bigger|increase|increased|increases|increasing|" +
  "decrease|decreased|rise|rose|risen|rising|grow|grew|grown|growing|spike|spiked|jump|jumped|drop|dropped|fall|fell|change|" +
  "changed|changes|difference|go|going|goes|went|gone|suddenly|such|double|doubled|exploded|increment|behind|drove|driving|" +
  "happened|than|compared|different";

/** Takes "why", "why is this month higher than last", "what drove gpt-4o up this week", "why by project". */
export const readWhy: Reading = (words, context) => {
  if (words.takePhrase(...ASKING) < 0) return undefined;
  // "since last month" is this month against it, not all that has been since it began.
  const since = UNITS.find((unit) => words.takePhrase(`since|from|over ?the last|previous ${unit}`) >= 0);
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const extra = refuseGroupings(scope, "a change", { buckets: 0, dimensions: 1 });
  if (extra !== undefined) return extra;
  words.takeAll(CHANGE);
  const running: QueryPeriod = since === undefined ? THIS_MONTH : { kind: "unit", unit: since, back: 0 };
  const [period = running, second] = scope.periods;
  const against: QueryAgainst = scope.against ?? second ?? { kind: "previous" };
  const held = heldPeriods(period, against, context);
  if (held.kind === "not_understood") return held;
  return { ...held, kind: "why", where: [...scope.where], zone: null, by: firstDimension(scope.by) };
};
