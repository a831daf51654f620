// Drives one execution with what only driving needs: its clouds, steps, scripts and logs.
import type { Clouds } from '../cloud/clouds.ts';
import type { SharedReads } from '../cloud/shared-reads/shared-reads.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import type { Journal } from '../execution/journal.ts';
import { type DriveResult, drive } from '../execution/runner.ts';
import type { Scripts } from '../execution/step.ts';
import type { Clock } from '../lib/clock.ts';
import { createSteps } from '../steps/create-steps.ts';
import { createScripts } from '../supervisor/scripts.ts';
import { accountOf } from './clouds/account-of.ts';
import { type CloudCall, countedClouds } from './clouds/counted-clouds.ts';
import type { DriveRun } from './engine.ts';
import { sha256 } from './hash.ts';
import { outsideOf } from './outside/outside-of.ts';
import { isGone } from './owner.ts';
import type { PreparedRun } from './prepare-run.ts';
import { createProbeClient, throughDnsName, throughTwin } from './probe-client.ts';
import { policyOf, type RunSettings, settingsThen } from './run-settings.ts';
import { withSeal } from './seal.ts';
import { readSettings } from './settings.ts';
import type { StateFolder } from './state-folder.ts';
import { createStepLogs } from './step-logs.ts';

export interface ExecutionDrive extends DriveRun {
  readonly state: StateFolder;
  readonly journal: Journal;
  readonly sharedReads: SharedReads;
  /** Hears of every cloud call that really goes out. */
  readonly onCloudCall?: (call: CloudCall) => void;
  readonly realClock: Clock;
  readonly owner: string;
  readonly leaseMs: number;
}

export async function driveExecution(request: ExecutionDrive): Promise<DriveResult> {
  const { id, claim, run, clock, state, journal } = request;
  const settings = settingsThen(await journal.read(id, 0), run.settings);
  const adoptUnmanaged = settings.adoptUnmanaged || request.adoptUnmanaged;
  const { onCloudCall, realClock } = request;
  const own =
    onCloudCall === undefined
      ? run.clouds
      : countedClouds(run.clouds, () => realClock.now(), onCloudCall);
  const clouds = request.sharedReads.over(own, accountOf(run), clock);
  const scripts = createScripts({ folder: state.scripts, environment: process.env });
  return drive({
    id,
    ...(claim && { claim }),
    journal,
    clock,
    realClock: request.realClock,
    owner: request.owner,
    leaseMs: request.leaseMs,
    isGone,
    steps: stepsOf(run, clouds, { ...settings, adoptUnmanaged }),
    scripts,
    secrets: withSeal(run.secrets, state.path),
    logs: createStepLogs(state.logs),
    parkWhenIdle: request.parkWhenIdle ?? false,
    letGo: request.letGo,
    onEvents: (events) => {
      for (const event of events) forgetScripts(scripts, id, event);
      request.onEvents(events);
    },
  });
}

/** What came of them is on disk by now. */
function forgetScripts(scripts: Scripts, id: string, event: ExecutionEvent): void {
  if (event.type === 'AttemptFinished') scripts.forget?.(`${id}:${event.path}#${event.attempt}`);
  if (event.type === 'ExecutionFinished') scripts.forgetAll?.(id);
}

function stepsOf(
  run: PreparedRun,
  clouds: Clouds,
  settings: RunSettings,
): ReturnType<typeof createSteps> {
  const probe = createProbeClient(
    run.world.kind === 'twin' ? throughTwin(run.world.url) : throughDnsName,
  );
  return createSteps({
    clouds,
    policy: (environment) => policyOf(settings, environment),
    hash: sha256,
    probe,
    adoptUnmanaged: settings.adoptUnmanaged,
    ...outsideOf(run.world.kind, readSettings(run.loaded.folder), run.secrets),
  });
}
