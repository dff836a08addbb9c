import type { Registry } from 'prom-client';

/** Metrics as Prometheus reads them. */
export interface Exposition {
  readonly contentType: string;
  /** All metrics as they are now. */
  text(): Promise<string>;
}

/** How long metrics from elsewhere are waited for, in ms; without an answer the others are shown. */
const PATIENCE_MS = 1_000;

/** The metrics of a registry, and those that are served elsewhere on this host under names of their own (Temporal's SDK). */
export function expositionOf(registry: Registry, elsewhere?: URL): Exposition {
  return {
    contentType: registry.contentType,
    text: async () => {
      const [own, others] = await Promise.all([registry.metrics(), elsewhere === undefined ? '' : textAt(elsewhere)]);
      return `${own}${others}`;
    },
  };
}

async function textAt(url: URL): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}
