// A use finds its template by level and version, or is told what there is.
import { describe, expect, test } from 'vitest';
import {
  firstStep,
  given,
  read,
  SAY,
  step,
  template,
  use,
} from '../../../tests/template-project.ts';

describe('versions', () => {
  const one = template('say', 'Step', SAY, 'v1');
  const two = template('say', 'Step', SAY.replace('timeout: 1m', 'timeout: 2m'), 'v2');

  test('are told apart by their label', () => {
    const { project } = read([one, two], step('template: { templateRef: say, versionLabel: v2 }'));
    expect(firstStep(project)).toMatchObject({ template: 'say@v2', timeout: '2m' });
  });

  test('without a label the stable one is meant', () => {
    const stable = two.replace('type: Step', 'stable: true\n  type: Step');
    const { project } = read([one, stable], step('template: { templateRef: say }'));
    expect(firstStep(project)).toMatchObject({ template: 'say@v2' });
  });

  test('without a label and a stable one nothing is guessed', () => {
    const { diagnostics } = read([one, two], step('template: { templateRef: say }'));
    expect(diagnostics[0]).toMatchObject({ code: 'unknown-entity' });
    expect(diagnostics[0]?.hint).toContain('v1, v2');
  });

  test('that are not there name the nearest', () => {
    const use = step('template: { templateRef: say, versionLabel: v3 }');
    expect(read([one, two], use).diagnostics[0]).toMatchObject({
      code: 'unknown-entity',
      hint: 'Did you mean "v1"? It has v1, v2.',
    });
  });

  test('may look like numbers', () => {
    const numbered = template('say', 'Step', SAY, '1.0');
    const use = step('template: { templateRef: say, versionLabel: 1.0 }');
    expect(firstStep(read([numbered], use).project)).toMatchObject({ template: 'say@1.0' });
  });

  test('stand once each', () => {
    const { diagnostics } = read([one, one], step(use('say', given('x'))));
    expect(diagnostics).toMatchObject([{ code: 'duplicate-entity' }]);
  });
});

describe('levels', () => {
  const own = template('say', 'Step', SAY).replace(
    'type: Step',
    'orgIdentifier: o\n  projectIdentifier: p\n  type: Step',
  );
  const shared = template('say', 'Step', SAY.replace('timeout: 1m', 'timeout: 9m'));

  test.each([
    ['say', '1m'],
    ['account.say', '9m'],
    ['org.say', '9m'],
  ])('%s is the template with the timeout %s', (reference, timeout) => {
    const { project } = read([own, shared], step(`template: { templateRef: ${reference} }`));
    expect(firstStep(project)).toMatchObject({ timeout });
  });
});
