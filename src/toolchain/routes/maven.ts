import { chmod, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCommand } from '../executables.ts';
import { installFolder } from '../installed-folder.ts';
import { isAtLeast, judgeVersion } from '../required-version.ts';
import { failureReason, runProgram } from '../run-program.ts';
import type { Installation, InstallStep } from '../tool.ts';
import { recordClassArchive } from './class-archive.ts';

const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
const ANSWER_TIMEOUT_MS = 30_000;
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const MAIN_CLASS = 'io.temporal.testserver.TestServer';

const dependency = (groupId: string, artifactId: string, version: string): string =>
  `    <dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`;

type MavenStep = Extract<InstallStep, { readonly route: 'maven' }>;

const projectOf = ({ version, slf4j }: MavenStep): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>chimera</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <dependencies>
${dependency('io.temporal', 'temporal-test-server', version)}
${dependency('org.slf4j', 'slf4j-nop', slf4j)}
  </dependencies>
</project>
`;

const ARCHIVE_NAME = 'classes.jsa';
const serverArguments = ['-XX:+UseSerialGC', '-cp', 'lib/*', MAIN_CLASS] as const;

/**
 * The script that starts the server, with its class archive if there is one. It goes to its own folder first: Java takes
 * an archive only with the class path, letter by letter, that it was recorded with, and the folder is renamed meanwhile.
 */
export function launcherScript(java: string, hasArchive: boolean): string {
  const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
  const archive = hasArchive ? ['-Xshare:auto', `-XX:SharedArchiveFile=${ARCHIVE_NAME}`] : [];
  const command = [java, ...archive, ...serverArguments].map(quote).join(' ');
  return `#!/bin/sh\ncd "$(dirname "$0")" && exec ${command} "$@"\n`;
}

/** The feature release in what `java -version` prints: 17 for "17.0.15", 8 for "1.8.0_452". */
export function javaRelease(output: string): string | undefined {
  return /version "(?:1\.)?(\d+)/.exec(output)?.[1];
}

async function findJava(env: Installation['machine']['env']): Promise<string> {
  const home = env['JAVA_HOME'];
  const java = (await findCommand('java', home ? join(home, 'bin') : '')) ?? (await findCommand('java', env['PATH']));
  if (java === undefined) throw new Error('Java is not installed');
  const release = javaRelease(await runProgram(java, ['-version'], { timeoutMs: ANSWER_TIMEOUT_MS }));
  if (release === undefined || !isAtLeast(release, '11')) {
    throw new Error(`${java} is Java ${release ?? 'of an unknown release'}, and 11 or newer is needed`);
  }
  return java;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function confirmAnswer(launcher: string): Promise<void> {
  // Called without a port, the server prints its usage and fails.
  const answer = await runProgram(launcher, [], { timeoutMs: ANSWER_TIMEOUT_MS }).catch(failureReason);
  const verdict = judgeVersion('temporal-test-server', answer);
  if (!verdict.usable) throw new Error(`the time-skipping server does not start: ${verdict.reason}`);
}

/** Installs the time-skipping server from Maven Central (33 MB) behind a script that runs it with Java 11 or newer. */
export async function installWithMaven(
  { machine, cacheDirectory, report }: Installation,
  step: MavenStep,
): Promise<void> {
  const java = await findJava(machine.env);
  const mvn = await findCommand('mvn', machine.env['PATH']);
  if (mvn === undefined) throw new Error('Maven is not installed');
  await installFolder(cacheDirectory, step.folder, async (draft) => {
    report(`fetching ${step.version} from Maven Central (about a minute)`);
    await writeFile(join(draft, 'pom.xml'), projectOf(step));
    const args = ['-B', '-q', COPY_GOAL, '-DincludeScope=runtime', `-DoutputDirectory=${join(draft, 'lib')}`];
    await runProgram(mvn, args, { timeoutMs: DOWNLOAD_TIMEOUT_MS, cwd: draft });
    const launcher = join(draft, 'temporal-test-server');
    // The SDK gives the server five seconds to start, which a busy machine exceeds without an archive.
    const hasArchive = await recordClassArchive(java, serverArguments, { archive: ARCHIVE_NAME, cwd: draft })
      .then(() => isFile(join(draft, ARCHIVE_NAME)))
      .catch(() => false);
    await writeFile(launcher, launcherScript(java, hasArchive));
    await chmod(launcher, 0o755);
    await confirmAnswer(launcher);
    await rm(join(draft, 'pom.xml'));
    return { executable: 'temporal-test-server', version: step.version, source: 'Maven Central', needs: [java] };
  });
}
