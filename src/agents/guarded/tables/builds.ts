import type { GuardedTool } from '../category.ts';

/** Build scripts: programs and commands of their own, and the place where dependencies stand. */
export const BUILDS: readonly GuardedTool[] = [
  { of: 'Maven', paths: 'pom.xml' },
  { of: 'Gradle', paths: '*.gradle *.gradle.kts buildsrc/ build-logic/' },
  {
    of: 'sbt, Mill and Leiningen',
    paths: 'build.sbt project/*.sbt build.sc build.mill project.clj deps.edn build.clj',
  },
  {
    of: 'MSBuild',
    paths: `
      directory.build.props directory.build.targets directory.packages.props *.props *.targets *.csproj *.fsproj
      *.vbproj *.proj`,
  },
  { of: 'setuptools', paths: 'setup.py hatch_build.py' },
  { of: 'Ruby gems', paths: 'gemfile gems.rb *.gemspec extconf.rb' },
  { of: 'Cargo', paths: 'build.rs' },
  {
    of: 'Bazel, Buck and Pants',
    paths: 'build.bazel workspace.bazel module.bazel *.bzl .buckconfig',
    exact: 'BUILD WORKSPACE BUCK',
  },
  {
    of: 'CMake, Meson, SCons and Autotools',
    paths: `
      cmakelists.txt *.cmake cmakepresets.json meson.build meson_options.txt sconstruct sconscript wscript
      configure.ac makefile.am makefile.in build.zig conanfile.py`,
  },
  { of: 'Mix and rebar', paths: 'mix.exs rebar.config rebar.config.script' },
  { of: 'Swift, CocoaPods and Carthage', paths: 'package.swift podfile cartfile' },
  {
    of: 'compilers and bundlers of JavaScript',
    paths: `
      babel.config.* .babelrc .babelrc.* .swcrc webpack.config.* webpack.*.config.* webpack.*.js rollup.config.*
      rspack.config.* rsbuild.config.* esbuild.config.* esbuild.* tsup.config.* tsdown.config.* metro.config.*
      angular.json ember-cli-build.js craco.config.* config-overrides.js .parcelrc .storybook/`,
  },
];
