import type { AlertFacts, Budget, BudgetReport, Digest, MessageView, NoticeFacts, NoticeKind } from "@runrate/budgets";
import { budgetStatus, parseUsd, periodAt } from "@runrate/core";
import { checkBlocks } from "@runrate/slack-sandbox";
import { expect, test } from "vitest";
import { renderAlert, renderReply } from "../src/alerts/render-alert.ts";
import { renderDigest } from "../src/alerts/render-digest.ts";
import { renderNotice } from "../src/alerts/render-notice.ts";
import { raiseModal } from "../src/alerts/raise-modal.ts";
import type { Outgoing } from "../src/bot.ts";
import { budgetModal } from "../src/budgets/budget-modal.ts";
import { renderBudget, renderBudgetList, renderDryRun, renderHistory } from "../src/budgets/render-budget.ts";

const NOW = Date.UTC(2026, 10, 24, 12);
const november = periodAt("month", NOW, "Europe/Berlin");

const budget: Budget = {
  id: "7",
  name: "search & *friends*",
  origin: "slack",
  revision: 2,
  createdAt: Date.UTC(2026, 9, 1),
  createdBy: "U1",
  terms: {
    scope: [{ dimension: "project", values: ["search-*", "docs <b>"] }],
    period: "month",
    zone: "Europe/Berlin",
    amount: { kind: "usd", usd: parseUsd("500") },
    thresholds: { actual: ["50", "80", "100"], forecast: ["100"] },
    channel: "C1",
    owner: "U2",
  },
};

const units = (usd: string) => parseUsd(usd).toString();

const facts: AlertFacts = {
  key: "7/2/2026-10-31T23:00:00.000Z/actual/100",
  kind: "reply",
  basis: "actual",
  percent: "100",
  passed: ["80"],
  broadcast: true,
  wasForetold: true,
  isTest: false,
  budget: {
    id: "7",
    name: budget.name,
    revision: 2,
    scope: "project:search-*",
    period: "month",
    zone: "Europe/Berlin",
    owner: "U2",
  },
  measure: "usd",
  limit: units("500"),
  spent: units("520.5"),
  periodFrom: november.from,
  periodTo: november.to,
  crossed: { at: Date.UTC(2026, 10, 24, 11, 59, 1, 234), record: "resp_<1>", running: units("500.01") },
  forecast: { total: units("640"), low: units("600"), high: units("700.25") },
  drivers: {
    dimension: "project",
    top: [
      { name: "search-eu", units: units("420.5"), earlier: units("200") },
      { name: "docs <b>", units: units("100"), earlier: "0" },
    ],
  },
  help: ["batch: about $120.00 a month; 40.0% of the calls of gpt-4o could wait"],
  unpriced: { requests: "3", models: ["mystery"] },
  at: NOW,
};

const view: MessageView = {
  budget,
  period: november,
  status: budgetStatus(parseUsd("520.5"), parseUsd("500")),
  spend: { units: parseUsd("520.5"), unpricedRequests: 3n, unpricedModels: ["mystery"] },
  alerts: ["50", "80", "100"].map((percent, index) => ({
    revision: 2,
    basis: "actual",
    percent,
    told: index === 1 ? "passed" : "message",
    channel: "C1",
    crossedAt: Date.UTC(2026, 10, 10 + index * 7, 9),
    recordId: `r${index}`,
    running: parseUsd("1"),
    createdAt: NOW,
  })),
  state: {
    period: november,
    revision: 2,
    hasMessage: true,
    message: { channel: "C1", ts: "1.2" },
    isResolved: false,
    resolution: null,
    watches: [],
    acknowledged: { by: "U1", at: NOW },
    snoozed: { by: "U2", until: NOW + 3_600_000 },
  },
  facts,
  opening: null,
  isRepeat: false,
  isOver: false,
};

const report: BudgetReport = {
  terms: budget.terms,
  period: november,
  status: view.status,
  thresholds: [],
  spend: view.spend,
  forecast: {
    kind: "forecast",
    method: "daily-pattern",
    reason: null,
    spent: parseUsd("520.5"),
    total: parseUsd("640"),
    interval: { low: parseUsd("600"), high: parseUsd("700.25") },
    rest: [],
    runRate: parseUsd("655"),
    daysOfData: 56,
  },
};

const digest: Digest = {
  period: periodAt("day", Date.UTC(2026, 10, 23, 12), "Europe/Berlin"),
  usd: parseUsd("42.5"),
  earlierUsd: parseUsd("40"),
  requests: 12_345n,
  unpricedRequests: 2n,
  dimension: "project",
  top: [
    { name: "search-eu", usd: parseUsd("30"), earlierUsd: parseUsd("35") },
    { name: "docs <b>", usd: parseUsd("12.5"), earlierUsd: parseUsd("0") },
  ],
  days: Array.from({ length: 14 }, (_, index) => ({ day: `2026-11-${index + 10}`, usd: parseUsd(String(30 + index)) })),
  monthUsd: parseUsd("520.5"),
  forecast: report.forecast,
  budgets: [{ budget, report }],
  dataThrough: Date.UTC(2026, 10, 24, 5),
};

const notice = (kind: NoticeKind, given: Partial<NoticeFacts> = {}): NoticeFacts => ({
  kind,
  title: `A title about gpt-<4o> & *others*`,
  lines: ["one fact about a_b", "`runrate reconcile --month 2026-11` says where and why"],
  why: "it is watched",
  ...given,
});

