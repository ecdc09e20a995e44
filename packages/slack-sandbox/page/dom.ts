export type Child = Node | string | undefined | false;
type Handler = (event: Event) => void;
export type Properties = Readonly<Record<string, string | number | boolean | undefined | Handler>>;

/** An element with attributes, `on…` listeners and children. Strings become text, so nothing from outside is ever markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** The element of that id in the page's own markup. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

let last = 0;
/** An id for `aria-…` references. */
export function freshId(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}
