import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The registered workflows, for the bundler: compiled beside the compiled worker, source beside its source. */
export const WORKFLOWS_PATH = fileURLToPath(new URL(`../workflows/index${extname(import.meta.url)}`, import.meta.url));
