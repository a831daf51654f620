// A rule in the form by which requests are routed, made once for each state of the rule.
import type { JsonObject } from '../../lib/json.ts';
import type { RuleView } from '../routing-view.ts';
import { actionView } from './action-view.ts';
import { conditionViews } from './conditions.ts';
import type { Rule } from './listener.ts';
import { transformsView } from './transforms.ts';

export interface ShownRule {
  readonly view: RuleView;
  /** Equal texts mean equal views. */
  readonly text: string;
}

interface Shown extends ShownRule {
  readonly priority: string;
  readonly conditions: readonly JsonObject[];
  readonly actions: readonly JsonObject[];
  readonly transforms: unknown;
}

const lastShown = new WeakMap<Rule, Shown>();

/** What a rule has is replaced by every write, never changed: the same parts are the same view. */
export function shownRule(rule: Rule, fields: JsonObject): ShownRule {
  const { priority } = rule;
  const conditions = rule.conditions.now;
  const actions = rule.actions.now;
  const transforms = fields['Transforms'];
  const known = lastShown.get(rule);
  if (
    known?.actions === actions &&
    known.conditions === conditions &&
    known.transforms === transforms &&
    known.priority === priority
  ) {
    return known;
  }
  const rewrites = transformsView(fields);
  const view: RuleView = {
    arn: rule.arn,
    priority: Number(priority) || 0,
    conditions: conditionViews(conditions),
    action: actionView(actions),
    ...(rewrites && { transforms: rewrites }),
  };
  const shown = { view, text: JSON.stringify(view), priority, conditions, actions, transforms };
  lastShown.set(rule, shown);
  return shown;
}
