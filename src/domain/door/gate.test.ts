import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OWN_HOSTS } from './allowed-hosts.ts';
import { type Gate, PROOF_HEADER, gateRefusal, type RequestHead } from './gate.ts';

const GATE: Gate = { hosts: [{ name: 'chimera.example' }], isPage: (path) => path === '/docs' };
const JSON_TYPE = { 'content-type': 'application/json' };

function head(given: Partial<Omit<RequestHead, 'headers'>> & { headers?: Record<string, string> } = {}): RequestHead {
  const headers = { Host: '127.0.0.1:8080', ...given.headers };
  return { method: 'GET', target: '/api/tasks', ...given, headers: Object.entries(headers).flat() };
}

const answerTo = (given: Parameters<typeof head>[0]) => {
  const { status, kind } = gateRefusal(head(given), GATE) ?? { status: 200, kind: 'in' };
  return `${status} ${kind}`;
};

describe('the host of a request', () => {
  it.each(['127.0.0.1', 'localhost:1', 'LOCALHOST:8080', '[::1]:8080', 'chimera.example:8443'])(
    'is one of the server’s own: %s',
    (Host) => {
      expect(answerTo({ headers: { Host } })).toBe('200 in');
    },
  );

  it.each(['evil.example', 'localhost.evil.example', 'localhost.', '127.0.0.2', '10.0.0.7:8080', 'a.chimera.example'])(
    'is somebody else’s: %s',
    (Host) => {
      expect(answerTo({ headers: { Host } })).toBe('403 host-refused');
    },
  );

  it.each(['', '127.0.0.1, evil.example', '127.0.0.1@evil.example', 'http://127.0.0.1', '127.0.0.1:x'])(
    'cannot be read: %j',
    (Host) => {
      expect(answerTo({ headers: { Host } })).toBe('400 host-unreadable');
    },
  );

  it('is given once', () => {
    const twice = { ...head(), headers: ['Host', 'localhost', 'hOsT', 'localhost'] };
    expect(gateRefusal(twice, GATE)?.status).toBe(400);
    expect(gateRefusal({ ...twice, headers: [] }, GATE)?.status).toBe(400);
    expect(gateRefusal({ ...twice, headers: ['Host'] }, GATE)?.status).toBe(400);
  });

  it('may be the address at which the request arrived, and no other', () => {
    const headers = { Host: '172.18.0.5:9090' };
    expect(answerTo({ headers, arrivedAt: '::ffff:172.18.0.5' })).toBe('200 in');
    expect(answerTo({ headers, arrivedAt: '172.18.0.6' })).toBe('403 host-refused');
  });

  it('is the same in a URL that names it too', () => {
    expect(answerTo({ target: 'HTTP://127.0.0.1:8080/api/tasks' })).toBe('200 in');
    expect(answerTo({ target: 'http://evil.example/api/tasks' })).toBe('400 host-unreadable');
  });

  it('is told with what to set, and not at any length', () => {
    const long = 'a'.repeat(200);
    expect(gateRefusal(head({ headers: { Host: long } }), GATE)?.detail).toMatch(/"a{99}…".*CHIMERA_ALLOWED_HOSTS/);
  });
});

describe('a browser that asks for another site’s page', () => {
  const foreign = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'anything' },
    { Origin: '' },
    { Origin: 'null' },
    { Origin: 'http://evil.example' },
    { Origin: 'http://127.0.0.1:3000' },
    { Origin: 'http://localhost:8080' },
    { Origin: 'chrome-extension://127.0.0.1:8080' },
    { Origin: 'http://127.0.0.1:8080.evil.example' },
  ];

  it.each(foreign)('is refused, whatever it asks for: %j', (headers) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PATCH', 'DELETE', 'QUERY']) {
      expect(answerTo({ method, headers: { ...headers, ...JSON_TYPE, [PROOF_HEADER]: '1' } })).toBe('403 page-refused');
    }
  });

  it('may be led to a page for people, and only there', () => {
    const visit = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expect(answerTo({ target: '/docs?a=/x#y', headers: visit })).toBe('200 in');
    expect(answerTo({ target: 'http://127.0.0.1:8080/docs', headers: visit })).toBe('200 in');
    expect(answerTo({ headers: visit })).toBe('403 page-refused');
    for (const other of [
      { 'Sec-Fetch-Mode': 'no-cors' },
      { 'Sec-Fetch-Dest': 'iframe' },
      { 'Sec-Purpose': 'prefetch' },
      { Origin: 'http://evil.example' },
    ]) {
      expect(answerTo({ target: '/docs', headers: { ...visit, ...other } })).toBe('403 page-refused');
    }
    expect(answerTo({ method: 'POST', target: '/docs', headers: { ...visit, ...JSON_TYPE } })).toBe('403 page-refused');
  });

  it('is told apart from its user and from this server’s own pages', () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'none' },
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://127.0.0.1:8080' },
      { Host: 'chimera.example', Origin: 'https://chimera.example' },
    ]) {
      expect(answerTo({ headers })).toBe('200 in');
      expect(answerTo({ method: 'POST', headers: { ...headers, ...JSON_TYPE } })).toBe('200 in');
    }
  });
});

