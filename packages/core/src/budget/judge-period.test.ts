import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thresholdUnits } from "./budget.ts";
import type { ForecastWatch } from "./forecast-watch.ts";
import {
  judgePeriod,
  NOTHING_TOLD,
  rememberStep,
  type PeriodFacts,
  type PeriodMemory,
  type PeriodStep,
} from "./judge-period.ts";

const facts = (spent: bigint, given: Partial<PeriodFacts> = {}): PeriodFacts => ({
  revision: 1,
  limit: 100n,
  thresholds: { actual: ["50", "80", "100"], forecast: ["100"] },
  spent,
  isLate: false,
  watches: [],
  ...given,
});

/** Plays facts one after another; answers each step and what is remembered at the end. */
function play(...seen: readonly PeriodFacts[]): {
  readonly steps: readonly PeriodStep[];
  readonly memory: PeriodMemory;
} {
  let memory: PeriodMemory = NOTHING_TOLD;
  const steps = seen.map((one) => {
    const step = judgePeriod(memory, one);
    memory = rememberStep(memory, step, one.revision);
    return step;
  });
  return { steps, memory };
}

const told = ({ messages }: PeriodStep) =>
  messages.map(({ kind, basis, percent, broadcast }) => `${kind} ${basis} ${percent}${broadcast ? " broadcast" : ""}`);
const above: ForecastWatch = { percent: "100", hour: 0, streak: 2, isAbove: true };
const clear: ForecastWatch = { percent: "100", hour: 0, streak: 0, isAbove: false };

describe("spend that rises", () => {
  test("opens one message and replies in its thread; the reply at 100 % is broadcast", () => {
    const { steps } = play(facts(49n), facts(50n), facts(79n), facts(80n), facts(100n), facts(500n));
    expect(steps.map(told)).toEqual([
      [],
      ["open actual 50"],
      [],
      ["reply actual 80"],
      ["reply actual 100 broadcast"],
      [],
    ]);
  });

  test("over several thresholds in one step tells the highest, and the lower ones count as passed", () => {
    const { steps, memory } = play(facts(85n), facts(86n));
    expect(steps.map(told)).toEqual([["open actual 80"], []]);
    expect(memory.alerts.map(({ percent, told: how }) => [percent, how])).toEqual([
      ["50", "passed"],
      ["80", "message"],
    ]);
  });

  test("is broadcast once when thresholds go on past 100 %", () => {
    const thresholds = { actual: ["80", "110", "150"], forecast: [] };
    const { steps } = play(...[80n, 110n, 150n].map((spent) => facts(spent, { thresholds })));
    expect(steps.map(told)).toEqual([["open actual 80"], ["reply actual 110 broadcast"], ["reply actual 150"]]);
  });
});

describe("spend that falls and returns", () => {
  test("is told as an edit of the message, never as another alert", () => {
    const { steps } = play(facts(81n), facts(79n), facts(78n), facts(81n), facts(82n));
    expect(steps.map(told)).toEqual([["open actual 80"], [], [], [], []]);
    expect(steps.map(({ change }) => change)).toEqual([null, "corrected", null, "returned", null]);
  });
});

describe("a budget that is changed", () => {
  test("and raised resolves its message, and tells of the new amount's thresholds as they are reached", () => {
    const raised = { revision: 2, limit: 200n };
    const { steps } = play(facts(105n), facts(105n, raised), facts(160n, raised), facts(200n, raised));
    expect(steps.map(told)).toEqual([["open actual 100"], [], ["reply actual 80"], ["reply actual 100 broadcast"]]);
    expect(steps[1]?.change).toBe("raised");
    expect(steps[1]?.alerts).toEqual([{ revision: 2, basis: "actual", percent: "50", told: "passed" }]);
  });

  test("and lowered tells at once what is higher than the channel knows", () => {
    const { steps } = play(facts(55n), facts(55n, { revision: 2, limit: 60n }));
    expect(steps.map(told)).toEqual([["open actual 50"], ["reply actual 80"]]);
  });

  test("without effect on what is known tells nothing", () => {
    const { steps } = play(facts(85n), facts(85n, { revision: 2 }), facts(86n, { revision: 2 }));
    expect(steps.map(told)).toEqual([["open actual 80"], [], []]);
  });

  test("to another channel tells that one", () => {
    const { memory } = play(facts(85n));
    const elsewhere: PeriodMemory = {
      ...memory,
      alerts: memory.alerts.map((alert) => ({ ...alert, here: false })),
      hasMessage: false,
    };
    expect(told(judgePeriod(elsewhere, facts(85n, { revision: 2 })))).toEqual(["open actual 80"]);
  });
});