const plainSending = { isRepeat: false };

const MESSAGES: Readonly<Record<string, Outgoing>> = {
  "alert-open": renderAlert(view, plainSending),
  "alert-fresh": renderAlert({ ...view, state: { ...view.state, acknowledged: null, snoozed: null } }, plainSending),
  "alert-resolved": renderAlert(
    {
      ...view,
      status: budgetStatus(parseUsd("520.5"), parseUsd("900")),
      state: { ...view.state, isResolved: true, resolution: "raised", snoozed: null },
    },
    plainSending,
  ),
  "alert-over": renderAlert({ ...view, isOver: true }, plainSending),
  "alert-moved": renderAlert(view, { isRepeat: true, redirected: { channel: "C9", code: "is_archived" } }),
  "reply-100": renderReply(facts, plainSending),
  "reply-forecast": renderReply({ ...facts, basis: "forecast", crossed: null, passed: [] }, plainSending),
  "reply-late": renderReply({ ...facts, kind: "late", wasForetold: false }, plainSending),
  "reply-repeat": renderReply(facts, { isRepeat: true }),
  "reply-tokens": renderReply(
    { ...facts, measure: "tokens", limit: "500000", spent: "520500", drivers: { dimension: "model", top: [] } },
    plainSending,
  ),
  "reply-test": renderReply({ ...facts, isTest: true, crossed: null }, plainSending),
  "notice-anomaly": renderNotice(notice("anomaly", { expects: "project:search" }), {
    key: "anomaly/project:search/2026-11-24",
    expected: "<@U1> until 1 Dec 2026, 12:00 (UTC)",
  }),
  "notice-drift": renderNotice(notice("drift"), {
    key: "drift/2026-11",
    acknowledged: "<@U1>, 24 Nov 2026, 05:00 (UTC)",
  }),
  "notice-snoozed": renderNotice(notice("stale-source"), {
    key: "stale/http/openai/1795521600000",
    snoozed: "<@U2> until 25 Nov 2026, 05:00 (UTC)",
  }),
  digest: renderDigest(digest, "project:search-*"),
  "digest-empty": renderDigest(
    {
      ...digest,
      usd: parseUsd("0"),
      earlierUsd: parseUsd("0"),
      top: [],
      days: [],
      budgets: [],
      forecast: { kind: "no-data", reason: "" },
    },
    "everything",
  ),
  "budget-set": renderBudget(budget, report, "Budget set."),
  "budget-list": renderBudgetList([{ budget, report }]),
  "budget-dry-run": renderDryRun(budget.terms, {
    from: NOW - 90 * 86_400_000,
    to: NOW,
    alerts: [{ at: Date.UTC(2026, 9, 20, 8), periodStart: Date.UTC(2026, 9, 1), basis: "forecast", percent: "100" }],
    periods: [{ period: november, spent: parseUsd("520.5") }],
  }),
  "budget-history": renderHistory(budget, [
    {
      revision: 1,
      at: NOW - 86_400_000,
      actor: "U1",
      reason: null,
      terms: { ...budget.terms, amount: { kind: "usd", usd: parseUsd("400") } },
    },
    { revision: 2, at: NOW, actor: "U2", reason: "we <launched>", terms: budget.terms },
  ]),
};

test.each(Object.entries(MESSAGES))("%s reads as its golden file, within Slack's limits", async (name, message) => {
  const blocks = JSON.parse(JSON.stringify(message.blocks));
  expect(checkBlocks(blocks, "message", { charts: true, tables: true })).toEqual({ kind: "fits" });
  await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(`golden/alerts/${name}.json`);
});

test.each([
  ["raise", raiseModal(budget)],
  ["new", budgetModal(null, "C1")],
  ["edit", budgetModal(budget, "C1")],
])("the form %s reads as its golden file, within Slack's limits", async (name, modal) => {
  expect(checkBlocks(JSON.parse(JSON.stringify(modal.blocks)), "modal", { charts: true, tables: true })).toEqual({
    kind: "fits",
  });
  await expect(`${JSON.stringify(modal, undefined, 2)}\n`).toMatchFileSnapshot(`golden/alerts/form-${name}.json`);
});

test("names without end and without mercy stay within Slack's limits", () => {
  const long = "x".repeat(5_000);
  const worst = {
    ...facts,
    help: [long, long, long],
    drivers: { dimension: "project", top: [1, 2, 3].map(() => ({ name: long, units: "1", earlier: "1" })) },
  };
  const named = { ...budget, name: long };
  for (const message of [
    renderReply({ ...worst, budget: { ...facts.budget, name: long } }, plainSending),
    renderAlert({ ...view, budget: named, facts: worst }, plainSending),
    renderBudget(named, report),
    renderBudgetList(Array.from({ length: 150 }, () => ({ budget: named, report }))),
    renderNotice(notice("unpriced", { title: long, lines: Array.from({ length: 12 }, () => long) }), { key: long }),
    renderDigest({ ...digest, top: digest.top.map((one) => ({ ...one, name: long })) }, long),
  ]) {
    const blocks = JSON.parse(JSON.stringify(message.blocks));
    expect(checkBlocks(blocks, "message", { charts: true, tables: true })).toEqual({ kind: "fits" });
    expect(message.text.length).toBeLessThan(4_000);
  }
});
