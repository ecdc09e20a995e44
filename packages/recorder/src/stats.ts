/** How a recorder is doing. Nothing is lost without being counted here. */
export interface RecorderStats {
  /** Calls whose usage was seen. */
  readonly seen: number;
  /** Calls whose usage could not be seen: raw responses, streams that were broken off, answers that state none. */
  readonly unseen: number;
  /** Waiting to be sent, or to be sent again. */
  readonly queued: number;
  /** Taken by the ledger, those that it already had included. */
  readonly delivered: number;
  /** Put into the spool at the end: the next start sends them. */
  readonly spooled: number;
  /** Given up because the queue was full, or because the end came before they could be sent. */
  readonly dropped: number;
  /** Refused by the ledger or its endpoint for good. */
  readonly rejected: number;
}