describe("a forecast", () => {
  test("is told once per period and threshold, and its clearing is an edit", () => {
    const at = (watch: ForecastWatch) => facts(10n, { watches: [watch] });
    const { steps } = play(at(clear), at(above), at(above), at(clear), at(above));
    expect(steps.map(told)).toEqual([[], ["open forecast 100"], [], [], []]);
    expect(steps.map(({ change }) => change)).toEqual([null, null, null, "corrected", "returned"]);
  });

  test("that comes true is broadcast", () => {
    const thresholds = { actual: ["50", "80", "90"], forecast: ["90"] };
    const watches = [{ ...above, percent: "90" }];
    const { steps } = play(facts(10n, { thresholds, watches }), facts(55n, { thresholds }), facts(91n, { thresholds }));
    expect(steps.map(told)).toEqual([["open forecast 90"], ["reply actual 50"], ["reply actual 90 broadcast"]]);
    expect(steps[2]?.messages[0]?.wasForetold).toBe(true);
  });

  test("of what has happened is not told", () => {
    expect(play(facts(101n, { watches: [above] })).steps.map(told)).toEqual([["open actual 100"]]);
  });

  test("beside a lower threshold of what was spent is a reply in the thread that the other opens", () => {
    expect(play(facts(51n, { watches: [above] })).steps.map(told)).toEqual([["open actual 50", "reply forecast 100"]]);
  });

  test("is told again after a raise that cleared it, not after a change that did not", () => {
    const revised = { revision: 2, limit: 120n };
    const kept = play(facts(10n, { watches: [above] }), facts(10n, { ...revised, watches: [above] }));
    expect(kept.steps.map(told)).toEqual([["open forecast 100"], []]);
    const cleared = play(
      facts(10n, { watches: [above] }),
      facts(10n, { ...revised, watches: [clear] }),
      facts(10n, { ...revised, watches: [above] }),
    );
    expect(cleared.steps.map(told)).toEqual([["open forecast 100"], [], ["reply forecast 100"]]);
    expect(cleared.steps[1]?.change).toBe("raised");
  });
});

describe("usage that comes after its period has closed", () => {
  test("is a late reply in the thread, at no threshold twice", () => {
    const late = (spent: bigint) => facts(spent, { isLate: true });
    const { steps, memory } = play(facts(55n), late(85n), late(85n), late(101n));
    expect(steps.map(told)).toEqual([["open actual 50"], ["late actual 80"], [], ["late actual 100"]]);
    expect(memory.alerts.map(({ told: how }) => how)).toEqual(["message", "late", "late"]);
  });

  test("opens nothing", () => {
    const { steps, memory } = play(facts(10n), facts(500n, { isLate: true, watches: [above] }));
    expect(steps.map(told)).toEqual([[], []]);
    expect(memory.alerts).toEqual([]);
  });
});

const cents = fc.bigInt({ min: 0n, max: 40n });
const thresholdList = fc.uniqueArray(fc.integer({ min: 1, max: 200 }).map(String), { minLength: 1, maxLength: 6 });

/** A stream of records, cut into batches; duplicates are records that a batch holds again. */
const stream = fc.array(fc.record({ id: fc.integer({ min: 0, max: 30 }), units: cents }), { maxLength: 40 });
const cuts = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });

