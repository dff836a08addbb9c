import { Counter, Gauge, type Registry } from 'prom-client';
import { HEARTBEAT_KINDS, type HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import { HEARTBEAT_STATES, type HeartbeatState } from '../../domain/heartbeat/state.ts';

type Counts = Readonly<Record<HeartbeatKind, Readonly<Record<HeartbeatState, number>>>>;

/** What a process exports of heartbeats; labels are kinds and states, never names. */
export interface HeartbeatMetrics {
  /** Takes note of what the numbers by kind and state are read from; while they are unknown there are no samples. */
  showCounts(read: () => Counts | undefined): void;
  /** A worker or an agent has come to a state. */
  changed(component: HeartbeatKind, to: HeartbeatState): void;
}

/** Exports heartbeats in a registry, under the names of docs/metrics.md. */
export function createHeartbeatMetrics(registry: Registry): HeartbeatMetrics {
  let read: () => Counts | undefined = () => undefined;
  new Gauge({
    name: 'chimera_heartbeat_state',
    help: 'Workers and agents in each state of their heartbeats.',
    labelNames: ['component', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      const counts = read();
      if (counts === undefined) return;
      for (const component of HEARTBEAT_KINDS) {
        for (const state of HEARTBEAT_STATES) this.set({ component, state }, counts[component][state]);
      }
    },
  });
  const changes = new Counter({
    name: 'chimera_heartbeat_transitions_total',
    help: 'Changes of the state of workers and agents, by the state after it, counted where they were made.',
    labelNames: ['component', 'to'],
    registers: [registry],
  });
  // A series that begins with its first event hides it: Prometheus sees no growth.
  for (const component of HEARTBEAT_KINDS) {
    for (const to of HEARTBEAT_STATES) changes.inc({ component, to }, 0);
  }
  return {
    showCounts: (from) => {
      read = from;
    },
    changed: (component, to) => {
      changes.inc({ component, to });
    },
  };
}
