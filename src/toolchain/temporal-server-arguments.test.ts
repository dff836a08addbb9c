import { expect, it } from 'vitest';
import { temporalServerArguments } from './temporal-server-arguments.ts';

const options = { namespace: 'chimera', searchAttributes: { ChimeraStatus: 'Keyword' }, logFile: '/log' } as const;
const ports = { port: 7233, uiPort: 8233 };

it('a server on a file writes ahead, so that it survives being killed', () => {
  const line = temporalServerArguments({ ...options, dbFile: '/data/t.db' }, ports).join(' ');
  expect(line).toContain(
    '--db-filename /data/t.db --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL',
  );
  expect(temporalServerArguments(options, ports).join(' ')).not.toContain('sqlite');
});

it('a server listens on the loopback only, and a headless one has no Web UI', () => {
  const line = temporalServerArguments(options, ports).join(' ');
  expect(line).toContain('--ip 127.0.0.1 --port 7233');
  expect(line).toContain('--ui-ip 127.0.0.1 --ui-port 8233');
  const hidden = temporalServerArguments({ ...options, uiHost: '127.1.2.3' }, ports).join(' ');
  expect(hidden).toContain('--ui-ip 127.1.2.3 --ui-port 8233');
  const headless = temporalServerArguments({ ...options, headless: true }, ports).join(' ');
  expect(headless).toContain('--headless');
  expect(headless).not.toContain('--ui-port');
});

it('a server registers namespace and search attributes', () => {
  const line = temporalServerArguments(options, ports).join(' ');
  expect(line).toContain('--namespace chimera');
  expect(line).toContain('--search-attribute ChimeraStatus=Keyword');
});

it('a server answers plain HTTP under no name, so that no web page can speak to it', () => {
  const line = temporalServerArguments(options, ports).join(' ');
  expect(line).toContain('--dynamic-config-value frontend.httpAllowedHosts=["closed.invalid"]');
  expect(line).toContain('--dynamic-config-value system.enableNexus=false');
});

it('a server keeps the search attributes in memory, and hands activities over with workflow tasks', () => {
  const line = temporalServerArguments(options, ports).join(' ');
  expect(line).toContain('--dynamic-config-value system.forceSearchAttributesCacheRefreshOnRead=false');
  expect(line).toContain('--dynamic-config-value system.enableActivityEagerExecution=true');
});
