// Makes a failing story small: takes things away one by one as long as the same invariant still breaks.
import { type Played, play } from './play.ts';
import type { RunStory, Story } from './story.ts';

export interface Shrunk {
  readonly played: Played;
  /** So many smaller stories were played. */
  readonly tries: number;
}

/** Small enough for people long before that. */
const TRIES_MAX = 150;

export async function shrink(
  first: Played,
  tell: (tries: number) => void = () => {},
): Promise<Shrunk> {
  const rule = first.violations[0]?.rule;
  let played = first;
  let tries = 0;
  for (let isSmaller = true; isSmaller && tries < TRIES_MAX; ) {
    isSmaller = false;
    for (const smaller of smallerThan(played.story)) {
      if (tries >= TRIES_MAX) break;
      tries += 1;
      tell(tries);
      const again = await play(smaller);
      if (again.violations[0]?.rule !== rule) continue;
      played = again;
      isSmaller = true;
      break;
    }
  }
  return { played, tries };
}

/** Every story that is a little less than this one, the boldest cuts first. */
function* smallerThan(story: Story): Generator<Story> {
  const { mishaps, runs, acts, owners } = story;
  if (runs.length > 1) {
    for (const index of runs.keys()) yield withoutRun(story, index);
  }
  for (
    let size = Math.ceil(mishaps.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < mishaps.length; from += size) {
      yield { ...story, mishaps: mishaps.filter((_, at) => at < from || at >= from + size) };
    }
  }
  const { followUps, resolvedAfterMs } = story;
  for (const followUp of followUps) {
    yield { ...story, followUps: followUps.filter((each) => each !== followUp) };
  }
  if (resolvedAfterMs !== undefined) yield { ...story, resolvedAfterMs: undefined };
  for (const act of acts) yield { ...story, acts: acts.filter((each) => each !== act) };
  if (owners > 1) yield { ...story, owners: owners - 1 };
  for (const [index, run] of runs.entries()) {
    for (const smaller of smallerRuns(run)) {
      yield { ...story, runs: runs.map((each, at) => (at === index ? smaller : each)) };
    }
  }
}

function withoutRun(story: Story, index: number): Story {
  const left = <Of extends { readonly run: number }>(acts: readonly Of[]): readonly Of[] =>
    acts
      .filter(({ run }) => run !== index)
      .map((act) => (act.run > index ? { ...act, run: act.run - 1 } : act));
  const runs = story.runs.filter((_, at) => at !== index);
  return { ...story, runs, acts: left(story.acts), followUps: left(story.followUps) };
}

function* smallerRuns(run: RunStory): Generator<RunStory> {
  const { stages, isParallel } = run;
  if (isParallel) yield { ...run, isParallel: false };
  if (stages.length > 1) {
    for (const index of stages.keys()) {
      yield { ...run, stages: stages.filter((_, at) => at !== index) };
    }
  }
  for (const [index, stage] of stages.entries()) {
    const changed = (changes: Partial<typeof stage>): RunStory => ({
      ...run,
      stages: stages.map((each, at) => (at === index ? { ...each, ...changes } : each)),
    });
    if (stage.isSideBySide) yield changed({ isSideBySide: false });
    if (stage.stageRungs.length > 0) yield changed({ stageRungs: stage.stageRungs.slice(1) });
    if (stage.prodRungs.length > 1) yield changed({ prodRungs: stage.prodRungs.slice(1) });
    if (stage.approvals > 0) yield changed({ approvals: 0 });
    if (stage.isAskedFirst) yield changed({ isAskedFirst: false });
    if (stage.script !== 'none') yield changed({ script: 'none' });
  }
}
