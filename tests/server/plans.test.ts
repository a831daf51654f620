// What could run, through the handlers and a real twin: pipelines, inputs, validation, and plans that are made, kept and shown again.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plannedSchema } from '../../src/api/routes/plans.ts';
import { makePlanHandlers } from '../../src/server/plans/make-plan-handlers.ts';
import { asked, openShopRoom, type ShopRoom } from './shop-room.ts';

const SHOP = { project: 'shop' };
const WITHIN_MS = 60_000;

let bench: ShopRoom;
let handlers: ReturnType<typeof makePlanHandlers>;

beforeAll(async () => {
  bench = await openShopRoom();
  handlers = makePlanHandlers(bench.room);
}, WITHIN_MS);

afterAll(() => bench[Symbol.asyncDispose]());

function body(more: object = {}) {
  const { url } = bench.twin;
  return {
    pipeline: 'pipeline.yaml',
    on: 'twin' as const,
    twinUrl: url,
    inputs: {},
    inputSets: [],
    adoptUnmanaged: false,
    ...more,
  };
}

describe('pipelines', () => {
  test('are listed with how much is wrong with each', async () => {
    expect(await handlers.listPipelines(asked<'listPipelines'>(SHOP))).toEqual([
      { file: 'pipeline.yaml', identifier: 'deploy_shop', name: 'Deploy the shop', problems: 0 },
    ]);
    for (const [right, wrong] of [
      ['type: ShellScript', 'type: ShellScrip'],
      ['identifier: deploy_shop', 'identifer: deploy_shop'],
    ] as const) {
      bench.shop.change('pipeline.yaml', right, wrong);
      bench.pass(5_000);
      const [pipeline] = await handlers.listPipelines(asked<'listPipelines'>(SHOP));
      expect(pipeline?.file).toBe('pipeline.yaml');
      expect(pipeline?.problems).toBeGreaterThan(0);
      bench.shop.restore('pipeline.yaml');
    }
    bench.pass(5_000);
  });

  test('say what they ask for; a file outside of the project is no pipeline of it', async () => {
    bench.shop.change('pipeline.yaml', 'min: 2', 'min: <+input>.default(2)');
    const params = { ...SHOP, pipeline: 'pipeline.yaml' };
    const { inputs } = await handlers.readPipelineInputs(asked<'readPipelineInputs'>(params));
    expect(inputs).toMatchObject([{ default: '2', isRequired: false, isMany: false }]);
    bench.shop.restore('pipeline.yaml');
    const outside = { ...SHOP, pipeline: '../../etc/passwd' };
    const refused = handlers.readPipelineInputs(asked<'readPipelineInputs'>(outside));
    await expect(refused).rejects.toMatchObject({ code: 'not-found' });
  });

  test('take no input set from where the server was started', async () => {
    // Tests are started where this file lies.
    expect(existsSync('LICENSE')).toBe(true);
    const asks = asked<'createPlan'>(SHOP, { body: body({ inputSets: ['LICENSE'] }) });
    const refused = await handlers.createPlan(asks).catch((error: unknown) => error);
    const told = JSON.stringify(refused);
    expect(told).toContain('There is no input set');
    expect(told).not.toContain('Permission is hereby granted');
    expect(told).not.toContain('holds no input set');
  });

  test('are judged as a text before there is a file', async () => {
    const text = 'pipeline:\n  name: New\n  identifier: new\n  stages:\n    - stage: {}\n';
    const { diagnostics } = await handlers.validate(
      asked<'validate'>(SHOP, { body: { text, isStrict: false } }),
    );
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    expect(diagnostics[0]?.line).toBeGreaterThan(0);
    const nothing = handlers.validate(asked<'validate'>(SHOP, { body: { isStrict: false } }));
    await expect(nothing).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('plans', () => {
  test('are made, listed, and shown again as they were', { timeout: WITHIN_MS }, async () => {
    const made = await handlers.createPlan(asked<'createPlan'>(SHOP, { body: body() }));
    plannedSchema.parse(made);
    expect(made.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made).toMatchObject({ pipeline: 'Deploy the shop', heldBy: [], start: body() });
    expect(made.values.length).toBeGreaterThan(0);
    const [listed] = await handlers.listPlans(asked<'listPlans'>(SHOP));
    expect(listed).toMatchObject({ hash: made.hash, pipeline: 'Deploy the shop' });
    const again = { ...SHOP, hash: made.hash.slice(0, 12) };
    expect(await handlers.readPlan(asked<'readPlan'>(again))).toEqual(made);
  });

  test('that nobody has made are not found', async () => {
    const none = handlers.readPlan(asked<'readPlan'>({ ...SHOP, hash: 'f'.repeat(64) }));
    await expect(none).rejects.toMatchObject({ code: 'not-found' });
  });

  test('are refused with all that is wrong, and with a run that is in the way', {
    timeout: WITHIN_MS,
  }, async () => {
    writeFileSync(join(bench.shop.folder, 'broken.yaml'), 'pipeline:\n  name: Broken\n');
    const broken = handlers.createPlan(
      asked<'createPlan'>(SHOP, { body: body({ pipeline: 'broken.yaml' }) }),
    );
    await expect(broken).rejects.toMatchObject({ kind: 'invalid' });
    rmSync(join(bench.shop.folder, 'broken.yaml'));

    const run = await bench.start({ approvals: 0 });
    await run.reaches(({ type }) => type === 'ApprovalOpened');
    const held = await handlers.createPlan(asked<'createPlan'>(SHOP, { body: body() })).then(
      ({ heldBy }) => heldBy.join(),
      (error: Error) => error.message,
    );
    expect(held).toContain(`run ${run.id} (`);
  });
});
