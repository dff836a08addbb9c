import redos from 'eslint-plugin-redos';
import tseslint from 'typescript-eslint';

const clockAndRandomness = [
  { object: 'Date', property: 'now', message: 'A decision takes `now` as a parameter.' },
  { object: 'Math', property: 'random', message: 'A decision takes its randomness as a parameter.' },
  { object: 'process', property: 'env', message: 'The environment is read in src/config/env.ts only.' },
];

export default tseslint.config(
  {
    ignores: [
      'tests/fixtures/**',
      'dist/**',
      'coverage/**',
      '.mutation/**',
      'node_modules/**',
      'examples/**',
      '.chimera/**',
      'chimera-demo/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      // Ports are objects of closures: nothing in them uses `this`, and they are taken apart freely.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/domain/**/*.ts', 'src/feature/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-properties': ['error', ...clockAndRandomness] },
  },
  {
    // A browser has neither.
    files: ['src/domain/**/*.ts', 'src/contract/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.testsuite.ts'],
    rules: { 'no-restricted-globals': ['error', 'Buffer', 'process'] },
  },
  {
    // What may meet a text of somebody else's takes time that grows with the text, not faster.
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.testsuite.ts'],
    plugins: { redos },
    rules: {
      // Steps are counted, not time: on a busy host all would seem slow. What is not judged within 10 s passes.
      'redos/no-vulnerable': ['error', { attackTimeout: null, incubationTimeout: null, seedingTimeout: null }],
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(NewExpression, CallExpression)[callee.name="RegExp"][arguments.0.type!="Literal"]',
          message: 'An expression that is put together is seen by no check: write it as a literal.',
        },
      ],
    },
  },
  {
    // Long expressions with every repetition bounded, which the fuzzer now and then takes for polynomial; hostile-tests.test.ts
    // measures the time of each.
    files: ['src/agents/built-in/guardian/test-code/languages.ts'],
    rules: { 'redos/no-vulnerable': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    // Put together from literals: regular-expressions.test.ts has them checked. Or from characters, or from the paths of routes.
    files: [
      'src/agents/built-in/e2e-tester/plain-error.ts',
      'src/feature/selector.ts',
      'src/observability/secret-shapes.ts',
      'src/agents/built-in/e2e-tester/writer/literal.ts',
      'src/api/http/allowed-methods.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      // Date.now() is the workflow's own, replayed time here.
      'no-restricted-properties': ['error', ...clockAndRandomness.filter(({ object }) => object !== 'Date')],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', 'prom-client', 'pino'], message: 'Workflow code runs in a deterministic sandbox.' },
          ],
        },
      ],
    },
  },
  { files: ['eslint.config.js', '.dependency-cruiser.js'], ...tseslint.configs.disableTypeChecked },
);
