import { TerminalAgentError } from '../../domain/failure.ts';
import type { Reply } from './exchange.ts';

/**
 * The whole text of a reply.
 * @throws {TerminalAgentError} when it has more than `maxBytes`.
 */
export async function readText({ body }: Pick<Reply, 'body'>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The beginning of a reply's text, for an error's message; whatever fails meanwhile, there is no more of it. */
export async function readBeginning({ body }: Pick<Reply, 'body'>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBytes) break;
    }
  } catch {
    // The status has said what happened; the text only adds to it.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

/** The error for an answer beyond its bound. */
export function tooLarge(maxBytes: number): TerminalAgentError {
  return new TerminalAgentError(
    `The agent's answer has more than ${maxBytes} bytes (max_answer_bytes): large evidence belongs into artifacts, by URL.`,
  );
}
