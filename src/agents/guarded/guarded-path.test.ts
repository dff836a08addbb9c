import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesAny } from './allowed-paths.ts';
import { CATEGORIES, type GuardedCategory } from './category.ts';
import { guardOf } from './guarded-path.ts';
import { compilePattern, foldCase } from './path-pattern.ts';

/** Paths that tools read from a repository, by what is guarded about them. */
const READ: Readonly<Record<GuardedCategory, string>> = {
  agents: `
    .claude/settings.json web/.claude/settings.local.json CLAUDE.md docs/CLAUDE.md AGENTS.md packages/a/AGENTS.md .mcp.json
    .codex/config.toml .agents/skills/x/SKILL.md GEMINI.md .gemini/settings.json QWEN.md .qwen/settings.json opencode.jsonc
    .opencode/agent/x.md .github/copilot-instructions.md .github/instructions/a.instructions.md .github/hooks/x.json
    .cursor/rules/a.mdc .cursorrules .windsurf/rules/a.md .windsurfrules .clinerules .clinerules/a.md .roo/mcp.json .roomodes
    .aider.conf.yml .continue/config.yaml .goosehints .kiro/steering/a.md .junie/guidelines.md .amazonq/rules/a.md
    .vscode/mcp.json .augment/rules/a.md .openhands/setup.sh .coderabbit.yaml`,
  editors: `
    .vscode/tasks.json .vscode/settings.json a.code-workspace .idea/workspace.xml .run/a.run.xml .zed/tasks.json .exrc
    .dir-locals.el .devcontainer/devcontainer.json .devcontainer.json .gitpod.yml .envrc mise.toml flake.nix .idx/dev.nix`,
  hooks: `
    .gitattributes src/.gitattributes .gitmodules .husky/pre-commit .githooks/pre-push lefthook.yml .pre-commit-config.yaml
    .lintstagedrc.json lint-staged.config.mjs .lfsconfig`,
  packages: `
    .npmrc web/.npmrc .yarnrc .yarnrc.yml .yarn/releases/yarn.cjs .pnpmfile.cjs pnpm-workspace.yaml bunfig.toml pip.conf
    .pypirc .cargo/config.toml NuGet.config gradlew gradle/wrapper/gradle-wrapper.properties .mvn/extensions.xml mvnw
    settings.gradle.kts binding.gyp sitecustomize.py rust-toolchain.toml`,
  ci: `
    .github/workflows/ci.yml .gitlab-ci.yml .circleci/config.yml .travis.yml azure-pipelines.yml Jenkinsfile .drone.yml
    bitbucket-pipelines.yml .buildkite/pipeline.yml .ci/run Dockerfile web/Dockerfile.dev docker-compose.yml compose.yaml
    .dockerignore Procfile CODEOWNERS renovate.json`,
  runners: `
    playwright.config.ts web/playwright-ct.config.mts vitest.config.ts vitest.workspace.ts vite.config.ts jest.config.js
    jest.setup.ts .mocharc.yml karma.conf.js cypress.config.ts cypress/support/e2e.ts wdio.conf.ts ava.config.js .taprc
    cucumber.mjs pytest.ini conftest.py tests/conftest.py tox.ini noxfile.py phpunit.xml.dist tests/Pest.php .rspec
    spec/spec_helper.rb xunit.runner.json test.runsettings junit-platform.properties`,
  commands: `
    Makefile makefile GNUmakefile sub/rules.mk justfile Taskfile.yml Rakefile lib/tasks/a.rake gulpfile.mjs Gruntfile.js
    turbo.json nx.json Makefile.toml fabfile.py`,
  checks: `
    eslint.config.js .eslintrc.cjs .eslintignore .prettierrc .prettierignore biome.json tsconfig.json packages/a/tsconfig.build.json
    .stylelintrc.json ruff.toml .flake8 mypy.ini .rubocop.yml .golangci.yml phpstan.neon .editorconfig codecov.yml`,
  builds: 'pom.xml build.gradle build.gradle.kts setup.py CMakeLists.txt shop.csproj webpack.config.js BUILD',
};

