import type { ChimeraConfig } from '../config/chimera-config.ts';
import { secretsOfEnvironment, secretsOfSettings } from '../observability/known-secrets.ts';
import { maskOf } from '../observability/mask.ts';
import type { Mask } from '../observability/secret-shapes.ts';

/** Hides what this process knows to be secret, from its environment and the configuration of its agents. */
export function processMask(
  config: ChimeraConfig,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Mask {
  return maskOf([...secretsOfEnvironment(variables), ...secretsOfSettings(config)]);
}
