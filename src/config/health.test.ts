import { describe, expect, it } from 'vitest';
import { DEFAULT_HEALTH_SETTINGS } from '../domain/health/settings.ts';
import { parseConfig } from './file.ts';

const PROJECT = '  - { name: shop, repository: ., staging: { command: x }, agents: { coder-agent: { command: x } } }\n';

const health = (yaml: string) => parseConfig(`projects:\n${PROJECT}${yaml}`, '/srv/chimera.config.yaml').health;

describe('the health part of the configuration', () => {
  it('is as S11 has it when nothing is said: a sample each 15 s, nothing known after three are missing', () => {
    expect(health('')).toEqual({ sample_ms: 15_000, settings: { ...DEFAULT_HEALTH_SETTINGS, patience_ms: 45_000 } });
  });

  it('changes what is named and leaves the rest', () => {
    const { sample_ms, settings } = health(`health:
  sample_seconds: 1
  queue: { critical: { above: 3 } }
  utilization: { critical: { for_seconds: 2.5 } }
  success: { events: 2 }
  remediation: { enabled: false, relief_seconds: 0.5 }
`);
    expect(sample_ms).toBe(1_000);
    expect(settings).toEqual({
      ...DEFAULT_HEALTH_SETTINGS,
      patience_ms: 3_000,
      queue: { critical: { above: 3, for_ms: 0 }, info: { above: 20, for_ms: 0 } },
      utilization: { ...DEFAULT_HEALTH_SETTINGS.utilization, critical: { above: 95, for_ms: 2_500 } },
      success: { critical: 50, warning: 80, events: 2 },
      actions: { ...DEFAULT_HEALTH_SETTINGS.actions, enabled: false, calm_ms: 500 },
    });
  });

  it.each([
    ['sample_seconds: 0', 'health.sample_seconds'],
    ['queue: { warning: { above: 50 } }', 'warning'],
    ['cpu: { warning: { for_seconds: 3601 } }', 'health.cpu.warning.for_seconds'],
    ['remediation: { spacing_seconds: -1 }', 'health.remediation.spacing_seconds'],
    ['remediation: { on: true }', 'on'],
  ])('refuses %s and names it', (yaml, named) => {
    expect(() => health(`health: { ${yaml} }`)).toThrow(named);
  });
});
