/** One value of a settings file, with the keys that lead to it. */
export interface SettingsEntry {
  readonly path: string;
  readonly keys: readonly string[];
  readonly value: string | number | boolean | null;
  readonly line: number;
}
