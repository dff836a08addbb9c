import type { CapSettings } from './limits.ts';

/** A place that was taken, to be given back; or whose share is used up. */
export type Entry =
  { readonly ok: true; readonly leave: () => void } | { readonly ok: false; readonly full: keyof CapSettings };

/** Counts what clients hold, and lets none hold more than its share. */
export class Caps {
  readonly #settings: CapSettings;
  readonly #held = new Map<string, number>();
  #inAll = 0;

  constructor(settings: CapSettings) {
    this.#settings = settings;
  }

  /** Takes a place for a client; giving it back twice is giving it back once. */
  enter(client: string): Entry {
    const held = this.#held.get(client) ?? 0;
    if (held >= this.#settings.perClient) return { ok: false, full: 'perClient' };
    if (this.#inAll >= this.#settings.inAll) return { ok: false, full: 'inAll' };
    this.#inAll += 1;
    this.#held.set(client, held + 1);
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      this.#inAll -= 1;
      const rest = (this.#held.get(client) ?? 1) - 1;
      if (rest === 0) this.#held.delete(client);
      else this.#held.set(client, rest);
    };
    return { ok: true, leave };
  }
}
