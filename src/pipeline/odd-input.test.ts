// Texts that are odd rather than wrong: what cannot be read is said once and at its place, and nothing is misread.
import { describe, expect, test } from 'vitest';
import { readProject } from './read-project.ts';
import { stagesOf } from './stages-of.ts';

const PIPELINE = `pipeline:
  identifier: shop
  name: Shop
  variables:
    - { name: account, type: Number, value: 7 }
  stages:
    - stage:
        identifier: east
        name: East
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: tell
                  name: Tell
                  type: ShellScript
                  timeout: 5m
                  spec:
                    shell: Bash
                    source: { type: Inline, spec: { script: "echo hi" } }
                  strategy: { matrix: { zone: [a, b] } }
`;

function told(text: string): readonly string[] {
  const { diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
  return diagnostics.map(({ code, severity, position }) => `${position?.line} ${severity} ${code}`);
}

function changed(from: string, to: string): string {
  expect(PIPELINE).toContain(from);
  return PIPELINE.replace(from, to);
}

const message = (text: string) =>
  readProject([{ path: 'pipeline.yaml', text }], []).diagnostics[0]?.message;

test('the text as it is has nothing wrong', () => {
  expect(told(PIPELINE)).toEqual([]);
});

describe('a file that is no text of today is told once', () => {
  test('with line ends of old machines', () => {
    const text = PIPELINE.replaceAll('\n', '\r');
    expect(told(text)).toEqual(['1 error yaml-syntax']);
    expect(message(text)).toContain('carriage returns');
  });

  test('in UTF-16', () => {
    const text = Buffer.from(`\ufeff${PIPELINE}`, 'utf16le').toString('utf8');
    expect(told(text)).toEqual(['1 error yaml-syntax']);
    expect(message(text)).toContain('UTF-8');
  });

  test('in Latin-1', () => {
    const text = Buffer.from(changed('name: Tell', 'name: Tell # höflich'), 'latin1').toString();
    expect(told(text)).toEqual(['16 warning yaml-syntax']);
  });
});

describe('what follows from a mistake in the YAML is not told beside it', () => {
  test('tabs', () => {
    expect(new Set(told(PIPELINE.replaceAll('  ', '\t')).map((each) => each.slice(2)))).toEqual(
      new Set(['error yaml-syntax']),
    );
  });

  test('one line that is indented too little', () => {
    const codes = told(changed('    name: Tell', '\tname: Tell')).map((each) => each.split(' ')[2]);
    expect(new Set(codes)).toEqual(new Set(['yaml-syntax']));
  });

  test('several complaints about one line are one', () => {
    const text = changed('"echo hi"', '<+input>.default(x).regex(^[a-z]+$)');
    expect(told(text)).toEqual(['21 error yaml-syntax', '22 error yaml-syntax']);
  });

  test('an alias, which is not read as a value either', () => {
    const text = changed('name: Tell', 'name: &n Tell').replace('timeout: 5m', 'timeout: *n');
    expect(told(text)).toEqual(['18 error yaml-syntax']);
  });

  test('brackets without end', () => {
    const deep = changed('name: Shop', `name: Shop\n  tags: ${'{a: '.repeat(3_000)}1`);
    const { diagnostics } = readProject([{ path: 'pipeline.yaml', text: deep }], []);
    expect(diagnostics[0]?.message).toContain('nested too deeply');
  });
});

test('a merge of mappings is refused: with a mere warning its fields would be lost', () => {
  expect(told(changed('timeout: 5m', '<<: { timeout: 5m }'))).toEqual(['18 error yaml-syntax']);
});

test('a number that no computer holds exactly stays as it was written', () => {
  const text = changed('value: 7', 'value: 12345678901234567890').replace(
    '[a, b]',
    '[12345678901234567890, 9007199254740993]',
  );
  const [pipeline] = readProject([{ path: 'pipeline.yaml', text }], []).project.pipelines;
  expect(pipeline?.variables[0]?.value).toBe('12345678901234567890');
  const [stage] = pipeline === undefined ? [] : stagesOf(pipeline);
  const [step] = stage?.steps ?? [];
  const axes = step?.kind === 'step' && step.strategy?.kind === 'matrix' ? step.strategy.axes : [];
  expect(axes).toEqual([{ name: 'zone', values: ['12345678901234567890', '9007199254740993'] }]);
  expect(told(text)).toEqual([]);
});

test('where a text belongs, a number is told to be put in quotes', () => {
  const text = changed('"echo hi"', '012');
  const [first] = readProject([{ path: 'pipeline.yaml', text }], []).diagnostics;
  expect(first?.hint).toContain('in quotes');
});

test('an exclusion by no axis of the matrix excludes nothing, and says so', () => {
  const text = changed('[a, b]', '[a, b], exclude: [{ zona: a }]');
  expect(told(text)).toEqual(['22 warning unknown-field']);
});
