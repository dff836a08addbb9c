import { createWriteStream } from 'node:fs';
import { lstat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { TerminalAgentError } from '../../domain/failure.ts';
import { bytesOf, type NamedArtifact } from './answered-files.ts';
import { sameOrigin } from './origin.ts';
import { placeBelow } from '../path-below.ts';
import { refusalOf } from './refusal.ts';
import type { Wire } from './wire.ts';

/** Bytes that the artifacts of one answer may have together; a video of a long test has some 20 MiB. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Saves an answer's evidence in a folder, fetching what is named by a URL of the agent's own origin.
 * @throws {TransientAgentError | TerminalAgentError | TryAgainLaterError} when it is refused or cannot be fetched.
 */
export async function saveArtifacts(
  wire: Wire,
  folder: string,
  artifacts: readonly NamedArtifact[],
  now: () => number,
  maxBytes = MAX_BYTES,
): Promise<void> {
  let room = maxBytes;
  const take = (chunk: Buffer): Buffer => {
    room -= chunk.length;
    if (room >= 0) return chunk;
    throw new TerminalAgentError(`The agent's artifacts have more than ${maxBytes} bytes together.`);
  };
  const bounded = async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) yield take(chunk);
  };
  for (const artifact of artifacts) {
    const place = await placeBelow(folder, artifact.path);
    if ((await lstat(place).catch(() => undefined)) !== undefined) {
      throw new TerminalAgentError(`The agent names the artifact “${artifact.path}”, which is there already.`);
    }
    if (!('url' in artifact)) {
      await writeFile(place, take(bytesOf(artifact)), { flag: 'wx' });
      continue;
    }
    const reply = await wire.send('GET', sameOrigin(artifact.url, wire.url, 'an artifact'));
    if (reply.status !== 200) throw await refusalOf(reply, now());
    await pipeline(reply.body, bounded, createWriteStream(place, { flags: 'wx' }));
  }
}
