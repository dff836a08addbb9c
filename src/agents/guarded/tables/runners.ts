import type { GuardedTool } from '../category.ts';

/** What decides which tests run and what they run with. */
export const RUNNERS: readonly GuardedTool[] = [
  { of: 'Playwright', paths: 'playwright.config.* playwright*.config.* playwright.*.config.*' },
  {
    of: 'Vitest and Vite',
    paths: `
      vitest.config.* vitest.*.config.* vitest.workspace.* vitest.setup.* vite.config.* vite.*.config.*`,
  },
  {
    of: 'Jest',
    paths: `
      jest.config.* jest.*.config.* jest-*.config.* jest-*.json jest.preset.* jest.setup.* jest.global*
      jest-setup.* setup-jest.* setupjest.* setuptests.* jest.json jest-puppeteer.*`,
  },
  { of: 'Mocha', paths: '.mocharc .mocharc.* mocha.opts .mocharc-*' },
  {
    of: 'Karma and Jasmine',
    paths: 'karma.conf.* karma.*.conf.* karma-*.conf.* jasmine.json jasmine.*.json jasmine.mjs .jasmine*',
  },
  {
    of: 'Cypress',
    paths: `
      cypress.config.* cypress.*.config.* cypress.json cypress.env.json cypress/support/ cypress/plugins/`,
  },
  { of: 'WebdriverIO', paths: 'wdio.conf.* wdio.*.conf.* wdio-*.conf.*' },
  { of: 'AVA', paths: 'ava.config.* *.ava.config.*' },
  { of: 'tap', paths: '.taprc .tap/ .borp.* .c8rc .c8rc.*' },
  {
    of: 'Cucumber',
    paths: `
      cucumber.js cucumber.cjs cucumber.mjs cucumber.json cucumber.yml cucumber.yaml .cucumber .cucumber.*`,
  },
  {
    of: 'other runners of JavaScript',
    paths: `
      nightwatch.conf.* .testcaferc .testcaferc.* codecept.conf.* codecept.*.conf.* protractor.conf.*
      web-test-runner.config.* web-dev-server.config.* testem.json testem.js .testem.* intern.json .detoxrc
      .detoxrc.* detox.config.* wallaby.* backstop.json tstyche.json .testplanerc* node.config.json .vscode-test.*`,
  },
  {
    of: 'pytest, tox and nox',
    paths: `
      pytest.ini .pytest.ini pytest.toml .pytest.toml conftest.py tox.ini tox.toml noxfile.py setup.cfg nose.cfg
      .noserc unittest.cfg behave.ini .behaverc robot.toml .trialrc features/environment.py`,
  },
  {
    of: 'PHPUnit and others of PHP',
    paths: `
      phpunit.xml phpunit.xml.dist phpunit.dist.xml phpunit.*.xml pest.php behat.yml behat.*.yml behat.yml.dist
      behat.php behat.dist.php codeception.yml codeception.dist.yml *.suite.yml *.suite.dist.yml phpspec.yml
      phpspec.yml.dist kahlan-config.php .atoum.php`,
  },
  {
    of: 'RSpec and others of Ruby',
    paths: `
      .rspec .rspec-local spec_helper.rb rails_helper.rb test_helper.rb spec_helper_acceptance.rb .simplecov
      guardfile`,
  },
  {
    of: 'JUnit, TestNG and others of the JVM',
    paths: `
      junit-platform.properties testng.xml testng-*.xml arquillian.xml allure.properties spockconfig.groovy
      kotest.properties`,
  },
  {
    of: 'runners of .NET',
    paths: `
      *.runsettings *.testsettings xunit.runner.json *.xunit.runner.json testconfig.json *.testconfig.json`,
  },
  { of: 'runners of Rust', paths: '.config/nextest.toml nextest.toml .insta.yaml insta.yaml' },
  {
    of: 'other runners',
    paths: `
      test_helper.exs *.xctestplan dart_test.yaml .busted .proverc .hspec .hspec-options ctestconfig.cmake`,
  },
];
