/** Notices what of the work that is done in turn, one piece after the other, is at hand for too long. */
export interface FirstInLine<Name> {
  /** Does a piece of the work, which waits until those before it are done. */
  watched<T>(name: Name, work: () => Promise<T>): Promise<T>;
}

/** In ms. What was answered while this process itself stood still is read by then. */
const LAST_CHANCE_MS = 100;

/** Tells of a piece that is at hand for longer than the limit, in ms. */
export function watchFirstInLine<Name>(limitMs: number, tell: (name: Name) => void): FirstInLine<Name> {
  const line = new Set<{ readonly name: Name }>();
  const first = () => line.values().next().value;
  let timer: NodeJS.Timeout | undefined;

  function watch(): void {
    clearTimeout(timer);
    const atHand = first();
    if (atHand === undefined) return;
    const last = (): void => {
      if (first() === atHand) tell(atHand.name);
    };
    timer = setTimeout(() => {
      timer = setTimeout(last, LAST_CHANCE_MS);
    }, limitMs);
  }

  return {
    async watched(name, work) {
      const piece = { name };
      line.add(piece);
      if (line.size === 1) watch();
      try {
        return await work();
      } finally {
        const wasAtHand = first() === piece;
        line.delete(piece);
        if (wasAtHand) watch();
      }
    },
  };
}
