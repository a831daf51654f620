// The broken steps of a run that wait for a person's word, as people see them: what broke, and what each word does.
import type { AttemptResult, ChoiceOption, InterventionAction } from '../execution/event.ts';
import { actionOnTimeout } from '../execution/open-interventions.ts';
import { pushesGateOpen } from '../execution/pushes-gate-open.ts';
import type { FailureAction, NodePath, StepNode } from '../plan/plan.ts';
import type { ChoiceView } from './run-view.ts';
import type { RunFold } from './step-fold.ts';

/** In the order in which they are offered; each as half a sentence. */
export const CONSEQUENCES: Readonly<Record<InterventionAction, string>> = {
  retry: 'the step runs once more',
  'mark-as-success': 'the step counts as succeeded, and the run goes on',
  ignore: 'the failure is ignored, and the run goes on',
  'mark-as-failure': 'the step has failed, and what needs success before it is skipped',
  'stage-rollback': 'the rollback steps of this stage put it back',
  'pipeline-rollback': 'the rollback steps of all stages that ran put everything back',
  abort: 'the run ends here, and nothing is put back',
};

export const ACTIONS: readonly InterventionAction[] = Object.keys(
  CONSEQUENCES,
) as InterventionAction[];

/** As Harness's screens call them. */
const LABELS: Readonly<Record<InterventionAction, string>> = {
  retry: 'Retry',
  'mark-as-success': 'Mark as Success',
  ignore: 'Ignore Failure',
  'mark-as-failure': 'Mark as Failure',
  'stage-rollback': 'Rollback Stage',
  'pipeline-rollback': 'Rollback Pipeline',
  abort: 'Abort',
};

const OPTIONS: readonly (ChoiceOption & { readonly id: InterventionAction })[] = ACTIONS.map(
  (id) => ({
    id,
    label: LABELS[id],
    consequence: CONSEQUENCES[id],
  }),
);

export function openInterventionViews(
  fold: RunFold,
  steps: ReadonlyMap<NodePath, StepNode>,
  name: (path: string) => string,
): readonly ChoiceView[] {
  if (fold.finished !== undefined || fold.abort !== undefined) return [];
  const open: ChoiceView[] = [];
  for (const [path, { intervention, result }] of fold.steps) {
    const step = steps.get(path);
    if (intervention === undefined || step === undefined) continue;
    open.push({
      kind: 'intervention',
      path,
      name: name(path),
      question: `${name(path)} broke: ${whatBroke(result)} What now?`,
      differences: [],
      options: OPTIONS.filter(({ id }) => !pushesGateOpen(step, { result }, id)),
      openedAt: intervention.at,
      expiresAt: intervention.expiresAt,
      otherwise: otherwise(actionOnTimeout(step, result)),
    });
  }
  return open;
}

function whatBroke(result: AttemptResult | undefined): string {
  if (result?.status !== 'failed') return 'its time was over.';
  const { message } = result.failure;
  return message.endsWith('.') ? message : `${message}.`;
}

const ON_TIMEOUT: Readonly<Partial<Record<FailureAction['type'], InterventionAction>>> = {
  Ignore: 'ignore',
  MarkAsSuccess: 'mark-as-success',
  MarkAsFailure: 'mark-as-failure',
  Abort: 'abort',
  StageRollback: 'stage-rollback',
  PipelineRollback: 'pipeline-rollback',
};

function otherwise(action: FailureAction | undefined): string {
  const word = action && ON_TIMEOUT[action.type];
  return CONSEQUENCES[word ?? 'mark-as-failure'];
}
