// Projects from a seed: whole ones, then damaged line by line and value by value.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../src/pipeline/pipeline.ts';
import type { Random } from '../simulation/random.ts';
import { thirdPartyFile } from '../third-party.ts';
import { damaged, pick } from './damage.ts';
import { makeExpression } from './make-expression.ts';

export type Projects = readonly (readonly SourceFile[])[];

/** Our own fixtures, and the samples of others where this machine has them. */
export function readProjects(): Projects {
  const root = join(import.meta.dirname, '../..');
  const own = ['src/plan/fixtures', 'examples/shop'].map((folder) =>
    filesOf(join(root, folder), /\.(ya?ml|json|sh)$/),
  );
  const templates = ['.', 'templates'].flatMap((folder) =>
    filesOf(join(root, 'tests/scenarios/projects/templates', folder), /\.ya?ml$/),
  );
  const samples = thirdPartyFile('harness-samples');
  const community = samples === undefined ? [] : filesOf(join(samples, 'community'), /\.ya?ml$/);
  const spot =
    samples === undefined ? [] : [filesOf(join(samples, 'elastigroup'), /\.(yaml|json)$/)];
  return [
    [SMALL],
    [SMALL],
    [SMALL],
    ...own,
    templates,
    ...spot,
    ...community.map((file) => [file]),
  ];
}

export function makeProject(random: Random, projects: Projects): readonly SourceFile[] {
  const files = pick(random, projects);
  const victim = random.between(0, files.length - 1);
  return files.map((file, index) =>
    index === victim ? { ...file, text: changed(random, file.text) } : file,
  );
}

function filesOf(folder: string, wanted: RegExp): readonly SourceFile[] {
  return readdirSync(folder)
    .filter((name) => wanted.test(name) && name !== 'world.yaml')
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }));
}

function changed(random: Random, text: string): string {
  let lines = text.split('\n');
  for (let left = random.between(1, 4); left > 0; left -= 1) {
    const at = random.between(0, lines.length - 1);
    const line = lines[at] ?? '';
    const part = lines.slice(at, at + random.between(1, 6));
    switch (random.between(0, 6)) {
      case 0:
        lines = lines.toSpliced(at, part.length);
        break;
      case 1:
        lines = lines.toSpliced(at, 0, ...part);
        break;
      case 2:
        lines = lines.toSpliced(at, 1, `${' '.repeat(random.between(1, 6))}${line}`);
        break;
      case 3:
        lines = lines.toSpliced(at, 1, line.replace(/:.*$/, `: ${pick(random, VALUES)}`));
        break;
      case 4:
        lines = lines.toSpliced(
          at,
          1,
          line.replace(/:.*$/, `: ${JSON.stringify(makeExpression(random))}`),
        );
        break;
      case 5:
        lines = lines.toSpliced(at, 1, line.replace(/[\w-]+:/, `${pick(random, KEYS)}:`));
        break;
      default:
        lines = lines.toSpliced(at, 1, damaged(random, line, PIECES));
    }
  }
  return lines.join('\n');
}

const VALUES = [
  ...['', '~', 'null', '0', '-1', '1e999', '.nan', 'true', '[]', '{}', '[1, [2]]', '{a: {b: c}}'],
  ...['<+input>', '<+input>.allowedValues(a,b).default(c)', '<+input>.regex((a+)+)', '&a [*a]'],
  ...[
    '!!binary aGk=',
    '!x y',
    '"\\ud800"',
    "'",
    '|',
    '5s',
    '10m',
    'Custom',
    'ShellScript',
    '*missing',
  ],
];

const KEYS = [
  ...[
    '__proto__',
    'constructor',
    'identifier',
    'type',
    'spec',
    'stage',
    'step',
    'stepGroup',
    'when',
  ],
  ...[
    'strategy',
    'parallel',
    'template',
    'timeout',
    'failureStrategies',
    '?',
    '<<',
    'steps',
    'name',
  ],
];

const PIECES = [
  ...[
    '- ',
    ': ',
    '  ',
    '\t',
    '#',
    '&a ',
    '*a',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '{',
    '}',
    '[',
    ']',
    '"',
  ],
  ...["'", '<+', '>', '---', '...', '\u0000', '\ufeff', '\u2028', '😀', '? ', ',', '<<: *a'],
];

const SMALL: SourceFile = {
  path: 'pipeline.yaml',
  text: `pipeline:
  identifier: small
  name: small
  variables:
    - name: color
      type: String
      value: <+input>.default(green).allowedValues(green,blue)
  stages:
    - stage:
        identifier: one
        name: one
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: say
                  name: say
                  type: ShellScript
                  timeout: 10m
                  when:
                    stageStatus: Success
                    condition: <+pipeline.variables.color> == "green"
                  strategy:
                    matrix:
                      n: [1, 2]
                      maxConcurrency: 1
                  spec:
                    shell: Bash
                    source:
                      type: Inline
                      spec:
                        script: echo <+matrix.n> <+pipeline.variables.color.toUpperCase()>
`,
};
