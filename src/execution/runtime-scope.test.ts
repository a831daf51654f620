// The names an expression can use while a run goes on, and what they give.
import { expect, test } from 'vitest';
import { failedWith, table } from '../../tests/decision-table.ts';
import { group, matrix, parallel, planOf, stage, step } from '../../tests/plan-builder.ts';
import { renderText } from '../expression/render.ts';
import { runtimeScope } from './runtime-scope.ts';

const plan = planOf([
  stage('s', [
    parallel([step('a', { spec: { shell: 'Bash' } }), step('p')]),
    matrix('m', 2, () => group('g', [step('inner'), step('after')])),
  ]),
  stage('t', [step('z')]),
]);

function game() {
  const played = table(plan);
  const output = { outputVariables: { color: 'green' }, count: 3 };
  played.end('s/steps/~0/a', 5, { status: 'succeeded', output });
  played.end('s/steps/~0/p', 6);
  played.end('s/steps/m[0]/inner', 7, { status: 'succeeded', output: { x: 'deep' } });
  return played;
}
const FROM = 's/steps/m[0]/after';

test.each([
  ['<+execution.steps.a.output.outputVariables.color>', 'green'],
  ['<+execution.steps.a.output.count>', 3],
  ['<+stage.spec.execution.steps.a.status>', 'SUCCEEDED'],
  ['<+pipeline.stages.s.spec.execution.steps.a.output.count>', 3],
  ['<+pipeline.stages.t.status>', 'NOT_STARTED'],
  ['<+execution.steps.m_0.steps.inner.output.x>', 'deep'],
  ['<+execution.steps.m_1.status>', 'NOT_STARTED'],
  ['<+steps.inner.output.x>', 'deep'],
  ['<+steps.a.output.count>', 3],
  ['<+stage.currentStatus>', 'SUCCEEDED'],
  ['<+pipeline.currentStatus>', 'SUCCEEDED'],
  ['<+step.identifier>', 'after'],
  ['<+stepGroup.identifier>', 'm_0'],
  ['<+pipeline.executionId>', '17'],
  ['<+secrets.getValue("account.token")>', 'hush'],
])('%s', (text, value) => {
  const secrets = { read: (identifier: string) => (identifier === 'token' ? 'hush' : undefined) };
  const scope = runtimeScope(game().state, FROM, { executionId: '17', secrets });
  expect(renderText(text, scope)).toEqual({ status: 'value', value });
});

test.each(['<+execution.steps.a.output.nothing>', '<+steps.m.output.x>', '<+elsewhere.x>'])(
  '%s is known to nobody',
  (text) => {
    expect(renderText(text, runtimeScope(game().state, FROM)).status).toBe('invalid');
  },
);

test('a stage that failed says so to the stages after it', () => {
  const played = game();
  played.end('s/steps/m[0]/after', 8, failedWith('Unknown'));
  const status = (text: string) => renderText(text, runtimeScope(played.state, 't/steps/z'));
  expect(status('<+pipeline.stages.s.currentStatus>')).toMatchObject({ value: 'FAILED' });
});

test.each([
  ['<+OnStageSuccess>', true],
  ['<+datetime.currentDate()>', '1970-01-01'],
  ['<+datetime.currentTime().plusDays(1).getDayOfMonth()>', 2],
  ['<+json.object(execution.steps.a.output).count>', 3],
  ['<+json.select("outputVariables.color", execution.steps.a.output)>', 'green'],
])('functions and aliases hold in a run: %s', (text, value) => {
  const rendered = renderText(text, runtimeScope(game().state, FROM));
  expect(rendered).toEqual({ status: 'value', value });
});

test('what a script put out is never read as an expression', () => {
  const played = table(plan);
  played.end('s/steps/~0/a', 5, { status: 'succeeded', output: { x: '<+secrets.getValue("t")>' } });
  const secrets = { read: () => 'hush' };
  const scope = runtimeScope(played.state, 's/steps/~0/p', { executionId: '17', secrets });
  expect(renderText('<+execution.steps.a.output.x>', scope)).toMatchObject({
    value: '<+secrets.getValue("t")>',
  });
});

test.each([
  [
    '<+execution.steps.a.output.outputVariables.colr>',
    'did you mean "output.outputVariables.color"?',
  ],
  ['<+execution.steps.a.output.constructor>', 'there is no "execution.steps.a.output.constructor"'],
  ['<+execution.steps.a.output.__proto__>', 'there is no "execution.steps.a.output.__proto__"'],
  ['<+execution.steps.a.output.outputVariables.toString>', 'there is no'],
])('an output that there is not: %s', (text, message) => {
  const rendered = renderText(text, runtimeScope(game().state, FROM));
  expect(rendered).toMatchObject({ status: 'invalid', message: expect.stringContaining(message) });
});

test.each([
  ['<+pipeline.triggeredBy.name>', 'ada'],
  ['<+pipeline.startTs>', 0],
  ['<+execution.steps.a.spec.shell>', 'Bash'],
  ['<+rollbackSteps == null>', true],
])('the run itself: %s', (text, value) => {
  const rendered = renderText(text, runtimeScope(game().state, FROM));
  expect(rendered).toEqual({ status: 'value', value });
});

test('an approval is the last one of the stage that was answered', () => {
  const played = table(plan);
  const by = (name: string) => ({ approvalActivities: [{ user: { name }, comments: '' }] });
  played.end('s/steps/~0/a', 5, { status: 'succeeded', output: by('ada') });
  played.end('s/steps/~0/p', 6, { status: 'succeeded', output: by('<+secrets.getValue("t")>') });
  const scope = runtimeScope(played.state, FROM);
  expect(renderText('<+approval.approvalActivities[0].user.name>', scope)).toEqual({
    status: 'value',
    value: '<+secrets.getValue("t")>',
  });
});
