/** Where `manifest.json` is: what the app is created from in Slack, and what the sandbox grants. */
export const MANIFEST_FILE = new URL("../manifest.json", import.meta.url);
