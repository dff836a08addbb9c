/** The import table of ARCHITECTURE.md, as rules. Every folder of src may import itself and what stands beside it. */
export const MAY_IMPORT = {
  domain: [],
  feature: [],
  host: ['domain', 'config'],
  threads: [],
  text: [],
  toolchain: ['domain', 'host'],
  config: ['domain'],
  door: ['domain'],
  contract: ['domain'],
  // What was read of a feature travels in a task's input.
  workflows: ['domain', 'feature/step.ts'],
  temporal: ['domain', 'workflows/[^/]+/contract.ts'],
  agents: ['domain', 'config', 'feature', 'host'],
  delivery: ['domain', 'config', 'host'],
  persistence: ['domain', 'config', 'host'],
  observability: ['domain', 'config', 'door'],
  journal: ['domain', 'persistence', 'observability'],
  activities: [
    'domain',
    'config',
    'journal',
    'agents/agent.ts',
    'agents/workspace/workspace.ts',
    'delivery',
    'persistence',
    'observability',
    'workflows/[^/]+/contract.ts',
    'temporal',
  ],
  worker: [
    'domain',
    'config',
    'host',
    'activities',
    'journal',
    'workflows',
    'agents',
    'delivery',
    'persistence',
    'observability',
    'temporal',
    'threads',
  ],
  api: [
    'domain',
    'contract',
    'config',
    'door',
    'feature',
    'text',
    'persistence',
    'observability',
    'workflows/[^/]+/contract.ts',
    'temporal',
  ],
  replay: ['worker/workflows-path.ts', 'workflows/[^/]+/contract.ts'],
  runtime: [
    'domain',
    'config',
    'door',
    'feature',
    'host',
    'threads',
    'toolchain',
    'workflows/[^/]+/contract.ts',
    'agents/built-in/guardian/inspect-change.ts',
    'persistence',
    'observability',
    'journal',
    'worker',
    'api',
    'replay',
    'temporal',
  ],
  cli: ['domain', 'contract', 'config', 'host', 'text', 'toolchain', 'runtime'],
};

const NO_PACKAGES = ['domain'];

/** A rule that refuses every import of a room beyond its row in the table. */
const rowOf = ([room, allowed]) => ({
  name: `${room}-imports-only-its-row`,
  severity: 'error',
  comment: `src/${room} may import ${[room, ...allowed].join(', ')}.`,
  from: { path: `^src/${room}/`, pathNot: '\\.test(suite)?\\.ts$' },
  to: { path: '^src/', pathNot: [room, ...allowed].map((place) => `^src/${place}(/|\\.|$)`) },
});

const pure = NO_PACKAGES.map((room) => ({
  name: `${room}-imports-no-package`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
  to: { dependencyTypes: ['npm', 'npm-dev', 'core', 'npm-no-pkg', 'unknown'] },
}));

export default {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(rowOf),
    ...pure,
    {
      name: 'feature-is-pure',
      severity: 'error',
      from: { path: '^src/feature/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '@cucumber/' },
    },
    {
      name: 'contract-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'workflows-run-in-a-sandbox',
      severity: 'error',
      from: { path: '^src/workflows/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '@temporalio/(workflow|common)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-dead-ends', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    {
      name: 'every-room-has-a-row',
      severity: 'error',
      from: { path: `^src/(?!(${Object.keys(MAY_IMPORT).join('|')})/)` },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
