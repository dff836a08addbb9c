import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutCredentials } from './secret-shapes.ts';

/** Put together here, so that nobody who looks for tokens takes these for real. */
const TOKENS = {
  'an AWS access key': ['AKIA', 'IOSFODNN7EXAMPLE'],
  'a GitHub token': ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'],
  'a fine-grained GitHub token': ['github_pat_', '11ABCDEFG0123456789_abcdefghijklmnop'],
  'a GitLab token': ['glpat-', 'abcdefghij0123456789'],
  'a Slack token': ['xoxb-', '123456789012-abcdefghijkl'],
  'a JSON Web Token': ['eyJ', 'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl'],
  'a model’s key': ['sk-', 'ant-api03-abcdefghijklmnopqrstuvwx'],
  'a payment key': ['sk_live_', '4eC39HqLyjWDarjtT1zdp7dc'],
};

const PEM = ['-----BEGIN RSA PRIVATE KEY', '-----\nMIIEpAIBAAKCAQEA7\nabc+/=\n-----END RSA PRIVATE KEY', '-----'].join(
  '',
);

const twiceQuoted = (pwd: string): string =>
  JSON.stringify({ line: JSON.stringify({ line: JSON.stringify({ pwd }) }) });

describe('withoutCredentials', () => {
  it.each([
    ['see https://ada:pw@example.org/x', 'see https://ada:[redacted]@example.org/x'],
    ['https://ada:p@ss@example.org/x', 'https://ada:[redacted]@example.org/x'],
    ['"redis://:pw@cache"', '"redis://:[redacted]@cache"'],
    ['https://0123456789abcdef0123@example.org/x', 'https://[redacted]@example.org/x'],
    ['Authorization: Basic YWRhOnB3cHdwdw==', 'Authorization: Basic [redacted]'],
    ['sent Bearer hunter2hunter2', 'sent Bearer [redacted]'],
    ['sent bearer hunter2hunter2', 'sent bearer [redacted]'],
    ['GET /x?page=2&access_token=abc&n=1', 'GET /x?page=2&access_token=[redacted]&n=1'],
    ['https://s3/x?X-Amz-Signature=0a1b#top', 'https://s3/x?X-Amz-Signature=[redacted]#top'],
    ['http://x/?password=pw', 'http://x/?password=[redacted]'],
    ['DB_PASSWORD=hunter2 node x', 'DB_PASSWORD=[redacted] node x'],
    ['password: hunter2, user: ada', 'password: [redacted], user: ada'],
    ['{"secret":"hunter2","n":1}', '{"secret":"[redacted]","n":1}'],
    [String.raw`{"line":"{\"api_key\":\"hunter2\"}"}`, String.raw`{"line":"{\"api_key\":\"[redacted]\"}"}`],
    ['MODEL_KEY=abcdefgh', 'MODEL_KEY=[redacted]'],
    ['run --token abcdefgh now', 'run --token [redacted] now'],
    ['https://hooks.slack.com/services/T0/B0/abc', 'https://hooks.slack.com/services/[redacted]'],
    [JSON.stringify({ said: 'so:\nBearer hunter2hunter2' }), String.raw`{"said":"so:\nBearer [redacted]"}`],
    [JSON.stringify({ said: 'so:\n--token abcdefgh' }), String.raw`{"said":"so:\n--token [redacted]"}`],
    [JSON.stringify({ 'password: \npassword': 1 }), String.raw`{"password: \npassword":1}`],
    [JSON.stringify({ 'password: ': 12_345 }), '{"password: ":12345}'],
    [twiceQuoted('hunter2'), twiceQuoted('[redacted]')],
    [PEM, '[redacted]'],
    [JSON.stringify({ PEM }), '{"PEM":"[redacted]"}'],
    [PEM.slice(0, 50), '[redacted]'],
    [JSON.stringify({ said: `${PEM.slice(0, 50)}"` }), String.raw`{"said":"[redacted]\""}`],
  ])('makes of %s %s', (text, safe) => {
    expect(withoutCredentials(text)).toBe(safe);
  });

  it.each([
    'http://localhost:3000/@me',
    'basic features',
    'the bearer arrives',
    'http://localhost:3000/?email=ada@example.org',
    'The slots for agents follow the pool',
    'chimera-0123456789ab:CODE_IMPLEMENTATION:1',
    'trace-8448eb211c80319c span-69203331',
    'tokens_used: 100, lease_token 7',
    'Unexpected token } in JSON',
    'the password field is empty',
    'a commit 0af7651916cd43dd8448eb211c80319c0af76519',
  ])('leaves %s', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it.each(Object.entries(TOKENS))('hides %s, and what is around it stays', (_, parts) => {
    const token = parts.join('');
    expect(withoutCredentials(`found ${token}, and more`)).toBe('found [redacted], and more');
    expect(withoutCredentials(JSON.stringify({ said: token }))).toBe('{"said":"[redacted]"}');
    expect(withoutCredentials(JSON.stringify({ said: `it:\n${token}` }))).toBe(String.raw`{"said":"it:\n[redacted]"}`);
  });

  it('leaves JSON valid', () => {
    const bits = fc.constantFrom(
      'password',
      '=',
      ': ',
      '"',
      '\\',
      '\n',
      '://',
      '@',
      '?token=',
      'x',
      PEM,
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----',
      '--',
      ' ',
    );
    const text = fc.array(fc.oneof(bits, fc.string())).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        const line = withoutCredentials(JSON.stringify({ [one]: other, list: [one, { other }] }));
        expect(() => JSON.parse(line) as unknown).not.toThrow();
      }),
    );
  });

  it('finds no more the second time', () => {
    for (const text of [PEM, 'https://ada:pw@x/?token=abc', 'DB_PASSWORD=hunter2', 'Bearer hunter2hunter2']) {
      const once = withoutCredentials(text);
      expect(withoutCredentials(once)).toBe(once);
    }
  });
});

describe('a text of 1 MiB', () => {
  it.each([
    ...[
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\n',
      'sk-',
      'x.',
      'a://b:',
      'a://a:@',
      '://',
      'ghp_',
      'eyJ',
    ],
    ...[
      'key ',
      'password is ',
      '--token ',
      'Bearer ',
      '?a',
      '&a_',
      '"',
      '\\"',
      '-',
      '_',
      'token" : ',
      'glab-',
      'a',
      '.',
    ],
  ])('of %j is looked through in a moment', (piece) => {
    const text = `key://${piece.repeat(Math.floor((1024 * 1024) / piece.length))}`;
    const before = process.threadCpuUsage();
    withoutCredentials(text);
    const { user, system } = process.threadCpuUsage(before);
    // Some took a second, and an event loop waited for them.
    expect((user + system) / 1_000).toBeLessThan(200);
  });
});
