import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

/** What `/metrics` counts. Labels come from closed lists, never from what people type. */
export interface Metrics {
  readonly registry: Registry;
  readonly questions: Counter<"kind" | "via">;
  readonly answerSeconds: Histogram;
  readonly requests: Counter<"path" | "status">;
  readonly repeats: Counter;
  readonly failures: Counter<"where">;
}

/** Metrics in a registry of their own, so that two bots in one process do not count into each other. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    questions: new Counter({
      name: "runrate_questions_total",
      help: "Questions answered, by kind of answer and where they were asked",
      labelNames: ["kind", "via"],
      registers,
    }),
    answerSeconds: new Histogram({
      name: "runrate_answer_seconds",
      help: "From a question's arrival to its answer",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    requests: new Counter({
      name: "runrate_http_requests_total",
      help: "HTTP requests, by path and status",
      labelNames: ["path", "status"],
      registers,
    }),
    repeats: new Counter({
      name: "runrate_repeated_deliveries_total",
      help: "Deliveries of Slack that had been seen before and were left without effect",
      registers,
    }),
    failures: new Counter({
      name: "runrate_failures_total",
      help: "Pieces of work that ended in an unexpected error",
      labelNames: ["where"],
      registers,
    }),
  };
}
