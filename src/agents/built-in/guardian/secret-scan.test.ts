import { describe, expect, it } from 'vitest';
import { lineMaskOf } from './mask.ts';
import { changed } from '../../../../tests/support/review-subject.ts';
import { secretFindings } from './rules/secret.ts';
import { findSecrets } from './secret-scan.ts';

// Put together here so that no text in the repository looks like a secret.
const accessKeyId = ['AKIA', 'QYLPMN5HFZ', '3KWTAB'].join('');
const secretKey = ['wJalrXUtnFEMI', '/K7MDENG/', 'bPxRfiCYzz12345678'].join('');
const armour = (word: string): string => ['-----', word, ' RSA PRIVATE ', 'KEY-----'].join('');
const privateKey = [armour('BEGIN'), ...Array<string>(4).fill('MIIEpAIBAAKCAQEA'.repeat(4)), armour('END')];

const added = (...texts: string[]) => texts.map((text, at) => ({ number: 20 + at, text }));

describe('the secret scan', () => {
  it.each<[string, string[], string]>([
    ['an access key id', [`const id = '${accessKeyId}';`], accessKeyId],
    ['a secret access key', [`AWS_SECRET_ACCESS_KEY = "${secretKey}"`], secretKey],
    ['a private key', privateKey, privateKey[2] ?? ''],
  ])('finds and masks %s', async (_, lines, secret) => {
    const found = await findSecrets(changed({ path: 'config.js', added: added('first', ...lines) }));
    expect(found.map(({ line }) => line)).toContain(21);
    const text = lineMaskOf(found.flatMap(({ values }) => values))(lines.join('\n'));
    expect(text).not.toContain(secret);
    const findings = secretFindings(found, new Set());
    expect(findings[0]).toMatchObject({ severity: 'ERROR', file: 'config.js', line: 21, rule: 'secret' });
    expect(JSON.stringify(findings)).not.toContain(secret);
  });
  it('finds nothing in ordinary lines, nor in a file without any', async () => {
    expect(await findSecrets(changed({ path: 'a.js', added: added('const token = process.env.TOKEN;') }))).toEqual([]);
    expect(await findSecrets(changed({ path: 'a.js', added: [] }))).toEqual([]);
  });
  it('does not join lines that are apart in the file', async () => {
    const lines = [...added(privateKey[0] ?? ''), { number: 90, text: accessKeyId }];
    const found = await findSecrets(changed({ path: 'a.txt', added: lines }));
    expect(found.map(({ line }) => line)).toEqual([90]);
  });
  it('only warns of a secret that the generated test quotes', async () => {
    const found = await findSecrets(changed({ path: 'a.spec.ts', added: added(accessKeyId) }));
    expect(secretFindings(found, new Set(['a.spec.ts']))).toMatchObject([{ severity: 'WARNING' }]);
  });
  it('reports one secret of one line once', async () => {
    const found = await findSecrets(changed({ path: 'a.js', added: added(accessKeyId) }));
    expect(secretFindings([...found, ...found], new Set())).toHaveLength(1);
  });
});
