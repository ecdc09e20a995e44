import type { QueryPeriod } from "../query.ts";
import { notUnderstood } from "./context.ts";
import type { Reading } from "./reading.ts";
import { refuseGroupings } from "./grouping-words.ts";
import { takeScope } from "./scope.ts";

const DEFAULT: QueryPeriod = { kind: "last", unit: "day", count: 30 };

/** Takes "optimise", "how can we save money", "reduce the cost of project search", "savings last month". */
export const readOptimise: Reading = (words, context) => {
  const asked =
    words.takePhrase(
      "optimise|optimize|optimising|optimizing|optimisation|optimization|optimisations|optimizations",
      "save|saving|savings|saves|saved",
      "reduce|cut|lower|shrink|trim|slash|bring|drive ?down",
      "recommend|recommendation|recommendations|advice|tips",
      "waste|wasted|wasting",
      "spend|pay|paying|spending less",
      "less expensive",
      "cheaper",
    ) >= 0;
  if (!asked) return undefined;
  words.takePhrase("opportunities|opportunity|potential|ideas|down|cheaper");
  words.takePhrase("save|saving|savings");
  // The answer has every way.
  words.takePhrase(
    "?with|from|by|through|on|using ?prompt routing|batch|batching|caching|compression|compressing|caps|capping",
  );
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const extra = refuseGroupings(scope, "savings", { buckets: 0, dimensions: 0 });
  if (extra !== undefined) return extra;
  const [period = DEFAULT, ...more] = scope.periods;
  if (more.length > 0) return notUnderstood("savings are looked for in one period", "savings last month");
  return { kind: "optimise", period, where: [...scope.where], zone: null };
};
