import { z } from 'zod';

/** A command line for `/bin/sh -c`. */
export const shellCommand = z.string().trim().min(1, 'must be a command line, such as "npm ci"');
