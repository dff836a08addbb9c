import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeploymentAgent, type DeploymentAgent } from '../../src/agents/built-in/deployment/deployment-agent.ts';
import { type StagingRecord, stagingRecords } from '../../src/agents/built-in/deployment/staging-record.ts';
import { agentCall, recordingContext } from './agent-call.ts';
import { makeSite, type Site, START } from './deployment.site.ts';

const taskId = `chimera-${process.pid.toString(16).padStart(12, '0')}`;
let site: Site;
let commit: string;
/** Agents of different processes have nothing in common but the data directory. */
let first: DeploymentAgent;
let second: DeploymentAgent;

beforeEach(async () => {
  site = await makeSite();
  commit = await site.commit('one');
  [first, second] = [createDeploymentAgent(site), createDeploymentAgent(site)];
});
afterEach(async () => {
  await first.releaseAll();
  await second.releaseAll();
  await site.remove();
});

function deploy(by: DeploymentAgent, command: string, context = recordingContext()) {
  const about = { phase: 'STAGING_DEPLOYMENT', directory: site.repository, base_commit: commit } as const;
  const call = agentCall({ ...about, task_id: taskId, project: { staging: { command } } });
  return by.run('deploy_to_staging', call, { commit_sha: commit }, context);
}

const recordOf = (): Promise<StagingRecord | undefined> => stagingRecords(site.dataDirectory).read(taskId);

/** A deployment that the first worker makes, and goes on making until it learns that it lost the attempt. */
async function inTheMaking() {
  const lost = new AbortController();
  const context = recordingContext(lost.signal);
  const made = deploy(first, 'sleep 300', context).catch((reason: unknown) => reason);
  await expect.poll(() => context.messages.at(-1), { timeout: 20_000 }).toContain('no answer');
  return {
    made,
    lost: () => {
      lost.abort(new Error('The attempt is another worker’s.'));
    },
    record: await recordOf(),
  };
}

async function untilPatient(other: Promise<unknown>): Promise<void> {
  expect(await Promise.race([other, delay(500, 'it waits')])).toBe('it waits');
}

describe('a deployment that another worker process is still making', () => {
  it('is over before the next one of the task begins, and takes nothing of that with it', async () => {
    const { made, lost, record } = await inTheMaking();
    const next = deploy(second, START);
    await untilPatient(next);
    expect(await recordOf()).toEqual(record);
    lost();
    expect(await made).toMatchObject({ message: 'The attempt is another worker’s.' });
    expect(await (await fetch((await next).deployment_url)).text()).toBe('one');
    expect((await recordOf())?.run_id).not.toBe(record?.run_id);
  });

  it('is over before the task is released, and leaves no lock', async () => {
    const { made, lost } = await inTheMaking();
    const released = second.release(taskId);
    await untilPatient(released);
    lost();
    await Promise.all([made, released]);
    expect(await recordOf()).toBeUndefined();
    await deploy(second, START);
    await first.release(taskId);
    expect(await readdir(join(site.dataDirectory, 'staging'))).toEqual([]);
    expect(await readdir(join(site.dataDirectory, 'locks'))).toEqual([]);
  });
});
