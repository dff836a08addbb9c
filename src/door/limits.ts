/** How many of something may be held at once: by all clients together, and by one address. */
export interface CapSettings {
  readonly inAll: number;
  readonly perClient: number;
}

/** What a server bears with from its clients; times in ms. */
export interface DoorLimits {
  /** A request has arrived with its body within this time. */
  readonly requestMs: number;
  /** Its headers have arrived within this time; so has the first byte of a new connection. */
  readonly headersMs: number;
  /** A connection that waits for its next request is closed after this time; reverse proxies mostly give up after 60 s. */
  readonly keepAliveMs: number;
  readonly connections: CapSettings;
}

/**
 * The limits of a server that people and programs use. All that comes from this computer, or through a reverse proxy, is
 * one client.
 */
export const API_LIMITS: DoorLimits = {
  requestMs: 30_000,
  headersMs: 15_000,
  keepAliveMs: 65_000,
  connections: { inAll: 2_000, perClient: 1_500 },
};

/** The limits of a port that only Prometheus comes to. */
export const METRICS_LIMITS: DoorLimits = {
  requestMs: 10_000,
  headersMs: 10_000,
  keepAliveMs: 65_000,
  connections: { inAll: 100, perClient: 50 },
};
