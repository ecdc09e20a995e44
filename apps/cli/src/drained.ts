const EVENTS = ["drain", "close", "error"] as const;

/** Until the reader of a stream takes more, or has gone (`| head`). */
export function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of EVENTS) stream.removeListener(event, done);
      resolve();
    };
    for (const event of EVENTS) stream.once(event, done);
  });
}
