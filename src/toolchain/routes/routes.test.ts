import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInstalled } from '../installed-folder.ts';
import { runProgram } from '../run-program.ts';
import { temporaryDirectory, writeScript } from '../temporary-directory.testsuite.ts';
import { aptCommands, installWithApt } from './apt.ts';
import { installWithGo } from './go-install.ts';
import type { Installation } from '../tool.ts';
import { installWithMaven, javaRelease, launcherScript } from './maven.ts';
import { installWithPip } from './pypi.ts';
import { installStep } from '../tools.ts';

const FROM_MAVEN = installStep('temporal-test-server', 'maven');
const FROM_PIP = installStep('schemathesis', 'pypi');

function installationWith(root: string, isRoot = true): Installation {
  const path = `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`;
  return {
    machine: { env: { PATH: path }, platform: 'linux', arch: 'x64', home: root, isRoot },
    cacheDirectory: join(root, 'cache'),
    report: () => undefined,
  };
}

describe('an install of Debian packages', () => {
  it('asks no question and waits for the lock', () => {
    expect(aptCommands(['chromium'], true).install).toEqual([
      ...['sh', '-c', 'umask 022; exec env "$@"', 'sh'],
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=600',
      'install',
      '-y',
      '--no-install-recommends',
      'chromium',
    ]);
  });

  it('goes through sudo, without a password, for whoever is not root', () => {
    expect(aptCommands(['chromium'], false).update.slice(0, 3)).toEqual(['sudo', '-n', 'sh']);
  });

  it('reads the package lists and then installs', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/apt-get'), `echo "$@" >>${root}/calls`);
    await installWithApt(installationWith(root), ['chromium', 'fonts-liberation']);
    expect((await readFile(join(root, 'calls'), 'utf8')).trim().split('\n')).toEqual([
      '-o DPkg::Lock::Timeout=600 update',
      '-o DPkg::Lock::Timeout=600 install -y --no-install-recommends chromium fonts-liberation',
    ]);
  });

  it('waits for an apt that is at work', async () => {
    const root = await temporaryDirectory();
    const busy = `if [ ! -e ${root}/seen ]; then touch ${root}/seen; echo E: Could not get lock; exit 100; fi`;
    await writeScript(join(root, 'bin/apt-get'), busy);
    const messages: string[] = [];
    const report = (message: string): unknown => messages.push(message);
    await installWithApt({ ...installationWith(root), report }, ['chromium']);
    expect(messages).toContain('waiting for another installation of packages to end');
  });

  it('fails with what apt said', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/apt-get'), 'echo "E: trouble in $3" >&2', 'exit 100');
    await expect(installWithApt(installationWith(root), ['chromium'])).rejects.toThrow(
      /trouble in install[^]*trouble in update/,
    );
  });
});

describe('a build with Go', () => {
  it('takes the program that was built, if it answers with the version that was asked for', async () => {
    const root = await temporaryDirectory();
    const built = 'printf \'#!/bin/sh\\necho temporal version 1.5.1\\n\' >"$GOBIN/temporal"';
    await writeScript(join(root, 'bin/go'), `echo "$@" >${root}/arguments`, built, 'chmod +x "$GOBIN/temporal"');
    const installation = installationWith(root);
    await installWithGo(installation, installStep('temporal', 'go-install'));
    expect(await readFile(join(root, 'arguments'), 'utf8')).toContain('github.com/temporalio/cli/cmd/temporal@v1.5.1');
    expect(
      await readInstalled(installation.cacheDirectory, installStep('temporal', 'go-install').folder),
    ).toMatchObject({
      version: '1.5.1',
    });
  });

  it('does not take one that answers as another program', async () => {
    const root = await temporaryDirectory();
    const built = 'printf \'#!/bin/sh\\necho something else\\n\' >"$GOBIN/server"';
    await writeScript(join(root, 'bin/go'), built, 'chmod +x "$GOBIN/server"');
    const installation = installationWith(root);
    await expect(installWithGo(installation, installStep('toxiproxy', 'go-install'))).rejects.toThrow(
      'answers "something else"',
    );
    expect(
      await readInstalled(installation.cacheDirectory, installStep('toxiproxy', 'go-install').folder),
    ).toBeUndefined();
  });

  it('fails with the last words of the build', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/go'), 'echo go: module lookup disabled >&2', 'exit 1');
    await expect(installWithGo(installationWith(root), installStep('toxiproxy', 'go-install'))).rejects.toThrow(
      'module lookup disabled',
    );
  });
});

