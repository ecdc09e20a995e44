import { addUsd, subtractUsd, toDecimal, type PicoUsd } from "@runrate/core";
import { csvCell } from "../export/export-csv.ts";
import type { ReconcileBridge, Reconciliation } from "./reconcile.ts";

/** A step of the way from list prices to the invoice. `sum` marks those that are the sum of what stands above. */
export interface BridgeStep {
  readonly label: string;
  readonly usd: PicoUsd;
  readonly sum: boolean;
}

/** The steps from list prices to what is to be paid, with what remains unexplained of an invoice's own amount, if that is given. */
export function bridgeSteps(bridge: ReconcileBridge, invoiced?: PicoUsd): readonly BridgeStep[] {
  const { list, discounts, computed, residual, billed, adjustments, invoice } = bridge;
  const steps = [
    { label: "usage at list prices", usd: list, sum: false },
    { label: "discounts and negotiated prices", usd: discounts, sum: false },
    { label: "computed", usd: computed, sum: true },
    { label: "residual", usd: residual, sum: false },
    { label: "billed for usage", usd: billed, sum: true },
    { label: "credits, commitments and adjustments", usd: adjustments, sum: false },
    { label: "bill", usd: invoice, sum: true },
  ];
  if (invoiced === undefined) return steps;
  return [
    ...steps,
    { label: "not on the costs API", usd: subtractUsd(invoiced, invoice), sum: false },
    { label: "invoice", usd: addUsd(invoice, subtractUsd(invoiced, invoice)), sum: true },
  ];
}

/** All lines of a reconciliation, then the bridge, as CSV. */
export function* reconciliationCsv(result: Reconciliation, invoiced?: PicoUsd): Generator<string> {
  yield "day,item,component,computed_usd,billed_usd,difference_usd,likely_cause";
  for (const { day, item, component, computed, billed, difference, cause } of result.lines) {
    // Amounts are numbers to a spreadsheet: a minus sign before digits is no formula.
    const amounts = [computed, billed, difference].map(toDecimal);
    yield [day, csvCell(item), csvCell(component), ...amounts, cause ?? ""].join(",");
  }
  for (const { label, usd } of bridgeSteps(result.bridge, invoiced))
    yield ["", csvCell(`bridge: ${label}`), "", "", "", toDecimal(usd), ""].join(",");
}
