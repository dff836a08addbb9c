import { describe, expect, it } from 'vitest';
import { TerminalAgentError } from '../domain/failure.ts';
import { isPathBelow, placeBelow } from './path-below.ts';

describe('a path that comes from outside', () => {
  it.each(['a', 'src/a.js', '.env.example', '.gitignore', 'a..b/…', 'docs/naïve 円.md'])('may be %s', (path) => {
    expect(isPathBelow(path)).toBe(true);
  });

  it('is checked again where it is used', async () => {
    await expect(placeBelow('/nowhere', '../etc/passwd')).rejects.toThrow(TerminalAgentError);
  });
});
