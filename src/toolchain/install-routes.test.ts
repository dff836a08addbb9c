import { describe, expect, it } from 'vitest';
import { installRoutes, type RouteFacts } from './install-routes.ts';

const facts = (commands: readonly string[], more: Partial<RouteFacts> = {}): RouteFacts => ({
  platform: 'linux',
  arch: 'x64',
  isRoot: false,
  has: (command) => commands.includes(command),
  ...more,
});

describe('the ways to install a tool', () => {
  it('for the Temporal CLI are the download, then a build', () => {
    expect(installRoutes('temporal', facts(['tar', 'go']))).toEqual([
      { route: 'sdk-download', open: true },
      { route: 'go-install', open: true },
    ]);
  });

  it('are closed, with the reason, where something they need is absent', () => {
    expect(installRoutes('temporal', facts([]))).toEqual([
      { route: 'sdk-download', open: false, reason: 'there is no tar to unpack it with' },
      { route: 'go-install', open: false, reason: 'Go is not installed' },
    ]);
    expect(installRoutes('temporal-test-server', facts(['tar', 'mvn']))[1]).toMatchObject({
      reason: 'Java is not installed',
    });
    expect(installRoutes('temporal-test-server', facts(['tar', 'java']))[1]).toMatchObject({
      reason: 'Maven is not installed',
    });
  });

  it('do not include a download that does not exist', () => {
    expect(installRoutes('temporal', facts(['tar'], { platform: 'freebsd' }))[0]).toMatchObject({ open: false });
    expect(installRoutes('temporal', facts(['tar'], { arch: 'riscv64' }))[0]).toMatchObject({ open: false });
  });

  it('include Debian packages for root, or for whoever has sudo', () => {
    const apt = (more: Partial<RouteFacts>, ...commands: string[]) =>
      installRoutes('postgres', facts(commands, more))[0];
    expect(apt({ isRoot: true }, 'apt-get')).toMatchObject({ open: true });
    expect(apt({}, 'apt-get', 'sudo')).toMatchObject({ open: true });
    expect(apt({}, 'apt-get')).toMatchObject({ reason: 'it takes root, and sudo is not installed' });
    expect(apt({ isRoot: true })).toMatchObject({ reason: 'this is not a Debian or Ubuntu system' });
  });

  it("for Chromium are Playwright's download, then Debian's package", () => {
    expect(installRoutes('chromium', facts([])).map(({ route }) => route)).toEqual(['playwright', 'apt']);
  });

  it("for FFmpeg are Debian's package", () => {
    expect(installRoutes('ffmpeg', facts(['apt-get', 'sudo']))).toEqual([{ route: 'apt', open: true }]);
  });

  it('for the tools of the fault suite are a build, and a package', () => {
    expect(installRoutes('toxiproxy', facts(['go']))).toEqual([{ route: 'go-install', open: true }]);
    expect(installRoutes('faketime', facts(['apt-get', 'sudo']))).toEqual([{ route: 'apt', open: true }]);
  });

  it('for schemathesis are PyPI, by a Python that is there', () => {
    expect(installRoutes('schemathesis', facts(['python3']))).toEqual([{ route: 'pypi', open: true }]);
    expect(installRoutes('schemathesis', facts([]))).toEqual([
      { route: 'pypi', open: false, reason: 'Python 3 is not installed' },
    ]);
  });

  it('do not exist for Git', () => {
    expect(installRoutes('git', facts(['apt-get']))).toEqual([]);
  });
});
