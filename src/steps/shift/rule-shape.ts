// When and for which requests a rule applies: this run never writes it, and tells people when somebody else has.
import type { Rule } from '../../cloud/load-balancer.ts';
import { canonicalJson, type Json } from '../../lib/json.ts';
import { FACT, type Notice } from '../../traffic/facts.ts';
import { record, STEP_FACT, stageFacts } from '../common/step-facts.ts';
import type { Shift } from './shift.ts';

export async function noteShape(shift: Shift, label: string, rule: Rule): Promise<void> {
  const { context } = shift;
  const { arn, priority, conditions } = rule;
  const shape = canonicalJson({ priority, conditions } as unknown as Json);
  const known = stageFacts(context, STEP_FACT.ruleShape).filter(({ key }) => key.startsWith(arn));
  const last = known.at(-1)?.value;
  if (last === shape) return;
  await record(context, STEP_FACT.ruleShape, `${arn} ${shape}`, shape);
  if (last === undefined) return;
  const text = `somebody else has changed when the rule ${label} applies: priority ${priority}, ${conditions.map(textOf).join(' and ')}; the shift goes on`;
  await record<Notice>(context, FACT.notice, text, { text });
}

function textOf({ field, values }: Rule['conditions'][number]): string {
  return `${field} ${values.join(' or ')}`;
}