/** What is told when records arrive in this order and are evaluated after each cut; a repeated id counts once. */
function deliver(
  records: readonly { readonly id: number; readonly units: bigint }[],
  at: readonly number[],
  thresholds: readonly string[],
): { readonly memory: PeriodMemory; readonly steps: readonly PeriodStep[] } {
  const stored = new Map<number, bigint>();
  const seen: PeriodFacts[] = [];
  for (const [index, { id, units }] of records.entries()) {
    if (!stored.has(id)) stored.set(id, units);
    if (at.includes(index) || index === records.length - 1) {
      const spent = [...stored.values()].reduce((sum, one) => sum + one, 0n);
      seen.push(
        facts(spent, { thresholds: { actual: [...thresholds].sort((a, b) => Number(a) - Number(b)), forecast: [] } }),
      );
    }
  }
  return play(...seen);
}

describe("whatever the order", () => {
  test("the same stream with duplicates, in another order, in other steps, ends in the same alerts", () => {
    // The first of two records with one id is kept, so the two orders must agree on what it says.
    const consistent = stream.map((records) => {
      const first = new Map<number, bigint>();
      for (const { id, units } of records) if (!first.has(id)) first.set(id, units);
      return records.map(({ id }) => ({ id, units: first.get(id) ?? 0n }));
    });
    fc.assert(
      fc.property(
        consistent.chain((records) =>
          fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
        ),
        cuts,
        cuts,
        thresholdList,
        ([records, shuffled], first, second, thresholds) => {
          const names = ({ memory }: ReturnType<typeof deliver>) =>
            memory.alerts.map(({ percent }) => Number(percent)).sort();
          const one = deliver(records, first, thresholds);
          const other = deliver([...shuffled, ...records], second, thresholds);
          expect(names(other)).toEqual(names(one));
          const spent = [...new Map(records.map(({ id, units }) => [id, units])).values()].reduce(
            (sum, n) => sum + n,
            0n,
          );
          const reached = thresholds.filter((percent) => records.length > 0 && spent >= thresholdUnits(100n, percent));
          expect(names(one)).toEqual(reached.map(Number).sort());
        },
      ),
    );
  });

  test("each message is about a higher threshold than the one before, and only the first opens", () => {
    fc.assert(
      fc.property(stream, cuts, thresholdList, (records, at, thresholds) => {
        const messages = deliver(records, at, thresholds).steps.flatMap((step) => step.messages);
        const percents = messages.map(({ percent }) => Number(percent));
        expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
        expect(messages.map(({ kind }) => kind === "open")).toEqual(messages.map((_, index) => index === 0));
        expect(messages.filter(({ broadcast }) => broadcast).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("spend that fell while the forecast stays above is not resolved", () => {
    // The 100 % of actual were told and taken back; then a forecast of 100 % is told. Looking again says nothing else.
    const { memory, steps } = play(facts(100n), facts(0n, { watches: [above] }), facts(0n, { watches: [above] }));
    expect(steps.map(({ messages }) => messages.map(({ basis }) => basis))).toEqual([["actual"], ["forecast"], []]);
    expect(steps.at(-1)?.change).toBeNull();
    expect(memory.isResolved).toBe(false);
  });

  test("looking again at the same facts tells nothing more, whatever happened before", () => {
    const anyFacts = fc.record({
      revision: fc.integer({ min: 1, max: 4 }),
      limit: fc.bigInt({ min: 1n, max: 200n }),
      spent: fc.bigInt({ min: 0n, max: 300n }),
      isLate: fc.boolean(),
      watches: fc.constantFrom<ForecastWatch[][]>([], [above], [clear]),
    });
    fc.assert(
      fc.property(fc.array(anyFacts, { minLength: 1, maxLength: 12 }), (history) => {
        const ordered = history.toSorted((a, b) => a.revision - b.revision).map((one) => facts(one.spent, one));
        const last = ordered.at(-1);
        if (last === undefined) return;
        const { memory } = play(...ordered);
        const again = judgePeriod(memory, last);
        expect(again.messages).toEqual([]);
        expect(again.alerts).toEqual([]);
        expect(again.change).toBeNull();
        const identities = memory.alerts.map(({ revision, basis, percent }) => `${revision} ${basis} ${percent}`);
        expect(new Set(identities).size).toBe(identities.length);
      }),
    );
  });
});
