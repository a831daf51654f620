// One mail of the Email step: who gets it, and what becomes of the step when it cannot go.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { stepsHarness } from '../../tests/steps-harness.ts';
import { CloudError } from '../cloud/cloud-error.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Mail, SentMail } from './outside.ts';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ops: ['ada@example.com', 'bob@example.com'],
};

const SECRET = 'hush-hush';

async function send(spec: JsonObject, answer: SentMail | Error = { rejected: [] }) {
  const mails: Mail[] = [];
  const mailer = {
    addressesOf: (group: string) => GROUPS[group] ?? [],
    send: async (mail: Mail) => {
      mails.push(mail);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const full = { subject: 'Green is live', body: 'line one\nline two', ...spec };
  const plan = planOf([stage('s', [step('tell', { type: 'Email', spec: full })])]);
  const game = await stepsHarness(plan, { mailer }, { secrets: { key: SECRET } });
  const driven = await game.drive();
  return { driven, mails, game, outcome: await game.outcome() };
}

test('it goes to addresses and groups, to each once', async () => {
  const to = 'ada@example.com, eve@example.com';
  const { driven, mails } = await send({ to, toUserGroups: ['ops'], cc: 'bob@example.com' });
  expect(driven).toMatchObject({ result: { end: 'Success' } });
  expect(mails).toMatchObject([
    { to: ['ada@example.com', 'eve@example.com', 'bob@example.com'], cc: [] },
  ]);
  expect(mails[0]?.id).toBe('<run-1.s-steps-tell.1@penstock>');
});

test.each([
  ['an address that is none', { to: 'ada' }, /"ada" is no mail address/],
  ['a group without addresses', { toUserGroups: ['leads'] }, /nobody of the group "leads"/],
])('nothing is sent with %s', async (_what, spec, words) => {
  const { mails, outcome } = await send(spec);
  expect(mails).toEqual([]);
  expect(outcome).toMatchObject({ failure: { message: expect.stringMatching(words) } });
});

const lost = new CloudError('unknown-outcome', 'ESOCKET', 'hung up');

test('a mail that may have gone is not sent again', async () => {
  const { mails, outcome } = await send({ to: 'ada@example.com' }, lost);
  expect(mails).toHaveLength(1);
  expect(outcome).toMatchObject({ failure: { type: 'Connectivity' } });
});

test('with fireAndForget a mail that cannot go is told and harms nobody', async () => {
  const refused = new CloudError('invalid', 'EENVELOPE', 'the mail server says no');
  const { driven, game } = await send({ to: 'ada@example.com', fireAndForget: true }, refused);
  expect(driven).toMatchObject({ result: { end: 'Success' } });
  expect(game.lines.join()).toContain('Warning: The mail was not sent');
});

test('in a rehearsal the mail stands in the log', async () => {
  const { game } = await send(
    { to: 'ada@example.com' },
    { rejected: [], insteadOf: 'It was not sent' },
  );
  expect(game.lines.join('\n')).toMatch(/To: ada@example.com.*Subject: Green is live.*line two/s);
});

const KEY = '<+secrets.getValue("key")>';

test.each<[string, SentMail | Error]>([
  ['the server refuses a receiver', { rejected: [`${SECRET}@example.com`] }],
  ['it stays here', { rejected: [], insteadOf: `${SECRET} was not sent` }],
  ['the server quotes it', new CloudError('invalid', 'EENVELOPE', `no ${SECRET} here`)],
])('a secret in it is not journalled when %s', async (_when, answer) => {
  const spec = { to: `ada@example.com, ${KEY}@example.com`, subject: `About ${KEY}` };
  const { mails, game } = await send(spec, answer);
  expect(mails).toMatchObject([{ subject: `About ${SECRET}` }]);
  expect(JSON.stringify(await game.events())).not.toContain(SECRET);
});
