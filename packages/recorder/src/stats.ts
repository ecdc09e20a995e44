/** How a recorder is doing. Nothing is lost without being counted here. */
export interface RecorderStats {
  /** Calls whose usage was seen. */
  readonly seen: number;
  /** Calls whose usage could not be seen: raw responses, streams that were broken off. */
  readonly unseen: number;
  /** Waiting to be sent. */
  readonly queued: number;
  /** Taken by the ledger, those that it already had included. */
  readonly delivered: number;
  /** Given up because the queue was full. */
  readonly dropped: number;
  /** Refused by the ledger or its endpoint for good. */
  readonly rejected: number;
}