describe('the time-skipping server from Maven Central', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', '17'],
    ['java version "1.8.0_452"', '8'],
    ['openjdk version "21" 2023-09-19', '21'],
    ['something else', undefined],
  ])('reads the release of Java from %s', (output, release) => {
    expect(javaRelease(output)).toBe(release);
  });

  it('is refused with a Java that is too old', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/java'), 'echo \'java version "1.8.0_452"\' >&2');
    await expect(installWithMaven(installationWith(root), FROM_MAVEN)).rejects.toThrow(
      'Java 8, and 11 or newer is needed',
    );
  });

  it('is installed behind a script that finds its jars beside itself', async () => {
    const root = await temporaryDirectory();
    const java = await writeScript(
      join(root, "it's/java"),
      'if [ "$1" = -version ]; then echo \'openjdk version "17.0.1"\' >&2; exit 0; fi',
      'echo "Usage: <command> <port>"; echo "$@"; exit 1',
    );
    await writeScript(join(root, 'bin/mvn'), 'mkdir lib');
    const base = installationWith(root);
    const env = { PATH: `${dirname(java)}:${base.machine.env['PATH'] ?? ''}` };
    const installation = { ...base, machine: { ...base.machine, env: { PATH: `${join(root, 'bin')}:${env.PATH}` } } };
    await installWithMaven(installation, FROM_MAVEN);
    const installed = await readInstalled(installation.cacheDirectory, FROM_MAVEN.folder);
    expect(installed).toMatchObject({ version: '1.32.0', needs: [java] });
    await access(join(dirname(installed?.executable ?? ''), 'lib'));
  });

  it('is refused when the server does not start', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/java'), 'echo \'openjdk version "17.0.1"\'');
    await writeScript(join(root, 'bin/mvn'), 'mkdir lib');
    await expect(installWithMaven(installationWith(root), FROM_MAVEN)).rejects.toThrow('does not start');
  });

  it('quotes the path of Java for the shell', () => {
    expect(launcherScript("/it's/java", false)).toContain(String.raw`exec '/it'\''s/java' '-XX:+UseSerialGC'`);
    expect(launcherScript('/java', true)).toContain('-XX:SharedArchiveFile=classes.jsa');
  });
});

describe('an install from PyPI', () => {
  /** A Python whose environments have a pip that writes down what it is asked for, and a program of a version. */
  const python = (root: string, version: string) => [
    `if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; exit; fi`,
    `if [ "$2" = pip ]; then echo "$@" >${root}/asked; exit; fi`,
    `echo "python -m $2, version ${version}"`,
  ];

  it('takes the pinned release into an environment that works wherever its folder is', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/python3'), ...python(root, '4.32.5'));
    await installWithPip(installationWith(root), FROM_PIP);
    expect(await readFile(join(root, 'asked'), 'utf8')).toContain('schemathesis==4.32.5');
    const installed = await readInstalled(join(root, 'cache'), FROM_PIP.folder);
    expect(installed).toMatchObject({ version: '4.32.5', source: 'PyPI', needs: [join(root, 'bin/python3')] });
    expect(await runProgram(installed?.executable ?? '', ['--version'], { timeoutMs: 10_000 })).toContain('4.32.5');
  });

  it('fails with what Python said, and leaves nothing', async () => {
    const root = await temporaryDirectory();
    await writeScript(join(root, 'bin/python3'), 'echo "ensurepip is not available" >&2; exit 1');
    await expect(installWithPip(installationWith(root), FROM_PIP)).rejects.toThrow('ensurepip is not available');
    expect(await readInstalled(join(root, 'cache'), FROM_PIP.folder)).toBeUndefined();
  });
});
