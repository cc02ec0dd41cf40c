/** Ctrl-C, a polite end, and a terminal that was closed: unheard, each would end the process with the case open. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `act` at each of them, until the function it returns is called. */
export function onInterrupt(act: () => void): () => void {
  for (const signal of signals) process.on(signal, act);
  return () => {
    for (const signal of signals) process.off(signal, act);
  };
}
