/**
 * What an agent's program inherits from the worker's environment. Everything else stays with the worker: passwords,
 * tokens, DATABASE_URL. What an agent needs beyond this is given to it by name in its configuration.
 */
export const INHERITED_VARIABLES: readonly string[] = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'TZ', 'TERM'],
  ...['LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'LC_COLLATE', 'LC_TIME', 'LC_NUMERIC'],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'PLAYWRIGHT_BROWSERS_PATH'],
];

/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string>>;

/** The inherited variables that `surroundings` has, then `given` over them. */
export function agentEnvironment(
  given: EnvironmentVariables = {},
  surroundings: Readonly<NodeJS.ProcessEnv> = process.env,
): Record<string, string> {
  const inherited = INHERITED_VARIABLES.flatMap((name) => {
    const value = surroundings[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...given };
}
