import type { GuardedTool } from '../category.ts';

/** What decides what linters, formatters, type checkers and measures of coverage find. */
export const CHECKS: readonly GuardedTool[] = [
  {
    of: 'ESLint',
    paths: `
      .eslintrc .eslintrc.* eslint.config.* eslint.*.config.* .eslintignore eslint-suppressions.json xo.config.*
      .xo-config .xo-config.*`,
  },
  { of: 'Prettier', paths: '.prettierrc .prettierrc.* prettier.config.* .prettierignore' },
  {
    of: 'Biome, Oxlint and dprint',
    paths: `
      biome.json biome.jsonc .biome.json .biome.jsonc rome.json .oxlintrc.* oxlint.config.* oxlintrc.json
      .oxfmtrc.* dprint.json .dprint.json`,
  },
  {
    of: 'TypeScript',
    paths: `
      tsconfig.json tsconfig.*.json tsconfig-*.json tsconfig.* jsconfig.json jsconfig.*.json tslint.json tslint.*
      .flowconfig`,
  },
  {
    of: 'Stylelint',
    paths: '.stylelintrc .stylelintrc.* stylelint.config.* .stylelintignore .sass-lint.yml .scss-lint.yml',
  },
  {
    of: 'other checks of JavaScript and documents',
    paths: `
      .jshintrc .jshintignore .jscsrc .htmlhintrc .htmlvalidate.* .markdownlint* .remarkrc .remarkrc.*
      .remarkignore .textlintrc .textlintrc.* .alexrc .alexrc.* .vale.ini cspell.* .cspell.* .ls-lint.yml
      .commitlintrc .commitlintrc.* commitlint.config.* .dependency-cruiser.* knip.* .knip.* .size-limit.*
      .lighthouserc* lighthouserc* .pa11yci .pa11yci.* stryker.conf* stryker.config.* .spectral.* sheriff.config.*`,
  },
  {
    of: 'coverage and quality gates',
    paths: `
      .nycrc .nycrc.* nyc.config.* .coveragerc .codecov.yml .codecov.yaml codecov.yml codecov.yaml .coveralls.yml
      .codeclimate.yml sonar-project.properties .sonarcloud.properties .deepsource.toml qodana.yaml .semgrep.yml
      .semgrep/ .semgrepignore .snyk .gitleaks.toml .gitleaksignore .secretlintrc .secretlintrc.*
      .secretlintignore .trivyignore .trivyignore.* trivy.yaml .grype.yaml .checkov.yml .checkov.yaml .bandit
      bandit.yaml osv-scanner.toml audit-ci.* .auditrc .nsprc infection.json infection.json.* infection.json5`,
  },
  {
    of: 'Ruff, mypy and other checks of Python',
    paths: `
      ruff.toml .ruff.toml .flake8 mypy.ini .mypy.ini pyrightconfig.json basedpyrightconfig.json pyrefly.toml
      ty.toml .pylintrc pylintrc .pylintrc.toml pylintrc.toml .isort.cfg .pydocstyle .pycodestyle .pep8
      .style.yapf .yapfignore .importlinter .pyre_configuration .pyre_configuration.local .safety-policy.yml`,
  },
  {
    of: 'RuboCop and other checks of Ruby',
    paths: `
      .rubocop.yml .rubocop_todo.yml .rubocop-*.yml .standard.yml .reek.yml .haml-lint.yml .erb_lint.yml
      .erb-lint.yml .slim-lint.yml .fasterer.yml sorbet/config steepfile config/brakeman.*
      .rails_best_practices.yml`,
  },
  {
    of: 'golangci-lint and other checks of Go',
    paths: '.golangci.* golangci.* staticcheck.conf revive.toml .revive.toml .go-arch-lint.yml .nilaway*',
  },
  {
    of: 'Clippy and other checks of Rust',
    paths: `
      clippy.toml .clippy.toml rustfmt.toml .rustfmt.toml deny.toml .cargo-deny.toml tarpaulin.toml
      .tarpaulin.toml`,
  },
  {
    of: 'checks of PHP',
    paths: `
      phpstan.neon phpstan.neon.dist phpstan.dist.neon phpstan-baseline.* phpstan.*.neon psalm.xml psalm.xml.dist
      psalm-baseline.xml phpcs.xml phpcs.xml.dist .phpcs.xml .phpcs.xml.dist phpmd.xml phpmd.xml.dist
      .php-cs-fixer.php .php-cs-fixer.dist.php .php_cs .php_cs.dist rector.php ecs.php pint.json deptrac.yaml
      mago.toml .phplint.yml`,
  },
  {
    of: 'checks of the JVM',
    paths: `
      checkstyle.xml checkstyle-*.xml config/checkstyle/ pmd.xml pmd-*.xml config/pmd/ spotbugs*.xml findbugs*.xml
      config/spotbugs/ detekt.yml detekt-*.yml detekt-baseline.xml config/detekt/ .ktlint* .scalafmt.conf
      .scalafix.conf scalastyle-config.xml lint.xml lint-baseline.xml codenarc.*`,
  },
  {
    of: 'checks of .NET',
    paths: `
      *.ruleset .globalconfig *.globalconfig stylecop.json stylecop.config .csharpierrc .csharpierrc.*
      globalsuppressions.cs`,
  },
  {
    of: 'other checks',
    paths: `
      .editorconfig .clang-tidy .clang-format .clangd cppcheck* .swiftlint.yml .swiftlint.yaml .swiftformat
      .swift-format analysis_options.yaml .credo.exs .formatter.exs .sobelow-conf .dialyzer_ignore.exs
      .shellcheckrc .hadolint.yaml .hadolint.yml .yamllint .yamllint.* .sqlfluff .sqlfluffignore buf.yaml
      .buf.yaml .protolint.* .luacheckrc selene.toml stylua.toml .tflint.hcl .ansible-lint .perlcriticrc
      .hlint.yaml .kube-linter.* typos.toml _typos.toml .typos.toml .codespellrc`,
  },
];
