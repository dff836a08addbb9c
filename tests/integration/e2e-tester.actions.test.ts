import { execa } from 'execa';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentCall } from '../../src/agents/agent.ts';
import { createE2eTester } from '../../src/agents/built-in/e2e-tester/index.ts';
import type { ScenarioResult } from '../../src/domain/phase-result.ts';
import { readFeature } from '../../src/feature/read-feature.ts';
import type { Feature } from '../../src/feature/step.ts';
import { agentCall, recordingContext } from './agent-call.ts';
import { browserPrograms } from './e2e-tester.bench.ts';
import { CHANGED_HOME, type Site, startSite } from './e2e-tester.site.ts';
import { NO_SANDBOX } from '../../src/agents/sandbox/sandbox.ts';

const HOURS = `Feature: Opening hours
  Scenario: the home page says when the shop is open
    Given I open /
    Then I should see "Opening hours: 9 to 5"
  Scenario: people are still found
    When I go to /
    And I click "People"
    Then I should see the heading "People"
`;

let before: Site;
let after: Site;
let tester: ReturnType<typeof createE2eTester>;
let folder: string;

beforeAll(async () => {
  const limits = { expectation: 2_000, interaction: 3_000 };
  tester = createE2eTester({ limits, sandbox: NO_SANDBOX, ...(await browserPrograms()) });
  before = await startSite();
  after = await startSite(CHANGED_HOME);
});

afterAll(async () => {
  await before.stop();
  await after.stop();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'e2e-tester-'));
  await mkdir(path.join(folder, 'shop'));
  return () => rm(folder, { recursive: true, force: true });
});

function stepsOf(feature: string): Feature {
  const reading = readFeature(feature);
  if (!reading.ok) throw new Error(`Nobody understands: ${feature}`);
  return reading.feature;
}

const callFor = (feature: string, target_url: string, more: Partial<AgentCall> = {}): AgentCall => ({
  ...agentCall({ phase: 'E2E_TEST_GENERATION', directory: path.join(folder, 'shop'), base_commit: '0'.repeat(40) }),
  feature,
  steps: stepsOf(feature),
  target_url,
  ...more,
});

/** The test as git has it, in a repository that the workspace becomes. */
async function committed(test_path: string) {
  const git = async (...args: string[]) => (await execa('git', args, { cwd: path.join(folder, 'shop') })).stdout;
  await git('init', '--quiet');
  return { test_path, test_commit: '1'.repeat(40), test_blob: await git('hash-object', '-w', '--', test_path) };
}

const statuses = (scenarios: readonly ScenarioResult[]): readonly string[] => scenarios.map(({ status }) => status);

describe('the e2e-tester', () => {
  it('proves a feature: its test fails on the target before the change and passes on staging after it', async () => {
    const context = recordingContext();
    const generated = await tester.run('generate_test', callFor(HOURS, before.url), {}, context);
    expect(generated).toMatchObject({ test_path: 'tests/e2e/chimera/opening-hours.spec.ts', verdict: 'test_fails' });
    expect(statuses(generated.scenarios)).toEqual(['failed', 'passed']);
    expect(generated.scenarios[0]?.sentence).toContain('I should see "Opening hours: 9 to 5"');
    expect(generated.scenarios[0]?.error).toContain('Opening');
    expect(context.messages).toContain('scenario 2 of 2 passed: people are still found');
    const source = await readFile(path.join(folder, 'shop', generated.test_path), 'utf8');
    expect(source).not.toContain(new URL(before.url).host);

    const artifacts = path.join(folder, 'validation');
    const input = { ...(await committed(generated.test_path)), deployment_url: after.url };
    expect(input.test_blob).toBe(generated.test_blob);
    const call = callFor(HOURS, before.url, { phase: 'E2E_VALIDATION', artifacts });
    const executed = await tester.run('execute_test', call, input, recordingContext());
    expect(executed.validation_status).toBe('passed');
    expect(statuses(executed.scenarios)).toEqual(['passed', 'passed']);
    const kinds = (executed.artifacts ?? []).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'video').sort()).toEqual([
      'log',
      'report',
      'screenshot',
      'screenshot',
      'test',
      'trace',
      'trace',
    ]);
    await Promise.all((executed.artifacts ?? []).map((artifact) => access(path.join(artifacts, artifact.path))));
    expect(await readFile(path.join(artifacts, 'opening-hours.spec.ts'), 'utf8')).toBe(source);
    expect(executed.artifacts?.every(({ bytes }) => bytes > 0)).toBe(true);

    // A change that lacks the feature: the same test on a deployment without it.
    const lacking = { ...input, deployment_url: before.url };
    const failed = await tester.run('execute_test', call, lacking, recordingContext());
    expect(failed.validation_status).toBe('failed');
    expect(failed.scenarios[0]?.sentence).toContain('Opening hours');
  });

  it('says that a feature is there already when its test passes on the target', async () => {
    const answer = await tester.run('generate_test', callFor(HOURS, after.url), {}, recordingContext());
    expect(answer.verdict).toBe('already_satisfied');
  });

  it('fails the validation when the test is gone or cannot be loaded', async () => {
    await writeFile(path.join(folder, 'shop/gone.spec.ts'), 'test(');
    const input = { ...(await committed('gone.spec.ts')), deployment_url: after.url };
    await rm(path.join(folder, 'shop/gone.spec.ts'));
    const gone = await tester.run('execute_test', callFor(HOURS, after.url), input, recordingContext());
    expect(gone).toMatchObject({
      validation_status: 'failed',
      scenarios: [{ name: 'gone.spec.ts', status: 'failed' }],
    });
    await writeFile(path.join(folder, 'shop/gone.spec.ts'), 'test(');
    const broken = await tester.run('execute_test', callFor(HOURS, after.url), input, recordingContext());
    expect(broken.validation_status).toBe('failed');
    expect(broken.scenarios[0]?.error).toContain('no scenario ran');
  });

  it('takes a target that does not answer for a passing trouble, not for a failing test', async () => {
    const closed = await startSite();
    await closed.stop();
    const call = callFor(HOURS, closed.url);
    await expect(tester.run('generate_test', call, {}, recordingContext())).rejects.toMatchObject({
      name: 'TransientAgentError',
      message: expect.stringContaining('does not answer') as string,
    });
  });

  it('refuses a sentence that fits several things, and lists them', async () => {
    const feature = 'Open /people. Click "Save". I see "Profile saved".';
    const asked = tester.run('generate_test', callFor(feature, before.url), {}, recordingContext());
    await expect(asked).rejects.toMatchObject({
      name: 'TerminalAgentError',
      message: expect.stringMatching(
        /Click "Save".*several things.*\n {2}1\) button "Save" in section "Billing"\n {2}2\) button "Save" in section "Profile"/,
      ) as string,
    });
  });

  it('does not write outside the project', async () => {
    const directory = path.join(folder, 'shop');
    const { project } = agentCall({
      phase: 'E2E_TEST_GENERATION',
      directory,
      base_commit: '0',
      project: { test_directory: '../elsewhere' },
    });
    const asked = tester.run('generate_test', callFor(HOURS, before.url, { project }), {}, recordingContext());
    await expect(asked).rejects.toMatchObject({ name: 'TerminalAgentError' });
    await expect(access(path.join(folder, 'elsewhere'))).rejects.toThrow();
  });
});
