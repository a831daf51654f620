// The rules of the engine, each switched off in turn.
import type { Plant } from './plant.ts';

const JOURNAL = 'src/store/memory/memory-journal.ts';
const EFFECTS = 'src/execution/effects.ts';
const byEngine = (seed: number): Plant['found'] => ({ by: 'engine simulation', seed });

export const ENGINE_PLANTS: readonly Plant[] = [
  {
    name: 'park-ignores-length',
    file: JOURNAL,
    snippet:
      '      const refusal = refused(found, claim, length);\n      if (refusal !== undefined) return refusal;\n      change(found, { ...freed',
    replacement:
      '      const refusal = refused(found, claim, found.row.length);\n      if (refusal !== undefined) return refusal;\n      change(found, { ...freed',
    broken: 'A run is set aside although a decision has come in since its owner last looked.',
    found: byEngine(3),
  },
  {
    name: 'no-lease-before-a-write',
    file: 'src/execution/lease.ts',
    snippet: '    if (isStopped || !covers()) {',
    replacement: '    if (isStopped && leaseMs < 0) {',
    broken: 'A write leaves although the lease does not cover it any more.',
    found: byEngine(1),
  },
  {
    name: 'no-settling',
    file: EFFECTS,
    snippet: 'Math.max(sentAt, request.claimedAt) + effect.settleMs;',
    replacement: 'Math.max(sentAt, request.claimedAt);',
    broken: 'A lost write is read back at once, while it may still take effect.',
    found: byEngine(1),
  },
  {
    name: 'settling-without-the-claim',
    file: EFFECTS,
    snippet: 'Math.max(sentAt, request.claimedAt) + effect.settleMs;',
    replacement: '(sentAt === request.claimedAt ? 0 : sentAt) + effect.settleMs;',
    broken: "An earlier owner's open write is read back without a wait from the claim on.",
    found: byEngine(1),
  },
  {
    name: 'repeat-without-read-back',
    file: EFFECTS,
    snippet: '    return found.applied ? found.result : actUntilKnown(request, known.request);',
    replacement: '    return actUntilKnown(request, known.request);',
    broken: 'An intent that an earlier process left open is repeated whatever the read-back says.',
    found: byEngine(1),
  },
  {
    name: 'lost-answer-repeated-blind',
    file: EFFECTS,
    snippet:
      '        const found = await findOut(request, written, sentAt);\n        if (found.applied) return found.result;\n        continue;',
    replacement: '        continue;',
    broken: 'A write whose answer was lost is sent again without a look.',
    found: byEngine(1),
  },
  {
    name: 'lanes-forget-who-waits',
    file: 'src/execution/decide/strategy.ts',
    snippet: '  lanes -= node.iterations.filter(isOpen).length;',
    replacement:
      "  lanes -= node.iterations.filter((each) => isOpen(each) && walk.state.steps.get(each.path)?.phase !== 'retry').length;",
    broken:
      'An iteration that waits for its retry gives up its lane, so that too many run at once.',
    found: byEngine(1),
  },
  {
    name: 'skip-queued-hits-started-ones',
    file: 'src/execution/decide/strategy.ts',
    snippet: '    if (walk.state.nodes.has(iteration.path)) continue;',
    replacement: '    if (finishedNode(walk.state, iteration.path) !== undefined) continue;',
    broken: 'A failed iteration makes those skipped that have started already.',
    found: byEngine(1),
  },
  {
    name: 'rounds-count-attempts-anew',
    file: 'src/execution/evolve-node.ts',
    snippet: '    if (step !== undefined) state.attemptsBefore.set(each.path, step.attempt);',
    replacement: '',
    broken: 'A step group that runs again numbers the attempts of its steps as it did before.',
    found: byEngine(1),
  },
  {
    name: 'deadline-counts-anew',
    file: 'src/execution/decide/step.ts',
    snippet: '  const { attempt, deadlineAt, marked } = known;',
    replacement:
      '  const { attempt, marked } = known;\n  const deadlineAt = walk.now + step.timeoutMs;',
    broken: "A step's time begins anew with every look instead of with its first start.",
    found: byEngine(1),
  },
  {
    name: 'cancel-cuts-open-intents',
    file: 'src/execution/attempt.ts',
    snippet: '    if (!context.effects.hasEarlierOpen()) {',
    replacement: '    if (request.clock.now() >= 0) {',
    broken:
      'A cancelled step stops before it has found out about what an earlier process left open.',
    found: byEngine(2),
  },
  {
    name: 'stale-owner-reads-on',
    file: JOURNAL,
    snippet: "      return row.epoch === claim.epoch ? events.slice(from) : 'fenced';",
    replacement: "      return row.epoch >= claim.epoch ? events.slice(from) : 'fenced';",
    broken: "An owner of before reads its successor's events as if they were its own.",
    found: byEngine(4),
  },
  {
    name: 'letting-go-cancels',
    file: 'src/execution/attempt.ts',
    snippet: '    stepping.abort(new LetGo());',
    replacement: "    stepping.abort(new Cancelled('abort'));",
    broken: 'An owner that lost its run kills the scripts that its successor is attached to.',
    found: byEngine(1),
  },
  {
    name: 'append-ignores-the-epoch',
    file: JOURNAL,
    snippet: "  if (!isCurrent(found.row, claim)) return { status: 'fenced' };",
    replacement: "  if (found.row.epoch < claim.epoch) return { status: 'fenced' };",
    broken: 'An owner of before goes on writing into the journal.',
    found: byEngine(1),
  },
  {
    name: 'append-ignores-the-length',
    file: JOURNAL,
    snippet: '  if (found.row.length === length) return undefined;',
    replacement: '  if (found.row.length >= length) return undefined;',
    broken: 'Events are added although others have come in between.',
    found: byEngine(1),
  },
  {
    name: 'nothing-intended',
    file: EFFECTS,
    snippet: "  await request.record({ at: clock.now(), type: 'EffectIntended', ...intent });",
    replacement:
      "  request.record({ at: clock.now(), type: 'EffectIntended', ...intent }).catch(() => {});",
    broken: 'A write leaves before its intent is on disk.',
    found: byEngine(2),
  },
  {
    name: 'assumed-taken-for-done',
    file: 'src/execution/step-context.ts',
    snippet: "  if (effects.get(effect.name)?.confirmed?.via !== 'assumed') return effect;",
    replacement: '  if (effects.size >= 0) return effect;',
    broken: 'After a choice, what an earlier process only meant to do is taken for done.',
    found: { by: 'found stories', seed: 38 },
  },
  {
    name: 'capacity-read-after-the-lease',
    file: 'src/steps/common/resize-group.ts',
    snippet: '      await elastigroups.writeCapacity(id, wanted(now));\n',
    replacement: '      await elastigroups.writeCapacity(id, wanted(await read()));\n',
    broken: 'A capacity is read between the look at the lease and its write.',
    found: { by: 'found stories', seed: 18 },
  },
];
