/**
 * Sets a tag. Assignment alone loses one that is called `__proto__`: it would set what the object inherits from.
 *
 * @param tags is changed
 */
export function putTag(tags: Record<string, string>, name: string, value: string): void {
  if (name === "__proto__") {
    Object.defineProperty(tags, name, { value, enumerable: true, configurable: true, writable: true });
  } else tags[name] = value;
}
