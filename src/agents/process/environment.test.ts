import { describe, expect, it } from 'vitest';
import { agentEnvironment } from './environment.ts';

describe('an agent’s environment', () => {
  const surroundings = {
    PATH: '/bin',
    HOME: '/home/me',
    DATABASE_URL: 'postgres://secret',
    ALERT_EMAIL_PASSWORD: 'secret',
    GIT_DIR: '/elsewhere',
  };

  it('has the search path and the home, and none of the worker’s secrets', () => {
    expect(agentEnvironment({}, surroundings)).toEqual({ PATH: '/bin', HOME: '/home/me' });
  });

  it('has what the configuration gives, over what it inherits', () => {
    expect(agentEnvironment({ HOME: '/srv', TOKEN: 't' }, surroundings)).toEqual({
      PATH: '/bin',
      HOME: '/srv',
      TOKEN: 't',
    });
  });
});
