import type { TextStyle, Terminal } from "./terminal.ts";

/** What can be said with every command. */
export interface GlobalOptions {
  /** A ledger URL. */
  readonly ledger?: string;
  /** Path of `runrate.yml`. */
  readonly config?: string;
  /** Path of a catalogue that replaces the bundled one. */
  readonly catalogue?: string;
  /** Path of a file of price overrides. */
  readonly overrides?: string;
  readonly json?: boolean;
}

/** What every command gets beside its own arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** The instant that counts as now, in milliseconds. */
  readonly now: number;
  /** For what goes on running: the machine's clock, or the instant that `--now` fixes. */
  readonly clock: () => number;
  /** The result is printed as JSON. */
  readonly json: boolean;
  readonly style: TextStyle;
  readonly options: GlobalOptions;
  /** The working folder. */
  readonly folder: string;
}
