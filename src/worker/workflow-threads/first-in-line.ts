import { watchLimit } from '../../threads/time-limit.ts';

/**
 * Has a thread do its work in turn, one piece after the other, and notices which is at hand for too long. Were the next piece
 * handed over before the last is answered, it could not be told which of the two holds the thread: the SDK lets others in
 * between a piece's end and its answer.
 */
export interface FirstInLine<Name> {
  /** Does a piece of the work, once those before it are done. */
  watched<T>(name: Name, work: () => Promise<T>): Promise<T>;
}

/** What the thread does the work with. */
export interface LineLimit {
  /** Time to be at hand before it is looked at, and then of the thread's own processor time, in ms. */
  readonly limitMs: number;
  /** The processor time that the thread has used since it began, in ms. */
  used(): Promise<number>;
}

/** A piece that uses no processor is given up after so many times the limit: on a busy host it may just have to wait. */
const PATIENCE = 6;

/**
 * Tells of a piece that does not come to an end. Nothing is asked of the thread before a piece has been at hand for the
 * limit, so what is well costs nothing; from then on its processor time counts, for a busy host lets everything wait.
 */
export function watchFirstInLine<Name>({ limitMs, used }: LineLimit, tell: (name: Name) => void): FirstInLine<Name> {
  let last: Promise<unknown> = Promise.resolve();

  /** Looks after the piece that is at hand; what is returned ends that. */
  function watch(name: Name): () => void {
    let endWatch: (() => void) | undefined;
    const timer = setTimeout(() => {
      const before = used();
      before.catch(() => undefined);
      const since = async (): Promise<number> => (await used()) - (await before);
      endWatch = watchLimit({ usedMs: limitMs, passedMs: PATIENCE * limitMs }, since, () => {
        tell(name);
      });
    }, limitMs);
    return () => {
      clearTimeout(timer);
      endWatch?.();
    };
  }

  return {
    async watched(name, work) {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      last = promise;
      await before;
      const endWatch = watch(name);
      try {
        return await work();
      } finally {
        endWatch();
        resolve(undefined);
      }
    },
  };
}
