// `npm start`: rehearses the example shop on a twin of its own, under real traffic, and tells what came of it.
import { join, relative } from 'node:path';
import { type Engine, openEngine } from '../../app/engine.ts';
import { currentPerson } from '../../app/person.ts';
import { prepareRun } from '../../app/prepare-run.ts';
import { type Rehearsal, type Requests, startRehearsal } from '../../app/rehearsal/rehearsal.ts';
import { createApprover, failurePoint } from '../../app/rehearsal/rehearsal-approver.ts';
import { openStateFolder, type StateFolder } from '../../app/state-folder.ts';
import type { Json } from '../../lib/json.ts';
import { resultJson } from '../../view/run-result.ts';
import type { DemoRoom } from '../demo-room.ts';
import { type DrivenRun, driveAtTerminal } from '../drive-run.ts';
import { EXIT } from '../exit-code.ts';
import { drawEnding } from '../ladder/ending.ts';
import type { Output } from '../output.ts';

export interface DemoRequest {
  readonly yes: boolean;
  readonly failAt: string | undefined;
  readonly speed: number;
}

const shop = join(import.meta.dirname, '../../../examples/shop');
const LOAD = [
  { port: 80, host: 'shop.example', requestsPerSecond: 120 },
  { port: 8080, host: 'stage.shop.example', requestsPerSecond: 15 },
  { port: 8080, host: 'dev.shop.example', requestsPerSecond: 15 },
];

export async function demo(request: DemoRequest, output: Output): Promise<number> {
  const state = openStateFolder(join(shop, '.penstock'));
  output.say(
    'Starting the twin: version 1 of the shop behind a load balancer, and a client that never stops.',
  );
  const rehearsal = await startRehearsal({
    folder: shop,
    stateFolder: state.path,
    speed: request.speed,
    load: LOAD,
    versionHeader: 'x-shop-version',
  });
  const engine = openEngine(state);
  // Without a terminal nobody looks: programs get the result alone.
  const room = output.isTerminal ? await openRoom(state, engine, output) : undefined;
  try {
    const code = await rehearse(request, { rehearsal, engine, room }, output);
    if (room !== undefined && code !== 'interrupted') await room.stay();
    return code === 'interrupted' ? EXIT.Failed : code;
  } finally {
    await room?.close();
    await engine.close();
    await rehearsal.close();
  }
}

async function openRoom(
  state: StateFolder,
  engine: Engine,
  output: Output,
): Promise<DemoRoom | undefined> {
  const { openDemoRoom } = await import('../demo-room.ts');
  const room = await openDemoRoom(state, engine, shop, output);
  if (room !== undefined) output.say(`The control room: ${output.paint.strong(room.url)}`);
  return room;
}

interface Stage {
  readonly rehearsal: Rehearsal;
  readonly engine: Engine;
  readonly room: DemoRoom | undefined;
}

async function rehearse(
  request: DemoRequest,
  { rehearsal, engine, room }: Stage,
  output: Output,
): Promise<number | 'interrupted'> {
  const approves = request.yes || !output.isTerminal;
  const run = await prepareRun({
    pipelineFile: join(shop, 'pipeline.yaml'),
    folder: shop,
    bindings: [],
    world: { kind: 'twin', url: rehearsal.twin.url },
  });
  const failAfter = failurePoint(run.plan, request.failAt);
  const { clock } = rehearsal.twin;
  const id = await engine.start(run, currentPerson([]).name, clock);
  if (approves) output.say('Nobody is asked: every approval is given as "rehearsal".');
  const driven = await driveAtTerminal({
    engine,
    id,
    run,
    clock,
    output,
    title: `examples/shop  run ${id}  version 1 → 2`,
    adoptUnmanaged: false,
    recorded: await engine.journal.read(id, 0),
    footer: () => [
      `client  ${countLine(rehearsal.requests(), output)}`,
      ...(room === undefined ? [] : [`browser ${room.url}`]),
    ],
    onEvents: createApprover({
      engine,
      execution: id,
      rehearsal,
      folder: shop,
      approves,
      failAfter,
      onError: (error) => output.note(String(error)),
    }),
  });
  return tell(id, driven, await rehearsal.stopClients(), rehearsal, output);
}

async function tell(
  id: string,
  driven: DrivenRun,
  requests: Requests,
  rehearsal: Rehearsal,
  output: Output,
): Promise<number | 'interrupted'> {
  if (driven.status === 'interrupted') {
    output.say('Interrupted. The twin goes with its rehearsal, so nothing is left to go on with.');
    output.result({ execution: id, status: 'Interrupted', requests: { ...requests } });
    return 'interrupted';
  }
  const { view, result } = driven;
  const next =
    view.end === 'RolledBack'
      ? 'npm start    a deployment that goes well'
      : 'npm start -- --fail-at prod-50    see the way back at work';
  const rows: (readonly [string, string])[] = [
    ['client', countLine(requests, output)],
    ...(await groupRows(rehearsal)),
    ['next', next],
  ];
  const where = ` --project ${relative(process.cwd(), shop) || '.'}`;
  const ending = { execution: id, view, more: rows, columns: output.columns(), where };
  for (const line of drawEnding(ending, output.paint)) output.say(line);
  const world = await rehearsal.world();
  output.result({
    ...resultJson(result),
    requests: { ...requests },
    rules: world.rules as unknown as Json,
    groups: world.groups as unknown as Json,
  });
  if (requests.failed > 0) return EXIT.Failed;
  return EXIT[view.end ?? 'Failed'];
}

async function groupRows(rehearsal: Rehearsal): Promise<readonly (readonly [string, string])[]> {
  const { groups } = await rehearsal.world();
  return groups.map((group) => [
    'group',
    `${group.name} (${group.id}): ${group.instances.length} instances`,
  ]);
}

function countLine(requests: Requests, output: Output): string {
  const { paint } = output;
  const failed =
    requests.failed === 0 ? paint.strong('0 failed') : paint.red(`${requests.failed} failed`);
  const answered = Object.values(requests.byVersion).reduce((total, count) => total + count, 0);
  const versions = Object.entries(requests.byVersion).map(
    ([version, count]) =>
      `version ${version}: ${count} (${((count / Math.max(1, answered)) * 100).toFixed(1)} %)`,
  );
  return `${paint.strong(`${requests.sent}`)} sent  ${failed}    ${versions.join('    ')}`;
}
