// What must hold when an event is committed: a claim has its proof, an approval counts once and by those who may.
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import { canonicalJson } from '../../../src/lib/json.ts';
import { type Bake, type BeforeImage, FACT, type Rung } from '../../../src/traffic/facts.ts';
import type { Eyes, Violation, Watch } from './checks.ts';
import { STARTER } from './people.ts';
import { stageOfPath } from './stage-paths.ts';
import { environmentOf, policyOf } from './switch-plan.ts';
import { weightsIn } from './weights-in.ts';

export function brokenByEvent(
  watch: Watch,
  event: ExecutionEvent,
  eyes: Eyes,
): readonly Violation[] {
  const broken: Violation[] = [];
  const say = (rule: string, text: string): void => {
    broken.push({ rule, text: `run ${watch.run.index + 1}: ${text}` });
  };
  switch (event.type) {
    case 'FactRecorded':
      checkFact(watch, event, eyes, say);
      break;
    case 'ApprovalOpened':
      watch.needed.set(event.path, event.approval.minimumCount);
      break;
    case 'ApprovalDecided':
      checkDecision(watch, event, say);
      break;
    case 'AttemptStarted':
      checkGate(watch, event.path, say);
      break;
    case 'ChoiceMade':
      for (const [rule, other] of watch.foreign) if (other.isSeen) watch.foreign.delete(rule);
      break;
    case 'RollbackStarted':
      watch.goingBack.add(event.path);
      break;
    default:
  }
  return broken;
}

type Say = (rule: string, text: string) => void;
type Event<Type extends ExecutionEvent['type']> = Extract<ExecutionEvent, { type: Type }>;

function checkFact(watch: Watch, event: Event<'FactRecorded'>, eyes: Eyes, say: Say): void {
  const stage = stageOfPath(event.path);
  if (event.name === FACT.bake) {
    if ((event.value as unknown as Bake).state === 'passed') watch.baked.set(stage, event.at);
  } else if (event.name === FACT.adoptedImage || event.name === FACT.beforeImage) {
    const { ruleArn, actions } = event.value as unknown as BeforeImage;
    watch.images.set(ruleArn, actions);
    const other = watch.foreign.get(ruleArn)?.weights ?? {};
    if (canonicalJson(other) === canonicalJson(weightsIn(actions))) watch.foreign.delete(ruleArn);
  } else if (event.name === FACT.rung) {
    const rung = event.value as unknown as Rung;
    if (rung.state !== 'proven') return;
    checkProof(watch, rung, event.at, eyes, say);
    if (rung.lane !== 'prod' || rung.set !== 100) return;
    watch.proven.set(stage, (watch.proven.get(stage) ?? new Set()).add(rung.ruleArn));
  }
}

/** What is set stands in the rule, AWS has said so, and it has stood for its time. */
function checkProof(watch: Watch, rung: Rung, at: number, eyes: Eyes, say: Say): void {
  const rule = 'a rung after its proof';
  const { set, reported, ruleArn, writtenAt } = rung;
  if (set !== reported)
    say(rule, `${rung.rung} is proven with ${set} set and ${reported} reported`);
  const { settleMs, lastSettleMs } = policyOf(eyes.story, environmentIn(watch, ruleArn));
  const wantedMs = set === 100 ? lastSettleMs : settleMs;
  if (writtenAt === null || at < writtenAt + wantedMs) {
    say(rule, `${rung.rung} of ${ruleArn} is proven ${at - (writtenAt ?? at)} ms after its write`);
  }
  if (watch.touchedByOthers.has(ruleArn)) return;
  const weights = eyes.look().rules.find(({ arn }) => arn === ruleArn)?.weights ?? {};
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  const green = Object.entries(weights).filter(([arn]) => watch.planned.green.has(arn));
  const share = green.reduce((total, [, weight]) => total + weight, 0);
  if (share !== set || sum !== 100) {
    say(rule, `${rung.rung} is proven while ${ruleArn} gives green ${share} of ${sum}`);
  }
}

function environmentIn({ run, shops }: Watch, ruleArn: string): string {
  const index = shops.findIndex(({ sites }) =>
    sites.some(({ prodRule, stageRule }) => prodRule === ruleArn || stageRule === ruleArn),
  );
  return environmentOf(run.story.stages[index]?.shop ?? 0).identifier;
}

function checkDecision(watch: Watch, { path, by }: Event<'ApprovalDecided'>, say: Say): void {
  const rule = 'an approval counts once';
  const people = watch.deciders.get(path) ?? new Set();
  if (people.has(by)) say(rule, `${by} was counted twice at ${path}`);
  if (by === STARTER || by === 'stan') say(rule, `${by} may not decide at ${path}`);
  if (people.size >= (watch.needed.get(path) ?? 0)) {
    say(rule, `${path} was decided already when ${by} was counted`);
  }
  watch.deciders.set(path, people.add(by));
}

/** A shift starts only when as many people as its gate needs have agreed. */
function checkGate(watch: Watch, path: string, say: Say): void {
  const gate = path.replace(/\/Shift$/, '/Approve');
  const index = /stage(\d+)$/.exec(stageOfPath(path))?.[1];
  const stage = watch.run.story.stages[Number(index)];
  if (gate === path || stage === undefined) return;
  const agreed = watch.deciders.get(gate)?.size ?? 0;
  if (agreed < stage.approvals) {
    say('a gate before its rung', `${path} started with ${agreed} of ${stage.approvals} approvals`);
  }
}
