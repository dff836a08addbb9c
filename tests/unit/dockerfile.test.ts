import { DockerfileParser, From, type Instruction, JSONInstruction } from 'dockerfile-ast';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../support/deployment/commands.ts';
import { composeFile, fileOf } from '../support/deployment/compose-file.ts';

const text = fileOf('Dockerfile');
const dockerfile = DockerfileParser.parse(text);
const instructions = dockerfile.getInstructions();
const { dependencies, version } = JSON.parse(fileOf('package.json')) as {
  dependencies: Record<string, string>;
  version: string;
};

/** The instructions of a stage, without those of the stage it is made from. */
function stage(name: string) {
  const start = instructions.findIndex(
    (instruction) => instruction instanceof From && instruction.getBuildStage() === name,
  );
  const rest = instructions.slice(start + 1);
  const end = rest.findIndex((instruction) => instruction.getKeyword() === 'FROM');
  return end === -1 ? rest : rest.slice(0, end);
}

/** The words of an instruction in its JSON form, which no shell splits. */
function wordsOf(instruction: Instruction | undefined): readonly string[] {
  if (!(instruction instanceof JSONInstruction)) throw new Error('The instruction has no JSON form');
  return instruction.getJSONStrings().map((word) => word.getJSONValue());
}

describe('the Dockerfile', () => {
  it('has no fault that a linter knows', () => {
    const severe = ValidationSeverity.ERROR;
    const settings = {
      deprecatedMaintainer: severe,
      directiveCasing: severe,
      emptyContinuationLine: severe,
      instructionCasing: severe,
      instructionCmdMultiple: severe,
      instructionEntrypointMultiple: severe,
      instructionHealthcheckMultiple: severe,
      instructionJSONInSingleQuotes: severe,
      instructionWorkdirRelative: severe,
    };
    expect(validate(text, settings)).toEqual([]);
    expect(validate('FROM node:24\nWORKDIR app\nCPY . .\n', settings)).toHaveLength(2);
  });

  it('starts from the Node.js that Chimera depends on', () => {
    const [argument] = dockerfile.getInitialARGs();
    expect(argument?.getProperty()?.getValue()).toBe(`node:${dependencies['node']}-bookworm-slim`);
    const images = dockerfile.getFROMs().map((from) => from.getImage());
    const stages = dockerfile.getFROMs().map((from) => from.getBuildStage());
    for (const image of images) expect(['${NODE_IMAGE}', ...stages]).toContain(image);
  });

  it('copies, and adds nothing from elsewhere', () => {
    expect(instructions.map((instruction) => instruction.getKeyword())).not.toContain('ADD');
  });

  it('installs what the lock file says, and leaves what only development needs behind', () => {
    const runs = stage('build').filter((instruction) => instruction.getKeyword() === 'RUN');
    expect(runs.map(wordsOf)).toEqual([
      ['npm', 'ci'],
      ['npm', 'run', 'build'],
      ['npm', 'prune', '--omit=dev'],
    ]);
  });

  it('leaves no package lists of Debian behind', () => {
    for (const instruction of instructions.filter((one) => one.getRawArgumentsContent()?.includes('apt-get'))) {
      expect(instruction.getRawArgumentsContent()).toContain('--no-install-recommends');
      expect(instruction.getRawArgumentsContent()).toContain('rm -rf /var/lib/apt/lists/*');
    }
  });
});

describe.each(['api', 'worker'] as const)('the image %s', (name) => {
  const own = stage(name);
  const only = (keyword: string) => {
    const found = own.filter((instruction) => instruction.getKeyword() === keyword);
    expect(found).toHaveLength(1);
    return found[0];
  };

  it('runs as an unprivileged user', () => {
    const user = only('USER');
    expect(user?.getArgumentsContent()).toBe('node');
    const later = own.slice(own.findIndex((instruction) => instruction === user) + 1);
    expect(later.map((instruction) => instruction.getKeyword())).not.toContain('RUN');
  });

  it('runs and checks by the commands of the compose file', () => {
    expect(wordsOf(only('CMD'))).toEqual(COMMANDS[name].serve);
    expect(only('HEALTHCHECK')?.getRawArgumentsContent()).toContain(
      `CMD ${JSON.stringify(COMMANDS[name].check).replaceAll(',', ', ')}`,
    );
  });

  it('has the version of Chimera in the compose file', () => {
    const service = composeFile().services[name];
    expect(service).toMatchObject({ image: `chimera-${name}:${version}`, build: { target: name } });
  });
});

describe('the build context', () => {
  it('has what the Dockerfile copies, and no tests, secrets or history', () => {
    const lines = fileOf('.dockerignore').split('\n');
    expect(lines).toContain('*');
    const copied = stage('build')
      .filter((instruction) => instruction.getKeyword() === 'COPY')
      .flatMap((instruction) =>
        instruction
          .getArguments()
          .slice(0, -1)
          .map((argument) => argument.getValue()),
      );
    expect(new Set(lines.filter((line) => line.startsWith('!')))).toEqual(new Set(copied.map((path) => `!${path}`)));
  });
});
