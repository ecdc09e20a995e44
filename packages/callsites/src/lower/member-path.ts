import type { Expression } from "../module/expression.ts";

/** `root.a["b"]` as its parts, or null where the path is not plain names and constant keys. */
export function memberPath(expression: Expression): { readonly root: string; readonly keys: string[] } | null {
  const keys: string[] = [];
  let at = expression;
  while (at.kind !== "name") {
    if (at.kind === "member") keys.unshift(at.property);
    else if (at.kind === "index" && at.index.kind === "literal") keys.unshift(String(at.index.value));
    else return null;
    at = at.object;
  }
  return { root: at.name, keys };
}

/** Last name of what is called: `create` of `client.messages.create`. */
export function calleeName(callee: Expression): string {
  if (callee.kind === "member") return callee.property;
  if (callee.kind === "name") return callee.name;
  if (callee.kind === "call") return calleeName(callee.callee);
  return "";
}
