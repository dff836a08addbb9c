import { get } from 'node:http';

/** How long one look at a deployment may take, in ms. */
const PROBE_LIMIT_MS = 2_000;

/** What a deployment answered; healthy is any 2xx or 3xx status. */
export interface ProbeAnswer {
  readonly healthy: boolean;
  /** In words: "answered 503", "no answer (ECONNREFUSED)". */
  readonly says: string;
}

/** Asks a URL once, without following redirects, on a connection of its own; never rejects, an abort is no answer. */
export function probeUrl(url: string, signal?: AbortSignal, limitMs = PROBE_LIMIT_MS): Promise<ProbeAnswer> {
  const limit = AbortSignal.timeout(limitMs);
  return new Promise((resolve) => {
    const request = get(
      url,
      { agent: false, signal: signal === undefined ? limit : AbortSignal.any([signal, limit]) },
      (response) => {
        const status = response.statusCode ?? 0;
        response.destroy();
        resolve({ healthy: status >= 200 && status < 400, says: `answered ${status}` });
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      const reason = limit.aborted ? `within ${limitMs} ms` : `(${error.code ?? error.message})`;
      resolve({ healthy: false, says: `no answer ${reason}` });
    });
  });
}
