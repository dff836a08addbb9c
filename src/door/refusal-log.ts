import type { DoorRefusal, RefusalKind } from '../domain/door/refusal.ts';

/** Where it is said that requests are refused. */
export interface RefusalLog {
  warn(context: object, message: string): void;
}

/** A request as the log tells of it. */
export interface RefusedRequest {
  readonly method?: string | undefined;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** A page can be refused a thousand times a second, and the log is for people: a line a kind in this time, in ms. */
const INTERVAL_MS = 60_000;

/** Says that requests are refused, and which: the first of each kind, and after that the first in a minute. */
export function saysRefusals(log: RefusalLog, now: () => number = () => performance.now()) {
  const said = new Map<RefusalKind, { at: number; unsaid: number }>();
  return ({ status, kind, detail }: DoorRefusal, { method, socket }: RefusedRequest): void => {
    const last = said.get(kind);
    if (last !== undefined && now() - last.at < INTERVAL_MS) {
      last.unsaid += 1;
      return;
    }
    said.set(kind, { at: now(), unsaid: 0 });
    log.warn(
      { method, status, from: socket.remoteAddress, refused_since_last: last?.unsaid ?? 0 },
      `a request was refused: ${detail}`,
    );
  };
}
