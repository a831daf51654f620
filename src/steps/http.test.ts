// One request of the Http step: its assertion, its outputs, and what is known when no answer comes.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { stepsHarness } from '../../tests/steps-harness.ts';
import { CloudError } from '../cloud/cloud-error.ts';
import type { JsonObject } from '../lib/json.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './outside.ts';

const HEALTHY = { code: 200, headers: { 'x-version': '2' }, body: '{"up":true,"name":"shop"}' };

async function call(spec: JsonObject, answer: HttpAnswer | Error | 'none' = HEALTHY, secrets = {}) {
  const sent: HttpRequest[] = [];
  const http: HttpClient = {
    send: async (request, signal) => {
      sent.push(request);
      if (answer === 'none') return untilCut(signal);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const full = { url: 'http://127.0.0.1/health', method: 'GET', ...spec };
  const plan = planOf([stage('s', [step('call', { type: 'Http', spec: full })])]);
  const game = await stepsHarness(plan, { http }, { secrets });
  const driven = await game.drive();
  return { driven, sent, game, outcome: await game.outcome() };
}

/** As fetch ends: with the reason of the signal. */
function untilCut(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

test('its outputs are named as Harness names them', async () => {
  const { outcome } = await call({});
  expect(outcome).toMatchObject({
    output: {
      httpUrl: 'http://127.0.0.1/health',
      httpMethod: 'GET',
      httpResponseCode: 200,
      httpResponseBody: HEALTHY.body,
      status: 'SUCCESS',
      outputVariables: {},
    },
  });
});

test.each([
  ['<+httpResponseCode> == 200', 'Success'],
  ['<+httpResponseCode> == 201', 'Failed'],
  ['<+httpResponseBody>.contains("shop")', 'Success'],
  ['<+json.select("up", httpResponseBody)> == true', 'Success'],
  ['<+httpResponseHeaders["x-version"]> == "2"', 'Success'],
  ['<+httpMethod> == "POST"', 'Failed'],
  ['<+nobody> == 1', 'Failed'],
])('the assertion %s ends it as %s', async (assertion, end) => {
  const { driven } = await call({ assertion });
  expect(driven).toMatchObject({ result: { end } });
});

test('an assertion that does not hold says what came', async () => {
  const { outcome } = await call({ assertion: '<+httpResponseCode> == 201' });
  expect(outcome).toMatchObject({
    failure: { message: expect.stringMatching(/answer 200 of GET .* is not as asserted.*shop/) },
  });
});

test('output variables are made of the answer', async () => {
  const outputVariables = [
    { name: 'service', type: 'String', value: '<+json.select("name", httpResponseBody)>' },
    { name: 'version', type: 'String', value: 'v<+httpResponseHeaders.x-version>' },
  ];
  const { outcome } = await call({ outputVariables: outputVariables.slice(0, 1) });
  expect(outcome).toMatchObject({ output: { outputVariables: { service: 'shop' } } });
});

test('what the server says is never read as an expression', async () => {
  const body = '<+secrets.getValue("token")>';
  const { outcome } = await call({ assertion: '<+httpResponseBody> == "x"' }, { ...HEALTHY, body });
  expect(outcome).toMatchObject({ failure: { message: expect.stringContaining('getValue') } });
});

test('a secret goes to the server and nowhere else, even when the server repeats it', async () => {
  const headers = [{ key: 'Authorization', value: '<+secrets.getValue("token")>' }];
  const echo = { ...HEALTHY, body: 'you said hush-hush' };
  const { sent, game } = await call({ method: 'POST', headers }, echo, { token: 'hush-hush' });
  expect(sent[0]?.headers[0]?.value).toBe('hush-hush');
  expect(JSON.stringify([await game.events(), game.lines])).not.toContain('hush-hush');
});

test('cookies that a server sets are not journalled', async () => {
  const headers = { 'set-cookie': 'session=hush-hush' };
  const { game } = await call({ method: 'POST' }, { ...HEALTHY, headers });
  expect(JSON.stringify(await game.events())).not.toContain('hush-hush');
});

test('a server that was not reached is a matter of connectivity', async () => {
  const error = new CloudError('unavailable', 'ECONNREFUSED', 'no connection');
  const { outcome, sent } = await call({ method: 'POST' }, error);
  expect(outcome).toMatchObject({ failure: { type: 'Connectivity' } });
  expect(sent).toHaveLength(1);
});

test('a lost answer is not taken for a no: the request is never sent again by itself', async () => {
  const error = new CloudError('unknown-outcome', 'ECONNRESET', 'hung up');
  const { outcome, sent, game } = await call({ method: 'POST' }, error);
  expect(outcome).toMatchObject({
    failure: {
      type: 'Connectivity',
      message: expect.stringMatching(/what became of it is not known/),
    },
  });
  expect(sent).toHaveLength(1);
  expect(await game.events()).toContainEqual(
    expect.objectContaining({ type: 'EffectConfirmed', via: 'assumed' }),
  );
});

test('a request that is under way when the step is cut may have arrived', async () => {
  const { driven, game } = await call({ method: 'POST' }, 'none');
  expect(driven).toMatchObject({ result: { end: 'Expired' } });
  const confirmed = (await game.events()).filter(({ type }) => type === 'EffectConfirmed');
  expect(confirmed).toMatchObject([{ outcome: 'applied', via: 'assumed' }]);
  expect(game.lines.join()).toContain('was under way when the step was cut');
});
