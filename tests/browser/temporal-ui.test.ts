import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/env.ts';
import { reachTemporal, type Temporal } from '../../src/runtime/temporal.ts';
import { KeptLog } from '../support/api/api-fixture.ts';
import { launchChromium } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { listeningAddresses } from '../support/listening.ts';
import { sendLines } from '../support/raw-http.ts';

const JSON_TYPE = 'Content-Type: application/json';

let directory: string;
let temporal: Temporal;
let ui: string;
let connection: Connection;
let client: Client;
const log = new KeptLog();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-ui-'));
  temporal = await reachTemporal(readEnvironment({ CHIMERA_HOME: directory }), log);
  ui = temporal.uiUrl ?? '';
  connection = await Connection.connect({ address: temporal.address });
  client = new Client({ connection });
});
afterAll(async () => {
  await connection.close();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

async function waiting(id: string): Promise<string> {
  await client.workflow.start('anything', { taskQueue: 'nobody', workflowId: id });
  return id;
}
const statusOf = async (id: string) => (await client.workflow.getHandle(id).describe()).status.name;
const serverPid = async () =>
  (JSON.parse(await readFile(join(directory, 'temporal.db.owner.json'), 'utf8')) as { server: number }).server;

describe('Temporal’s Web UI behind its door', () => {
  it('lists workflows, shows one, signals and terminates it', async () => {
    const id = await waiting('looked-at');
    const page = await (await launchChromium()).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
    });
    await page.goto(`${ui}/namespaces/default/workflows`);
    await page.getByRole('link', { name: id, exact: true }).first().click();
    await page.getByRole('heading', { name: id }).waitFor();
    await page.getByRole('button', { name: 'More Actions' }).click();
    await page.getByRole('menuitem', { name: 'Send a Signal' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('hello');
    await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click();
    await eventually('the signal is in the history', async () => {
      const { events } = await client.workflow.getHandle(id).fetchHistory();
      return events?.some(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === 'hello') ===
        true
        ? true
        : undefined;
    });
    await page.getByRole('button', { name: 'More Actions' }).click();
    await page.getByRole('menuitem', { name: 'Terminate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Terminate' }).click();
    await expect.poll(() => statusOf(id)).toBe('TERMINATED');
    expect(complaints).toEqual([]);
    expect(refused).toEqual([]);
  });

  it('is read by no page, neither under a rebound name nor from another origin', async () => {
    const id = await waiting('untouched');
    const list = 'GET /api/v1/namespaces/default/workflows HTTP/1.1';
    const own = `Host: ${new URL(ui).host}`;
    for (const lines of [
      ['Host: evil.example'],
      [],
      [own, own],
      [own, 'Origin: http://evil.example'],
      [own, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'],
    ]) {
      expect(await sendLines(ui, [list, ...lines])).toMatch(/^HTTP\/1\.1 40[03] [^]*urn:chimera:problem:(host|page)-/);
    }
    const end = `POST /api/v1/namespaces/default/workflows/${id}/terminate HTTP/1.1`;
    expect(await sendLines(ui, [end, own, 'Content-Type: text/plain', 'Content-Length: 2'], '{}')).toMatch(
      /^HTTP\/1\.1 415 /,
    );
    expect(await sendLines(ui, [end, own, 'Origin: null', JSON_TYPE, 'Content-Length: 2'], '{}')).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await sendLines(ui, [list, own])).toContain(id);
    expect(await statusOf(id)).toBe('RUNNING');
  });

  it('is what it was after Temporal was started again, and says so meanwhile', async () => {
    const before = await serverPid();
    process.kill(before, 'SIGKILL');
    const away = await eventually('the door notices', async () => {
      const answer = await fetch(ui);
      return answer.status === 503 ? answer : undefined;
    });
    expect(away.headers.get('retry-after')).toBe('2');
    expect(await away.text()).toContain('Temporal does not answer right now');
    const back = await eventually('the Web UI is back', async () => {
      const answer = await fetch(`${ui}/api/v1/namespaces/default/workflows`);
      return answer.status === 200 ? answer : undefined;
    });
    expect(await back.text()).toContain('untouched');
    expect(await serverPid()).not.toBe(before);
  });
});

describe.runIf(process.platform === 'linux')('what else the Temporal server listens on', () => {
  it('tells and does nothing over plain HTTP, whatever the host', async () => {
    const id = await waiting('not-driven');
    const addresses = await listeningAddresses(await serverPid());
    const known = addresses.filter((address) => address.startsWith('127.0.0.1:'));
    const hidden = addresses.filter((address) => !address.startsWith('127.0.0.1:'));
    expect(known).toContain(temporal.address);
    expect(known.length).toBeGreaterThanOrEqual(4);
    expect(hidden).toEqual([expect.stringMatching(/^127\.\d+\.\d+\.\d+:\d+$/)]);
    for (const address of known) {
      for (const host of [address, 'evil.example', 'localhost']) {
        const lines = [`Host: ${host}`, 'Content-Type: text/plain', 'Content-Length: 2'];
        const base = '/api/v1/namespaces/default/workflows';
        const told = await sendLines(`http://${address}`, [`GET ${base} HTTP/1.1`, `Host: ${host}`]);
        const ended = await sendLines(`http://${address}`, [`POST ${base}/${id}/terminate HTTP/1.1`, ...lines], '{}');
        const begun = await sendLines(`http://${address}`, [`POST ${base}/begun HTTP/1.1`, ...lines], '{}');
        const metrics = await sendLines(`http://${address}`, ['GET /metrics HTTP/1.1', `Host: ${host}`]);
        expect(`${told}${ended}${begun}`).not.toMatch(/^HTTP\/1\.1 2/m);
        expect(`${told}${ended}${begun}${metrics}`).not.toContain(id);
      }
    }
    expect(await statusOf(id)).toBe('RUNNING');
  });
});
