// What stands beside a use of a template: refused once, without the complaints that would only follow.
import { expect, test } from 'vitest';
import {
  firstStep,
  given,
  read,
  SAY,
  step,
  template,
  use,
} from '../../../tests/template-project.ts';

const say = template('say', 'Step', SAY);
const AT = '                ';

test.each([
  ['a time-out that the template has too', 'timeout: 9m'],
  ['a condition that it has not', 'when: { stageStatus: All }'],
  ['another type, whose fields the spec lacks', 'type: Http'],
])('%s', (_, beside) => {
  const used = step(`${use('say', given('echo hi'))}\n${AT}${beside}`);
  const { diagnostics } = read([say], used);
  expect(diagnostics.map(({ code }) => code)).toEqual(['unsupported-template']);
});

test('a field that asks for nothing leaves its word to the template', () => {
  const { project, diagnostics } = read(
    [say],
    step(`${use('say', given('echo hi'))}\n${AT}timeout: ""`),
  );
  expect(diagnostics).toEqual([]);
  expect(firstStep(project)).toMatchObject({ timeout: '1m' });
});

test('templates that use each other beyond all bounds are told once', () => {
  const deep = Array.from({ length: 8 }, (_, index) => {
    const inner = Array.from(
      { length: 4 },
      (__, at) =>
        `stepGroup: { identifier: x${at}, name: X, template: { templateRef: t${index + 1} } }`,
    );
    return template(`t${index}`, 'StepGroup', `steps:\n      - ${inner.join('\n      - ')}`);
  });
  const used = `            - stepGroup:
                identifier: greet
                name: Greet
                template: { templateRef: t0 }
`;
  const { diagnostics } = read(deep, used);
  expect(diagnostics.filter(({ code }) => code === 'plan-too-large')).toHaveLength(1);
});
