import { z } from 'zod';

/** Whether the programs of tasks are confined; without it, each of them may change whatever the worker may. */
export const sandboxSwitch = z.enum(['on', 'off'], 'must be "on" or "off"');

/** What a project's programs may do beyond what all programs of tasks may. */
export const projectSandbox = z.strictObject({
  /** Paths that they may change besides the checkout, the home and the temporary directories; relative to the file. */
  writable: z.array(z.string().min(1)).default([]),
});
