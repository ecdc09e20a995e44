/** Whether an input names an address rather than a file. */
export function isAddress(named: string): boolean {
  return /^https?:\/\//i.test(named);
}

/** The address of one of the bot's endpoints, where its own address is given; any other is left as it is. */
export function botAddress(named: string, endpoint: string): string {
  const url = URL.parse(named);
  if (url?.pathname !== "/") return named;
  url.pathname = endpoint;
  return url.href;
}
