// A world for crashes: a twin with real instances, clients that never stop, a proxy, and a project with a journal.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideGate } from '../../src/app/decide-gate.ts';
import { openEngine } from '../../src/app/engine.ts';
import { type Rehearsal, startRehearsal } from '../../src/app/rehearsal/rehearsal.ts';
import { readSettings } from '../../src/app/settings.ts';
import { openStateFolder } from '../../src/app/state-folder.ts';
import { type RunningCommand, root, startPenstock } from '../cli/penstock.ts';
import { type CloudProxy, startCloudProxy } from './cloud-proxy.ts';
import { type JournalEye, openJournalEye } from './journal-eye.ts';

export interface ShopWorld extends AsyncDisposable {
  readonly rehearsal: Rehearsal;
  readonly proxy: CloudProxy;
  readonly journal: JournalEye;
  readonly journalFile: string;
  /** Starts `penstock run` of the short pipeline with the version that is not live. */
  run(environment?: Environment): Promise<RunningCommand>;
  /** Starts any other command on this project; it answers in JSON unless its words are wanted. */
  command(args: readonly string[], environment?: Environment, words?: 'as text'): RunningCommand;
  decide(execution: string, decision: 'approve' | 'reject'): Promise<boolean>;
  /** What the script has done to the world since the last call of `clearSideEffects`. */
  sideEffects(): string;
  clearSideEffects(): void;
}

type Environment = Readonly<Record<string, string>>;

/** On the twin's clock these are as in production; only the watch after the last rung is short. */
const SETTINGS = `environments:
  production:
    settle: 30s
    lastSettle: 60s
    bake: 60s
    probe: { header: x-shop-version, requests: 100 }
`;
const AMI = 'ami-0a1b2c3d4e5f6000';
const COMMAND_WITHIN_MS = 120_000;
const SECRET = { SHOP_SPOT_TOKEN: 'twin' };

export async function startShopWorld(speed: number): Promise<ShopWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-crash-'));
  cpSync(join(root, 'examples/shop'), folder, {
    recursive: true,
    filter: (path) => !path.includes('.penstock'),
  });
  cpSync(join(import.meta.dirname, 'pipeline.yaml'), join(folder, 'pipeline.yaml'));
  writeFileSync(join(folder, 'penstock.yaml'), SETTINGS);
  const state = openStateFolder(join(folder, '.penstock'));
  const service = join(folder, 'service.yaml');
  const serviceText = readFileSync(service, 'utf8');
  const sideEffects = join(folder, 'side-effects.txt');
  writeFileSync(sideEffects, '');
  const rehearsal = await startRehearsal({
    folder,
    stateFolder: join(folder, 'twin'),
    speed,
    load: [
      { port: 80, host: 'shop.example', requestsPerSecond: 80 },
      { port: 8080, host: 'stage.shop.example', requestsPerSecond: 20 },
    ],
    versionHeader: 'x-shop-version',
  });
  const proxy = await startCloudProxy(rehearsal.twin.url);
  const engine = openEngine(state);
  const journal = openJournalEye(state.journalFile);
  const command: ShopWorld['command'] = (args, environment = {}, words) =>
    startPenstock(words === undefined ? [...args, '--json'] : args, {
      folder,
      environment: { ...SECRET, ...environment },
      withinMs: COMMAND_WITHIN_MS,
    });
  return {
    rehearsal,
    proxy,
    journal,
    journalFile: state.journalFile,
    async run(environment) {
      const version = (await liveVersion(rehearsal)) === '1' ? '2' : '1';
      writeFileSync(service, serviceText.replace(/ami-0a1b2c3d4e5f6000\d/, `${AMI}${version}`));
      const input = `pipeline.stages.shop.variables.sideEffects=${sideEffects}`;
      const where = ['--on', 'twin', '--twin', proxy.url];
      return command(['run', 'pipeline.yaml', ...where, '--input', input], environment);
    },
    command,
    async decide(execution, decision) {
      const given = { decision, path: undefined, comment: undefined };
      const decided = await decideGate(engine, execution, given, readSettings(folder));
      return decided.status === 'accepted';
    },
    sideEffects: () => readFileSync(sideEffects, 'utf8'),
    clearSideEffects: () => writeFileSync(sideEffects, ''),
    async [Symbol.asyncDispose]() {
      journal.close();
      await engine.close();
      await rehearsal.close();
      await proxy[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a customer gets: while nothing is shifted that is one version. */
function liveVersion({ twin }: Rehearsal): Promise<string> {
  const port = twin.addresses.find((address) => address.port === 80)?.actualPort;
  const options = { host: '127.0.0.1', port, headers: { host: 'shop.example' }, agent: false };
  return new Promise((resolve, reject) => {
    get(options, (answer) => {
      answer.resume();
      resolve(String(answer.headers['x-shop-version']));
    }).once('error', reject);
  });
}