describe('a write', () => {
  it.each(['application/json', 'application/json; charset=utf-8', ' Application/JSON ;x'])('comes as %s', (type) => {
    expect(answerTo({ method: 'POST', headers: { 'Content-Type': type } })).toBe('200 in');
  });

  it.each([
    'text/plain',
    'text/plain;application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json, text/plain',
    'application/jsonp',
    '',
  ])('does not come as %j', (type) => {
    expect(answerTo({ method: 'POST', headers: { 'Content-Type': type } })).toBe('415 unsupported-media-type');
  });

  it('without a body says so by a header that no page can send unasked', () => {
    expect(answerTo({ method: 'POST' })).toBe('403 write-unproven');
    expect(answerTo({ method: 'DELETE', headers: { 'Content-Length': '0' } })).toBe('403 write-unproven');
    expect(answerTo({ method: 'POST', headers: { [PROOF_HEADER]: '' } })).toBe('200 in');
  });

  it('may have another such header, where the server behind asks for one', () => {
    const gate = { ...GATE, proof: 'x-csrf-token' };
    const write = (headers: Record<string, string>) => gateRefusal(head({ method: 'POST', headers }), gate)?.kind;
    expect(write({ 'X-CSRF-Token': 'x' })).toBeUndefined();
    expect(write({ [PROOF_HEADER]: '1' })).toBeUndefined();
    expect(write({})).toBe('write-unproven');
    expect(answerTo({ method: 'POST', headers: { 'X-CSRF-Token': 'x' } })).toBe('403 write-unproven');
  });

  it('with a body says what it is', () => {
    for (const body of [{ 'Content-Length': '2' }, { 'Transfer-Encoding': 'chunked' }]) {
      expect(answerTo({ method: 'POST', headers: body })).toBe('415 unsupported-media-type');
    }
  });
});

describe('whatever a request says', () => {
  const value = fc.oneof(
    fc.constantFrom('', 'null', 'none', 'same-origin', 'cross-site', 'navigate', 'document', 'text/plain'),
    fc.constantFrom(
      'application/json',
      '127.0.0.1:8080',
      'http://127.0.0.1:8080',
      'evil.example',
      'http://evil.example',
    ),
    fc.string(),
  );
  const name = fc.constantFrom(
    ...['Host', 'Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest', 'Sec-Purpose'],
    ...['Content-Type', 'Content-Length', 'Transfer-Encoding', PROOF_HEADER, 'X-Other'],
  );
  const anything = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'),
    target: fc.oneof(fc.constantFrom('/', '/docs', 'http://127.0.0.1:8080/docs'), fc.string()),
    headers: fc
      .tuple(fc.constantFrom([], ['Host', '127.0.0.1:8080'], ['host', 'evil.example']), fc.array(fc.tuple(name, value)))
      .map(([first, pairs]) => [...first, ...pairs.flat()]),
  });
  const has = (request: RequestHead, wanted: string) =>
    request.headers.flatMap((line, index) =>
      index % 2 === 0 && line.toLowerCase() === wanted ? [request.headers[index + 1]] : [],
    );

  it('it comes in only by one own host, for no other’s page, and a write only with its proof', () => {
    let entered = 0;
    fc.assert(
      fc.property(anything, (request) => {
        if (gateRefusal(request, GATE) !== undefined) return;
        entered += 1;
        const [host = '', ...more] = has(request, 'host');
        expect(more).toEqual([]);
        expect([...OWN_HOSTS, ...GATE.hosts].map(({ name }) => name)).toContain(
          host.replace(/:\d+$/, '').toLowerCase(),
        );
        for (const origin of has(request, 'origin')) expect(origin?.replace(/^https?:\/\//, '')).toBe(host);
        const [site = 'none'] = has(request, 'sec-fetch-site');
        if (!['none', 'same-origin'].includes(site)) expect(request).toMatchObject({ method: 'GET' });
        if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
        expect(
          has(request, 'content-type').includes('application/json') || has(request, 'x-chimera-request').length > 0,
        ).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(entered).toBeGreaterThan(500);
  });

  it('what a page can send without asking first changes nothing', () => {
    const simple = fc.constantFrom(
      ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain;application/json'],
    );
    fc.assert(
      fc.property(
        fc.option(simple, { nil: undefined }),
        fc.option(fc.constantFrom('null', 'http://evil.example'), { nil: undefined }),
        fc.option(fc.constantFrom('cross-site', 'same-site'), { nil: undefined }),
        fc.constantFrom('127.0.0.1:8080', 'localhost:8080', 'evil.example:8080', 'chimera.example'),
        (type, origin, site, Host) => {
          const headers = {
            Host,
            ...(type === undefined ? {} : { 'Content-Type': type }),
            ...(origin === undefined ? {} : { Origin: origin }),
            ...(site === undefined ? {} : { 'Sec-Fetch-Site': site }),
          };
          expect(gateRefusal(head({ method: 'POST', headers }), GATE)).toBeDefined();
        },
      ),
    );
  });

  it('is answered the same again, and its refusal can be shown', () => {
    fc.assert(
      fc.property(anything, (request) => {
        const refusal = gateRefusal(request, GATE);
        expect(gateRefusal(request, GATE)).toEqual(refusal);
        if (refusal === undefined) return;
        expect([400, 403, 415]).toContain(refusal.status);
        expect(refusal.detail.length).toBeLessThan(500);
      }),
    );
  });
});
