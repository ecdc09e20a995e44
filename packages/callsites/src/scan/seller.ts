import type { Resolver } from "../resolve/resolver.ts";
import type { ExternalValue, UnknownValue } from "../resolve/value.ts";
import { sellerOf } from "../sdks/sellers.ts";
import { readArgument } from "./read-argument.ts";
import type { SpendingCall } from "./spending-call.ts";

const ADDRESSES = [
  "base_url",
  "baseURL",
  "baseUrl",
  "api_base",
  "basePath",
  "openai_api_base",
  "configuration.baseURL",
  "#0.basePath",
];

/** Who sells what a call buys, by the address that its client was given, or by the client's package; null where clients differ. */
export function sellerOfCall(resolver: Resolver, { url, callees }: SpendingCall): string | null {
  if (url !== null) return sellerOf(url);
  const [first = null, ...others] = callees.map((callee) => sellerOfClient(resolver, callee));
  return others.every((other) => other === first) ? first : null;
}

function sellerOfClient(resolver: Resolver, callee: ExternalValue | UnknownValue): string | null {
  for (let at: ExternalValue | UnknownValue | null = callee; at !== null; at = at.receiver) {
    if (at.call === null) continue;
    for (const path of ADDRESSES) {
      for (const value of readArgument(resolver, at.call, null, path) ?? []) {
        const seller = value.kind === "scalar" && typeof value.value === "string" ? sellerOf(value.value) : null;
        if (seller !== null) return seller;
      }
    }
  }
  return sellerOfPackage(callee);
}

/** Who sells what an object of a package stands for: `groq("llama…")`, `ChatGroq`. */
export function sellerOfPackage(value: ExternalValue | UnknownValue | null): string | null {
  if (value?.kind !== "external" || value.package === "global") return null;
  return sellerOf(value.package) ?? sellerOf(value.trail.replace(/\(\).*$/, ""));
}
