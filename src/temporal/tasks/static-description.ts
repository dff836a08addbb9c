/** What a task shows for itself in Temporal's Web UI, where it never changes. */
export interface StaticDescription {
  /** One line of at most 200 bytes. */
  readonly summary: string;
  /** Markdown of at most 16 000 bytes. */
  readonly details: string;
}

const SUMMARY_BYTES = 200;
const FEATURE_BYTES = 15_000;

/** A text cut to a number of UTF-8 bytes, between characters, with an ellipsis where something is missing. */
export function cutToBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  let kept = '';
  let bytes = Buffer.byteLength('…');
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The first line of a feature that says something, as one line of at most `limit` bytes. */
export function titleOf(feature: string, limit: number = SUMMARY_BYTES): string {
  const lines = feature.split(/[\r\n\u2028\u2029]+/).map((line) => line.replace(/[\s\p{C}]+/gu, ' ').trim());
  const saying = lines.find((line) => line !== '' && !line.startsWith('#')) ?? lines.find((line) => line !== '') ?? '';
  return cutToBytes(saying.replace(/^(?:Feature|Funktionalität):\s*(?=\S)/u, ''), limit);
}

/** A fence longer than any run of backticks in the text, so that the text cannot end its own block. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}

/** The description of a task: its feature, project and target. */
export function describeTask(task: {
  readonly feature: string;
  readonly project: string;
  readonly target_url: string;
}): StaticDescription {
  const feature = cutToBytes(task.feature.trim(), FEATURE_BYTES);
  const fence = fenceFor(feature);
  const details = [`**Project** ${task.project} · **Target** <${task.target_url}>`, '', fence, feature, fence].join(
    '\n',
  );
  return { summary: titleOf(task.feature), details };
}
