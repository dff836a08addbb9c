import { readEnvironment } from '../../config/env.ts';
import type { Console } from '../console.ts';
import { wrongOption } from '../failure.ts';
import { runningInstance } from '../instance/instance-file.ts';

/** Where the API is: --api-url, else CHIMERA_API_URL, else what runs on this data directory, else the configured port. */
export async function locateApi(option: string | undefined, env: Console['env']): Promise<string> {
  const named = option ?? env['CHIMERA_API_URL'];
  if (named !== undefined && named !== '')
    return checked(named, option === undefined ? 'CHIMERA_API_URL' : '--api-url');
  const { dataDirectory, host, port } = readEnvironment(env);
  return (await runningInstance(dataDirectory))?.api_url ?? `http://${host}:${port}`;
}

function checked(url: string, name: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw wrongOption(name, 'must be a URL such as http://127.0.0.1:8080');
  }
  return url;
}
