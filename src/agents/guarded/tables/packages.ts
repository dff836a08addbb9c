import type { GuardedTool } from '../category.ts';

/** What decides where packages come from, and what runs when they are installed. */
export const PACKAGES: readonly GuardedTool[] = [
  { of: 'npm', paths: '.npmrc binding.gyp package.json5 package.yaml' },
  {
    of: 'Yarn',
    paths: `
      .yarnrc .yarnrc.yml .yarnrc.yaml .yarn/releases/ .yarn/plugins/ .yarn/sdks/ .yarn/patches/ .pnp.*
      yarn.config.*`,
  },
  { of: 'pnpm', paths: '.pnpmfile.* pnpmfile.* pnpm-workspace.yaml pnpm-workspace.yml .pnpm/' },
  { of: 'Bun', paths: 'bunfig.toml .bunfig.toml bun.lockb' },
  {
    of: 'pip and other installers of Python packages',
    paths: `
      pip.conf pip.ini .pip/ .pypirc uv.toml poetry.toml pdm.toml .pdm.toml .condarc condarc hatch.toml
      sitecustomize.py usercustomize.py *.pth`,
  },
  { of: 'Cargo', paths: '.cargo/ rust-toolchain rust-toolchain.toml cargo-generate.toml' },
  { of: 'NuGet and .NET', paths: 'nuget.config global.json dotnet-tools.json' },
  { of: 'Maven', paths: '.mvn/ mvnw mvnw.cmd /settings.xml' },
  {
    of: 'Gradle',
    paths: `
      gradlew gradlew.bat gradle/wrapper/ gradle.properties settings.gradle settings.gradle.kts init.gradle
      init.gradle.kts gradle/verification-metadata.xml gradle/init.d/`,
  },
  { of: 'sbt and Mill', paths: '.sbtopts .jvmopts project/build.properties .mill-version .mill-jvm-opts' },
  { of: 'Bundler and RubyGems', paths: '.bundle/ .gemrc' },
  { of: 'Composer', paths: '/auth.json' },
  { of: 'Go', paths: 'go.work go.env' },
  {
    of: 'other package managers',
    paths: `
      .swiftpm/ cabal.project cabal.project.local stack.yaml renv/activate.r .terraformrc terraform.rc .bazelrc
      .bazelversion vcpkg-configuration.json .ocamlinit`,
  },
];
