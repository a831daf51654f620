// The rules of the switch, each switched off in turn.
import type { Plant } from './plant.ts';

const bySwitch = (seed: number): Plant['found'] => ({ by: 'switch simulation', seed });

export const SWITCH_PLANTS: readonly Plant[] = [
  {
    name: 'rename-before-the-proof',
    file: 'src/steps/elastigroup-blue-green-traffic-shift.ts',
    snippet: '  let bake: BakeWatch | undefined;\n',
    replacement:
      '  let bake: BakeWatch | undefined;\n  await swapNames(context, pace, elastigroups, setup);\n',
    broken: 'The groups change their names before the last rung is proven.',
    found: bySwitch(1),
  },
  {
    name: 'no-bake',
    file: 'src/steps/elastigroup-blue-green-traffic-shift.ts',
    snippet: '  await bake?.finish();\n',
    replacement: '',
    broken: 'Green is not watched after the last rung.',
    found: bySwitch(3),
  },
  {
    name: 'scale-down-before-zero',
    file: 'src/steps/rollback/prove-green-empty.ts',
    snippet: '      if (user !== undefined) return `the rule',
    replacement: '      if (user === null) return `the rule',
    broken: 'Green is emptied although a rule still sends it traffic.',
    found: bySwitch(67),
  },
  {
    name: 'restore-stops-at-the-first-error',
    file: 'src/steps/rollback/restore-rules.ts',
    snippet: '  const leftovers = await allDone(inOrder.map(putBack));\n',
    replacement:
      '  const leftovers: (readonly Leftover[])[] = [];\n  for (const each of inOrder) {\n    leftovers.push(await putBack(each));\n    if ((leftovers.at(-1)?.length ?? 0) > 0) break;\n  }\n',
    broken: 'A rule that cannot be put back keeps the others from being put back.',
    found: { by: 'rollback matrix', seed: 34 },
  },
  {
    name: 'health-skipped-on-the-way-back',
    file: 'src/steps/rollback/guard-blue.ts',
    snippet: '  if (blue === null) return undefined;\n',
    replacement: '  if (blue === null || context.attempt > 0) return undefined;\n',
    broken: 'Traffic goes back to blue whether or not blue can carry it.',
    found: bySwitch(24),
  },
  {
    name: 'health-skipped-before-a-rung',
    file: 'src/steps/shift/require-health.ts',
    snippet: '    if (verdict.enough) return;\n',
    replacement: '    if (verdict.enough || shift.context.attempt > 0) return;\n',
    broken: 'Green gets weight whether or not it is healthy enough.',
    found: bySwitch(28),
  },
  {
    name: 'foreign-hand-overwritten',
    file: 'src/steps/shift/plan-changes.ts',
    snippet:
      '        const base = isForeign(each) ? await settleForeignHand(shift, image, actions) : actions;\n',
    replacement: '        const base = isForeign(each) ? image.actions : actions;\n',
    broken: "Another hand's change of a rule is overwritten without a question.",
    found: bySwitch(83),
  },
  {
    name: 'no-floor-under-blue',
    file: 'src/steps/setup/scale-groups.ts',
    snippet: '  if (floor === undefined) return;\n',
    replacement: '  if (floor === undefined || floor > 0) return;\n',
    broken: 'Blue may shrink while it is the way back.',
    found: bySwitch(5),
  },
  {
    name: 'rung-claimed-before-its-proof',
    file: 'src/steps/shift/climb.ts',
    snippet: '  await pause(pace, writtenAt + way.settleMs - pace.clock.now());\n',
    replacement: '',
    broken: 'A rung is called proven before its weights have stood for their time.',
    found: bySwitch(1),
  },
  {
    name: 'late-write-not-looked-for',
    file: 'src/steps/shift/hold-weights.ts',
    snippet:
      "  if (!context.isTakenOver && when === 'before the proof') return holding.settledAt;\n",
    replacement: '  if (when !== undefined) return holding.settledAt;\n',
    broken: "Weights are not looked at again before they count: another hand's are called proven.",
    found: bySwitch(3),
  },
  {
    name: 'locks-ignored',
    file: 'src/store/lock-rules.ts',
    snippet: '  const held = new Map<ExecutionId, Resource[]>();\n',
    replacement:
      '  const held = new Map<ExecutionId, Resource[]>();\n  if (wanted.length > 0) return [];\n',
    broken: 'Two runs work on one rule at the same time.',
    found: bySwitch(2),
  },
  {
    name: 'dirty-frees-its-locks',
    file: 'src/store/lock-rules.ts',
    snippet: "event.type === 'ExecutionFinished' && event.end !== 'Dirty'",
    replacement: "event.type === 'ExecutionFinished'",
    broken: 'A run that left something over lets the next one begin.',
    found: bySwitch(4),
  },
  {
    name: 'approval-counted-twice',
    file: 'src/execution/signals.ts',
    snippet:
      "  if (decisions.some((decision) => decision.by === by)) return { code: 'already-acted' };\n",
    replacement: '',
    broken: 'One person can pass a gate that needs two.',
    found: bySwitch(54),
  },
  {
    name: 'starter-approves',
    file: 'src/execution/signals.ts',
    snippet:
      '  if (approval.disallowPipelineExecutor && (startedBy === by || startedBy === email)) {\n',
    replacement: '  if (approval.disallowPipelineExecutor && by === undefined) {\n',
    broken: 'Who started a run passes a gate that is closed to them.',
    found: bySwitch(10),
  },
  {
    name: 'strangers-approve',
    file: 'src/execution/signals.ts',
    snippet: '  if (!userGroups.some((group) => groups.includes(group))) {\n',
    replacement: '  if (groups.length === 0) {\n',
    broken: 'People of no group of the gate pass it.',
    found: bySwitch(10),
  },
  {
    name: 'believes-a-stale-rule',
    file: 'src/steps/rollback/look-at-rules.ts',
    snippet: '  if (ours.length === 0 && isAsBefore)',
    replacement: '  if (isAsBefore)',
    broken:
      'A rule that this run has written is taken for untouched when a late read shows it as before.',
    found: bySwitch(677),
  },
  {
    name: 'capacity-not-put-back',
    file: 'src/steps/rollback/put-groups-back.ts',
    snippet: '    groupsAsBefore(shift).then((left) => {\n      leftovers = left;\n    }),\n',
    replacement: '',
    broken: 'Names and capacities stay as the run left them, and the run is called RolledBack.',
    found: bySwitch(3),
  },
  {
    name: 'lost-write-undoes-another-hand',
    file: 'src/steps/shift/write-change.ts',
    snippet: '  await settleForeignHand(shift, image, found);',
    replacement: '',
    broken: 'A write that was lost is sent again over what another hand has written meanwhile.',
    found: { by: 'found stories', seed: 67 },
  },
  {
    name: 'clean-up-under-traffic',
    file: 'src/steps/blue-clean-up.ts',
    snippet: '    if (traffic !== undefined) throw isLive(blue, traffic, where);',
    replacement: '',
    broken: 'Blue is cleaned up although a rule sends it traffic again.',
    found: bySwitch(7),
  },
  {
    name: 'rollback-whatever-stands',
    file: 'src/steps/promotion-rollback.ts',
    snippet: '  if (objection !== undefined) {',
    replacement: '  if (objection !== undefined && isScaledUp === undefined) {',
    broken: 'A rollback after a success begins whatever has become of rules and blue since.',
    found: bySwitch(30),
  },
];
