/**
 * Loaded into a worker: on SIGUSR2 its process takes up real memory, 85 % of CHIMERA_MEMORY_LIMIT_MB at first and 95 % the
 * next time, and lets it go the third time.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MIB = 1_024 ** 2;
const limit = Number(process.env['CHIMERA_MEMORY_LIMIT_MB']) * MIB;
const shares = [0.85, 0.95];
const ballast: Buffer[] = [];

process.on('SIGUSR2', () => {
  const share = shares.shift();
  if (share === undefined) {
    ballast.length = 0;
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return;
  }
  // Written to, since memory that nobody has touched is not taken.
  while (process.memoryUsage.rss() < share * limit) ballast.push(Buffer.alloc(4 * MIB, 1));
});