const read = Object.entries(READ).flatMap(([category, paths]) =>
  paths.split(/\s+/).flatMap((path) => (path === '' ? [] : [[path, category] as const])),
);

describe('a guarded path', () => {
  it.each(read)('%s is one of %s', (path, category) => {
    expect(guardOf(path)?.category).toBe(category);
  });

  it.each([
    'src/index.ts',
    'docs/agents.md',
    'docs/review.md',
    'src/agents/index.ts',
    'claude/settings.json',
    'src/vscode.ts',
    'src/environment.py',
    'build/index.js',
    'tests/unit/dockerfile.test.ts',
    'src/config/vitest.ts',
    'public/logo.png',
    'README.md',
    'package.json',
    'deploy/prometheus.yml',
    'a/.github/workflows/ci.yml',
  ])('is not %s', (path) => {
    expect(guardOf(path)).toBeUndefined();
  });

  it('is the place of a guarded folder too, whatever stands in it', () => {
    for (const path of ['.claude', '.husky', 'web/.vscode', '.github']) expect(guardOf(path)).toBeDefined();
  });

  it('is found in any case of letters, as file systems that ignore it do', () => {
    for (const path of ['.VSCode/tasks.json', '.v\u017fcode/tasks.json', '.NPMRC', 'DOCKERFILE', 'agents.md']) {
      expect(guardOf(path), path).toBeDefined();
    }
  });

  it('stays one in any folder where its tool reads it in any folder', () => {
    const folders = fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), { maxLength: 4 });
    fc.assert(
      fc.property(folders, fc.constantFrom('CLAUDE.md', '.npmrc', '.vscode/tasks.json', 'Makefile'), (above, path) => {
        expect(guardOf([...above, path].join('/'))).toBeDefined();
      }),
    );
  });

  it('is the same for every path below a guarded folder', () => {
    const names = fc.array(fc.stringMatching(/^[\w.-]{1,10}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, (below) => {
        expect(guardOf(['.claude', ...below].join('/'))?.category).toBe('agents');
      }),
    );
  });

  it('has a severity, words and a reason for each category', () => {
    for (const { severity, what, why, put_back } of Object.values(CATEGORIES)) {
      expect(what.length * why.length).toBeGreaterThan(0);
      expect(severity === 'ERROR' ? put_back : true).toBe(true);
    }
  });
});

describe('a pattern for paths', () => {
  const matches = (pattern: string, path: string, exact = false): boolean => {
    const names = path.split('/');
    const folded = names.map(foldCase);
    return names.some((_, at) => compilePattern(pattern, exact).matches({ names, folded, at }));
  };
  it.each<[string, string, boolean]>([
    ['a.md', 'x/y/a.md', true],
    ['/a.md', 'a.md', true],
    ['/a.md', 'x/a.md', false],
    ['a/', 'x/a/b/c', true],
    ['a/', 'x/a', true],
    ['a/', 'x/ab', false],
    ['a/b', 'x/a/b', true],
    ['a/b', 'a/x/b', false],
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*c', 'a', false],
    ['*.config.*', 'x/y.config.ts', true],
    ['ab*ba', 'aba', false],
    ['a*b*c', 'a-c-b', false],
  ])('%s matches %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });
  it('in its very case is one where it is exact', () => {
    expect(matches('AGENTS.md', 'docs/agents.md', true)).toBe(false);
    expect(matches('AGENTS.md', 'docs/AGENTS.md', true)).toBe(true);
  });
});

describe('paths that a project allows', () => {
  it('match as globs, regardless of case and leading dots', () => {
    const isAllowed = matchesAny(['.vscode/**', 'Makefile']);
    expect(['.vscode/tasks.json', '.VSCODE/a/b', 'makefile'].every(isAllowed)).toBe(true);
    expect(isAllowed('web/Makefile')).toBe(false);
  });
  it('are none without a glob', () => {
    expect(matchesAny([])('Makefile')).toBe(false);
  });
});
