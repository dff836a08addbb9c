import type { ManifestForm } from './manifest-form.ts';

/** What is guarded in a pyproject.toml: how it is built, and the tables of tools that hold commands and settings. */
export const PYPROJECT_TOML: ManifestForm = {
  format: 'toml',
  guarded: [
    {
      keys: 'build-system tool.hatch.build tool.hatch.metadata.hooks tool.setuptools.cmdclass tool.scikit-build',
      severity: 'ERROR',
      what: 'what an installation runs',
    },
    {
      keys: `
        tool.pdm.scripts.* tool.rye.scripts.* tool.poe tool.taskipy tool.pixi
        tool.hatch.envs tool.duty tool.invoke tool.semantic_release tool.bumpversion tool.bumpver tool.tbump tool.cibuildwheel tool.just`,
      severity: 'ERROR',
      what: 'commands of the project',
    },
    {
      keys: 'tool.pytest tool.tox tool.nox tool.nose2 tool.behave tool.robot tool.ward tool.hypothesis',
      severity: 'ERROR',
      what: 'settings of a test runner',
    },
    {
      keys: 'tool.commitizen tool.pre-commit tool.prek tool.towncrier',
      severity: 'ERROR',
      what: 'settings of git hooks and releases',
    },
    {
      keys: `
        tool.uv.index tool.uv.index-url tool.uv.extra-index-url tool.uv.default-index tool.uv.find-links tool.uv.no-index
        tool.uv.index-strategy tool.uv.allow-insecure-host tool.uv.keyring-provider tool.uv.override-dependencies
        tool.uv.constraint-dependencies tool.uv.build-constraint-dependencies tool.uv.pip tool.uv.python-install-mirror
        tool.uv.no-build-isolation tool.uv.extra-build-dependencies
        tool.poetry.source tool.poetry.build tool.poetry.requires-plugins tool.pdm.source tool.pdm.resolution
        tool.pdm.plugins tool.pdm.build tool.pip tool.rye.sources tool.conda-lock`,
      severity: 'ERROR',
      what: 'where packages come from',
    },
    {
      keys: `
        tool.ruff tool.black tool.isort tool.mypy tool.pyright tool.basedpyright tool.pylint tool.flake8 tool.coverage
        tool.bandit tool.pydocstyle tool.vulture tool.ty tool.pyrefly tool.importlinter tool.codespell tool.interrogate
        tool.djlint tool.yapf tool.autopep8 tool.pydoclint tool.doc8 tool.typos tool.deptry tool.refurb tool.pycln
        tool.creosote tool.tomlsort tool.ssort tool.pytype tool.mutmut tool.diff_cover tool.fawltydeps tool.sqlfluff`,
      severity: 'WARNING',
      what: 'settings of a linter, formatter, type checker or measure of coverage',
    },
  ],
  dependencies: `
    project.dependencies project.optional-dependencies.* dependency-groups.* tool.poetry.dependencies
    tool.poetry.dev-dependencies tool.poetry.group.*.dependencies tool.uv.sources tool.uv.dev-dependencies
    tool.pdm.dev-dependencies.*`,
};
