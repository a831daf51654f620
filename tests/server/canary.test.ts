// A canary secret in twelve shapes through the whole server: journal, databases, logs, answers of the API, streams and webhooks stay free of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnsweringServer, startAnsweringServer } from '../answering-server.ts';
import { CANARY, filesWith, printInTwelveShapes, tellTales } from '../canary.ts';
import { scriptsPipeline } from '../cli/scripts-pipeline.ts';
import { eventually } from '../eventually.ts';
import { type OpenRoom, openRoom, PROJECT } from './open-room.ts';

const HOOK_SECRET = 'hook-secret-0123456789-abc';
let there: OpenRoom;
let receiver: AnsweringServer;

beforeAll(async () => {
  process.env['CANARY'] = CANARY;
  there = await openRoom();
  receiver = await startAnsweringServer(() => ({ body: '' }));
  const write = (name: string, text: string): void =>
    writeFileSync(join(there.shop.folder, name), text);
  write(
    'canary-secret.yaml',
    'secret:\n  name: canary\n  identifier: canary\n  type: SecretText\n  spec:\n    valueType: Reference\n    value: CANARY\n',
  );
  const environment = { CANARY: '<+secrets.getValue("canary")>' };
  write(
    'canary.yaml',
    scriptsPipeline('canary', [
      { id: 'Print', script: printInTwelveShapes('CANARY'), environment },
      { id: 'Give', script: 'given="$CANARY"', environment, secretOutputs: ['given'] },
      {
        id: 'Break',
        script: `${printInTwelveShapes('GIVEN')}\nexit 9`,
        environment: { GIVEN: '<+execution.steps.Give.output.outputVariables.given>' },
      },
    ]),
  );
}, 60_000);

afterAll(async () => {
  delete process.env['CANARY'];
  await there?.[Symbol.asyncDispose]();
  await receiver?.[Symbol.asyncDispose]();
});

test('nobody who looks at a run sees a secret of it, in whatever shape it was printed', async () => {
  const { client } = there;
  const params = { project: PROJECT };
  await client.call('createWebhook', {
    params,
    body: { url: receiver.url, events: ['AllEvents'], secret: HOOK_SECRET },
  });
  const run = await there.startRun({ pipeline: 'canary.yaml' });
  await eventually('its end', async () => (await there.page(run)).endedAt !== null, 60_000);
  const of = { params: { ...params, run } };
  const logs = await client.call('listLogs', of);
  const texts: string[] = [];
  for (const { step, attempt } of logs) {
    const log = await client.call('readLog', { ...of, query: { step, attempt } });
    texts.push(log.lines.map(({ text }) => text).join('\n'));
  }
  expect(texts.join('\n')).toContain('**************');
  await eventually('the last delivery', () =>
    receiver.received.some(({ headers }) => headers['penstock-event'] === 'PipelineEnd'),
  );
  const answers = await Promise.all([
    client.call('readRun', of),
    client.call('readSteps', of),
    client.call('listEvents', of),
    client.call('readFrozenPlan', of),
    client.call('listRuns', { params }),
    client.call('listProjectAudit', { params }),
    client.call('listWebhooks', { params }),
  ]);
  const everything = [
    ...texts,
    ...answers.map((answer) => JSON.stringify(answer)),
    ...receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)),
    ...there.logged,
  ].join('\n');
  for (const tale of [...tellTales(CANARY), HOOK_SECRET]) expect(everything).not.toContain(tale);
});

test('no file of the state folder holds it once the run has ended', () => {
  expect(filesWith(there.state.path, [...tellTales(CANARY), HOOK_SECRET])).toEqual([]);
});
