import { describe, expect, it } from 'vitest';
import { isSecretKey, redacted } from './redaction.ts';

describe('a secret key', () => {
  it.each([
    'password',
    'ALERT_EMAIL_PASSWORD',
    'x-api-key',
    'accessToken',
    'set-cookie',
    'client_secret',
    'privateKey',
    'credentials',
    'DATABASE_URL',
    'ALERT_SLACK_WEBHOOK',
  ])('is %s', (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it.each(['task_id', 'tokens_used', 'target_url', 'passed', 'key', 'secretary', 'cookieless'])('is not %s', (key) => {
    expect(isSecretKey(key)).toBe(false);
  });
});

describe('redacted', () => {
  it('hides what stands under a secret key, however deep, and leaves the rest', () => {
    const at = new Date(0);
    expect(
      redacted({
        password: 'x',
        list: [{ token: 'x', n: 1 }],
        credentials: { user: 'x' },
        map: new Map([['a', { secret: 'x' }]]),
        at,
        none: null,
      }),
    ).toEqual({
      password: '[redacted]',
      list: [{ token: '[redacted]', n: 1 }],
      credentials: '[redacted]',
      map: [['a', { secret: '[redacted]' }]],
      at,
      none: null,
    });
  });

  it('leaves numbers and what is not set', () => {
    const values = { lease_token: 7, token: undefined, secret: null, has_password: true };
    expect(redacted(values)).toEqual(values);
  });

  it('hides in every text what has the shape of a secret, or what it is told to', () => {
    const at = new URL('https://ada:pw@x/');
    expect(redacted({ deep: [{ said: 'Bearer hunter2hunter2' }], at })).toEqual({
      deep: [{ said: 'Bearer [redacted]' }],
      at: 'https://ada:[redacted]@x/',
    });
    expect(redacted({ said: 'abc' }, (text) => text.toUpperCase())).toEqual({ said: 'ABC' });
  });

  it('ends in an object that contains itself', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(JSON.stringify(redacted(circle))).toContain('[too deep]');
  });
});
