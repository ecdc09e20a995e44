/**
 * What a process remembered of the ledger is no longer so, and the transaction that rested on it must be done anew: another one has
 * taken old records away, or made a month. Never leaves the store.
 */
export class StaleBelief extends Error {}
