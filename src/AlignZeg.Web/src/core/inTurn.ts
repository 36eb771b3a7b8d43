/** Works on all of them, a few at a time, in their order. The first failure is the outcome: it ends the work that goes on and begins no other. */
export async function inTurn<T>(all: readonly T[], atATime: number, work: (one: T, at: number, signal: AbortSignal) => Promise<void>): Promise<void> {
  const ending = new AbortController();
  let next = 0;
  await Promise.all(Array.from({ length: atATime }, async () => {
    while (next < all.length && !ending.signal.aborted) {
      const at = next++;
      await work(all[at]!, at, ending.signal).catch((error: unknown) => ending.abort(error));
    }
  }));
  ending.signal.throwIfAborted();
}
