/** The oldest major version of Node that has all that Chimera and its libraries use. */
const OLDEST_NODE = 22;

/** What is wrong with this version of Node, such as `20.20.2`, and what to do about it; undefined for one that will do. */
export function nodeProblem(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return undefined;
  return `chimera: this is Node ${version}, and it takes ${OLDEST_NODE} or newer. “npm run -s chimera -- …” brings its own.`;
}
