import type { GuardedTool } from '../category.ts';

/** What runs in pipelines, builds images and deploys. */
export const CI: readonly GuardedTool[] = [
  { of: 'GitHub', paths: '/.github/' },
  { of: 'GitLab', paths: '.gitlab-ci.yml *.gitlab-ci.yml .gitlab-ci/ /.gitlab/' },
  { of: 'Gitea, Forgejo and SourceHut', paths: '/.gitea/ /.forgejo/ /.build.yml /.builds/' },
  { of: 'CircleCI', paths: '.circleci/ circle.yml' },
  { of: 'Travis CI', paths: '.travis.yml .travis/' },
  { of: 'Azure', paths: 'azure-pipelines.* azure-pipelines-* .azure-pipelines/ .azuredevops/ .pipelines/' },
  { of: 'Jenkins', paths: 'jenkinsfile *.jenkinsfile .jenkins/ .jenkins-x/', exact: 'Jenkinsfile.* Jenkinsfile-*' },
  { of: 'Drone and Woodpecker', paths: '.drone.* .woodpecker.* .woodpecker/' },
  { of: 'Bitbucket', paths: 'bitbucket-pipelines.yml' },
  { of: 'Buildkite', paths: '.buildkite/ buildkite.yml' },
  {
    of: 'other pipelines',
    paths: `
      /.ci/ .teamcity/ .appveyor.yml appveyor.yml .cirrus.* .semaphore/ codefresh.yml .codefresh/ .tekton/
      wercker.yml .scrutinizer.yml buildspec.yml buildspec*.yml cloudbuild.yaml cloudbuild.yml cloudbuild.json
      .zuul.yaml zuul.yaml .zuul.d/ bors.toml .prow.yaml dagger.json .dagger/ earthfile .screwdriver.yaml
      screwdriver.yaml bitrise.yml codemagic.yaml .packit.yaml .harness/ .cds/ .concourse/ eas.json`,
  },
  {
    of: 'owners and robots of the repository',
    paths: `
      /codeowners docs/codeowners .mergify.yml .mergify/ .pullapprove.yml .kodiak.toml renovate.json
      renovate.json5 .renovaterc .renovaterc.* .dependabot/`,
  },
  {
    of: 'releases',
    paths: `
      .releaserc .releaserc.* release.config.* .release-it.* .goreleaser.* goreleaser.* release-please-config.json
      .release-please-manifest.json .changeset/config.json fastlane/`,
  },
  {
    of: 'containers',
    paths: `
      dockerfile *.dockerfile containerfile .dockerignore *.dockerignore
      .containerignore docker-compose.* docker-compose-* compose.yml compose.yaml compose.*.yml compose.*.yaml
      docker-bake.* /.docker/ vagrantfile tiltfile skaffold.yaml devspace.yaml garden.yml okteto.yml .hokusai/`,
    exact: 'Dockerfile.* Dockerfile-* Dockerfile_* Containerfile.*',
  },
  {
    of: 'deployment',
    paths: `
      procfile netlify.toml vercel.json .vercel/ now.json render.yaml fly.toml heroku.yml
      .platform.app.yaml .platform/ .ebextensions/ railway.json railway.toml nixpacks.toml firebase.json
      amplify.yml apprunner.yaml capfile deployer.php`,
    exact: 'Procfile.*',
  },
];
