import { z } from 'zod';

/** The name of a variable in the worker's environment, which has a secret that the configuration is not to hold. */
export function variableName(example: string) {
  return z
    .string()
    .regex(/^[A-Za-z_]\w*$/, `must be the name of an environment variable of the worker, such as "${example}"`);
}
