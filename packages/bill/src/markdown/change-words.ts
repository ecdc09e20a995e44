import type { ReportChange } from "../report.ts";
import { cellCode, prose } from "./escape.ts";

/** What changed, in Markdown for a table: "model `a` → `b`". */
export function changeWords(change: ReportChange): string {
  const { before, after, kind } = change;
  switch (kind) {
    case "model":
      return `model ${modelOf(before)} → ${modelOf(after)}`;
    case "limit":
      return `output cap ${capOf(before)} → ${capOf(after)}${forModel(change)}`;
    case "tier":
      return `tier ${tierOf(before)} → ${tierOf(after)}${forModel(change)}`;
    case "prompt":
      return change.sdk === "setting"
        ? `limit on the prompt`
        : `prompt ${tokensOf(before)} → ${tokensOf(after)} constant tokens${forModel(change)}`;
    case "tool":
      return `tools ${toolsOf(before)} → ${toolsOf(after)}${forModel(change)}`;
    case "call-added":
      return `new call of ${modelOf(after)}${capWords(after)}`;
    case "call-removed":
      return `call of ${modelOf(before)} removed`;
    default:
      return kind satisfies never;
  }
}

type Side = ReportChange["before"];

function modelOf(side: Side): string {
  if (side === null) return "none";
  return side.model === null ? "*unresolved*" : cellCode(side.model, 80);
}

function forModel({ after }: ReportChange): string {
  return after?.model == null ? "" : ` (${cellCode(after.model, 80)})`;
}

function capOf(side: Side): string {
  return side?.max_output_tokens == null ? "none" : side.max_output_tokens.toLocaleString("en-US");
}

function capWords(side: Side): string {
  return side?.max_output_tokens == null ? "" : `, output cap ${capOf(side)}`;
}

function tierOf(side: Side): string {
  return prose(side?.service_tier ?? "standard", 40);
}

function tokensOf(side: Side): string {
  return (side?.input_tokens.static ?? 0).toLocaleString("en-US");
}

const MOST_TOOLS = 8;

function toolsOf(side: Side): string {
  if (side === null || side.tools.length === 0) return "none";
  const rest = side.tools.length - MOST_TOOLS;
  const shown = side.tools.slice(0, MOST_TOOLS).map((tool) => cellCode(tool, 60));
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
