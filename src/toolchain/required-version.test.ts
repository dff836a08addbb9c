import { describe, expect, it } from 'vitest';
import { isAtLeast, judgeVersion } from './required-version.ts';

describe('a version', () => {
  it.each([
    ['2.30', '2.30', true],
    ['2.30.1', '2.30', true],
    ['2.9', '2.30', false],
    ['3', '2.30', true],
    ['2', '2.0.1', false],
    ['10.0', '9.9', true],
  ])('%s is at least %s: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});

describe('a program is judged by what it prints of itself', () => {
  it.each([
    ['git', 'git version 2.39.5\n', '2.39.5'],
    ['git', 'git version 2.50.1 (Apple Git-155)', '2.50.1'],
    ['postgres', 'postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    ['postgres', 'postgres (PostgreSQL) 18beta2', '18'],
    ['chromium', 'Chromium 156.0.8078.79 built on Debian', '156.0.8078.79'],
    ['chromium', 'Google Chrome for Testing 141.0.7390.37', '141.0.7390.37'],
    ['ffmpeg', 'ffmpeg version 5.1.8-0+deb12u1 Copyright (c) 2000-2025', '5.1.8-0+deb12u1'],
    ['ffmpeg', 'ffmpeg version n7.0.1 Copyright (c) 2000-2024', 'n7.0.1'],
    ['temporal', 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', '1.5.1'],
    ['temporal', 'temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)', 'server 1.29.1'],
    ['toxiproxy', 'toxiproxy-server version git', 'git'],
    ['prometheus', 'prometheus, version 2.42.0+ds (branch: debian/sid)', '2.42.0'],
    ['schemathesis', 'python -m schemathesis.cli, version 4.32.5', '4.32.5'],
    ['faketime', '\n/usr/bin/faketime: Version 0.9.10\nFor usage information …', '0.9.10'],
    ['temporal-test-server', 'Usage: <command> <port> <flags>', 'unknown'],
  ] as const)('%s, %s', (tool, output, version) => {
    expect(judgeVersion(tool, output)).toEqual({ usable: true, version });
  });

  it('is refused when it is too old, with both versions named', () => {
    expect(judgeVersion('git', 'git version 2.20.1')).toEqual({
      usable: false,
      reason: 'version 2.20.1 is older than 2.30',
    });
    expect(judgeVersion('temporal', 'temporal version 1.0.0 (Server 1.24.2, UI 2.2)')).toMatchObject({ usable: false });
  });

  it('is refused when it is something else, with its words quoted', () => {
    expect(judgeVersion('temporal', 'snap: command not found\nmore')).toEqual({
      usable: false,
      reason: 'it does not answer as expected ("snap: command not found")',
    });
  });
});
