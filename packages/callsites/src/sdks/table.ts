import { AI_SDK } from "./ai-sdk.ts";
import { ANTHROPIC } from "./anthropic.ts";
import { FRAMEWORKS } from "./frameworks.ts";
import { GOOGLE } from "./google.ts";
import { LANGCHAIN } from "./langchain.ts";
import { LITELLM } from "./litellm.ts";
import { OPENAI } from "./openai.ts";
import type { SdkOperation } from "./operation.ts";
import { OTHER_PROVIDERS } from "./other-providers.ts";

/** Every operation that is known, the more specific ones of a name first. */
export const SDK_OPERATIONS: readonly SdkOperation[] = [
  ...ANTHROPIC,
  ...OPENAI,
  ...AI_SDK,
  ...GOOGLE,
  ...LITELLM,
  ...LANGCHAIN,
  ...FRAMEWORKS,
  ...OTHER_PROVIDERS,
];

/** Last names of all calls of the table: a call with another last name needs no look at its object. */
export const LAST_NAMES: ReadonlySet<string> = new Set(
  SDK_OPERATIONS.flatMap(({ callees }) => callees.map((callee) => callee.slice(callee.lastIndexOf(".") + 1))),
);

/** The operation that a resolved callee stands for; null where the table has none. */
export function findOperation(
  packageName: string | null,
  trail: string,
  hasArgument: (path: string) => boolean,
): SdkOperation | null {
  const names = trail.replaceAll("()", "").replaceAll("[]", "");
  let best: { readonly operation: SdkOperation; readonly length: number } | null = null;
  for (const operation of SDK_OPERATIONS) {
    for (const callee of operation.callees) {
      if (best !== null && callee.length <= best.length) continue;
      const isKnown = packageName !== null && operation.packages.some((pattern) => fits(pattern, packageName));
      if (!isCallee(names, callee, isKnown)) continue;
      if (!isKnown) {
        if (!operation.anyReceiver || !callee.startsWith(".")) continue;
        if (operation.needs !== undefined && !operation.needs.some(hasArgument)) continue;
      }
      best = { operation, length: callee.length };
    }
  }
  return best?.operation ?? null;
}

/** A method's last names, or a function's or class's whole name (`module.Name` too). A package may be the client itself. */
function isCallee(names: string, callee: string, isKnown: boolean): boolean {
  if (callee.startsWith(".")) return names.endsWith(callee) || (isKnown && names === callee.slice(1));
  return names === callee || names.endsWith(`.${callee}`);
}

function fits(pattern: string, packageName: string): boolean {
  return pattern.endsWith("*") ? packageName.startsWith(pattern.slice(0, -1)) : packageName === pattern;
}
