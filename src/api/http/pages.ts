const EVIDENCE = /^\/api\/tasks\/[^/]+\/artifacts\/./;

/** Whether a path is of something that people look at, so that a link from elsewhere (a chat, an issue) may lead to it. */
export function isPage(path: string): boolean {
  return path === '/' || /^\/api\/docs\/?$/.test(path) || EVIDENCE.test(path);
}
