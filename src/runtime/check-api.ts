import { readEnvironment } from '../config/env.ts';

// Exit code 0 while this container's API answers. That Temporal or the database is away is told by what it answers, and
// is not its fault: it stays up to say so.
const { port } = readEnvironment();
const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(3_000) });
process.exitCode = answer.status === 200 ? 0 : 1;
