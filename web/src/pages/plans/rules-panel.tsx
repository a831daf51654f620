// The rules of a stage before and after: each target group's weight as it is and as the last write leaves it.
import type { ReactElement } from 'react';
import type { OutlookRule, OutlookStage } from '../../../../src/api/schemas/outlook.ts';
import { Panel } from '../../parts/panel.tsx';
import { weightsOf } from './plan-rows.ts';

export function RulesPanel(props: {
  readonly stage: OutlookStage;
  readonly isOnly: boolean;
}): ReactElement | null {
  const { stage, isOnly } = props;
  if (stage.rules.length === 0) return null;
  const { deploys } = stage;
  return (
    <Panel
      title={isOnly ? 'Rules, before and after' : `${stage.name}: rules, before and after`}
      aside="what is not shown stays byte for byte"
    >
      {deploys === null ? null : (
        <p className="plan-deploys">
          <b>{deploys.service}</b> as <code>{deploys.amiId}</code> to {deploys.environment},{' '}
          {deploys.infrastructure}
        </p>
      )}
      <ul className="plan-rules">
        {stage.rules.map((rule) => (
          <Rule key={`${rule.ruleArn} ${rule.label}`} rule={rule} />
        ))}
      </ul>
    </Panel>
  );
}

function Rule({ rule }: { readonly rule: OutlookRule }): ReactElement {
  const { label, loadBalancer, port, isDefault, conditions, changes, actions } = rule;
  const before = weightsOf(actions);
  const after = inOrderOf(before, weightsOf(changes.at(-1)?.after ?? actions));
  const isEqual = [...before].every(([arn, weight]) => after.get(arn) === weight);
  return (
    <li>
      <h3>
        {label}{' '}
        <span className="label second">
          {loadBalancer}:{port ?? '?'}
        </span>
      </h3>
      <p className="label second">{isDefault ? 'default rule' : conditions.join(', ')}</p>
      <p className="plan-steps">{stepsOf(rule)}</p>
      <pre className="diff">
        {isEqual ? null : <Weights sign="-" rule={rule} weights={before} />}
        <Weights sign={isEqual ? ' ' : '+'} rule={rule} weights={after} />
        <span className="third">{`  ${stickinessOf(rule)}`}</span>
      </pre>
    </li>
  );
}

/** The load balancer answers them in another order after a write: side by side they stand in one. */
function inOrderOf(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const known = [...before.keys()].flatMap((arn): [string, number][] => {
    const weight = after.get(arn);
    return weight === undefined ? [] : [[arn, weight]];
  });
  return new Map([...known, ...after]);
}

function Weights(props: {
  readonly sign: '-' | '+' | ' ';
  readonly rule: OutlookRule;
  readonly weights: ReadonlyMap<string, number>;
}): ReactElement {
  const { sign, rule, weights } = props;
  const longest = Math.max(...[...weights.keys()].map((arn) => nameOf(rule, arn).length));
  return (
    <>
      {[...weights].map(([arn, weight]) => (
        <span key={arn} data-sign={sign}>
          {`${sign} ${nameOf(rule, arn).padEnd(longest)} ${String(weight).padStart(4)}`}
        </span>
      ))}
    </>
  );
}

function nameOf({ targetGroups }: OutlookRule, arn: string): string {
  const known = targetGroups.find(({ targetGroupArn }) => targetGroupArn === arn);
  return known?.name ?? arn.split('/')[1] ?? arn;
}

function stepsOf({ changes }: OutlookRule): string {
  if (changes.length === 0) return 'not written by this run';
  const weights = changes.map(({ rung }) => rung.split('-').at(-1) ?? rung);
  return `0 → ${weights.join(' → ')} green`;
}

function stickinessOf({ actions }: OutlookRule): string {
  const config = actions.findLast(({ ForwardConfig }) => ForwardConfig !== undefined)?.ForwardConfig
    ?.TargetGroupStickinessConfig;
  return config?.Enabled === true
    ? `stickiness ${config.DurationSeconds ?? 0} s`
    : 'stickiness off';
}
