// What a durable step costs: one after the other against the disk's own floor, and many pipelines at once.
import { join } from 'node:path';
import { openSqliteJournal } from '../src/store/sqlite/sqlite-journal.ts';
import type { Measured } from './main.ts';
import { type BareCommits, bareCommits } from './support/bare-commits.ts';
import { withFolder } from './support/bench-folder.ts';
import { oneEffectPlan, runPipeline } from './support/one-effect-pipeline.ts';
import { median, rounded } from './support/statistics.ts';

export const name = 'engine';
export const description =
  'milliseconds per durable step beside the bare cost of its commits, and steps per second of 200 pipelines';

const ROUNDS = 20;
const SEQUENTIAL = { groups: 5, stepsPerGroup: 10 };
/** In each round, as many as there are steps. */
const FLOOR_SAMPLES = SEQUENTIAL.groups * SEQUENTIAL.stepsPerGroup;
const PIPELINES = 200;
const CONCURRENT = { groups: 5, stepsPerGroup: 5 };
const CONCURRENT_RUNS = 3;

export function run(): Promise<Measured> {
  return withFolder(async (folder) => {
    const bare = bareCommits(join(folder, 'bare.db'));
    const sequential = await measureSequential(join(folder, 'sequential.db'), bare);
    bare.close();
    const stepsPerSecond = await measureConcurrent(join(folder, 'concurrent.db'));
    return {
      sequentialMsPerStep: rounded(median(sequential.stepMs), 3),
      fsyncFloorMs: rounded(median(sequential.floorMs), 3),
      concurrentStepsPerSecond: Math.round(stepsPerSecond),
      peakRssMb: rounded(process.resourceUsage().maxRSS / 1_024, 1),
      commitsPerStep: sequential.commitsPerStep,
      medianOf: sequential.stepMs.length,
    };
  });
}

interface Sequential {
  readonly stepMs: readonly number[];
  readonly floorMs: readonly number[];
  readonly commitsPerStep: number;
}

/** Rounds of steps and rounds of bare commits take turns, so that both see the same disk. */
async function measureSequential(file: string, bare: BareCommits): Promise<Sequential> {
  let commits = 0;
  const onCommit = (): void => {
    commits += 1;
  };
  const journal = openSqliteJournal({ file, wallNow: Date.now, onCommit });
  const plan = oneEffectPlan(SEQUENTIAL);
  const stepMs: number[] = [];
  const floorMs: number[] = [];
  const commitsOfSteps: number[] = [];
  const round = async (): Promise<void> => {
    let last: { readonly at: number; readonly commits: number } | undefined;
    await runPipeline(journal, plan, () => {
      const now = { at: performance.now(), commits };
      if (last !== undefined) {
        stepMs.push(now.at - last.at);
        commitsOfSteps.push(now.commits - last.commits);
      }
      last = now;
    });
    const commitsPerStep = median(commitsOfSteps);
    for (let sample = 0; sample < FLOOR_SAMPLES; sample += 1) {
      floorMs.push(bare.measureMs(commitsPerStep));
    }
  };
  await round();
  for (const samples of [stepMs, floorMs, commitsOfSteps]) samples.length = 0;
  for (let done = 0; done < ROUNDS; done += 1) await round();
  await journal.close();
  return { stepMs, floorMs, commitsPerStep: median(commitsOfSteps) };
}

async function measureConcurrent(file: string): Promise<number> {
  const journal = openSqliteJournal({ file, wallNow: Date.now });
  const plan = oneEffectPlan(CONCURRENT);
  const steps = PIPELINES * CONCURRENT.groups * CONCURRENT.stepsPerGroup;
  const runAll = async (): Promise<number> => {
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: PIPELINES }, () => runPipeline(journal, plan)));
    return (steps / (performance.now() - startedAt)) * 1_000;
  };
  await runAll();
  const perSecond: number[] = [];
  for (let done = 0; done < CONCURRENT_RUNS; done += 1) perSecond.push(await runAll());
  await journal.close();
  return median(perSecond);
}
