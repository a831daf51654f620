// Whether too many of green's requests are answered with 5xx.
import { firstWholePeriodAt, periodsFrom, sumOf } from '../../traffic/periods.ts';
import { percent } from '../../traffic/split.ts';
import { readCounts } from './read-counts.ts';
import type { Sight } from './shift.ts';

/** Fewer errors than this are noise, whatever their share. */
const MINIMUM_ERRORS = 5;

export interface ErrorProblem {
  /** The same words as long as the limit is passed. */
  readonly matter: string;
  readonly numbers: string;
}

/** Counted over whole periods from `since` on; a CloudWatch that does not answer is no problem of green's. */
export async function errorProblem(
  sight: Sight,
  maximum5xxShare: number,
  since: number,
): Promise<ErrorProblem | undefined> {
  const from = firstWholePeriodAt(since);
  for (const { loadBalancerArn, stageTargetGroupArn } of sight.setup.loadBalancers) {
    const arns = [stageTargetGroupArn];
    const metric = 'HTTPCode_Target_5XX_Count';
    const requests = await readCounts(sight, loadBalancerArn, arns, from);
    const errors = await readCounts(sight, loadBalancerArn, arns, from, metric);
    const all = sumOf(periodsFrom(requests?.get(stageTargetGroupArn) ?? [], from));
    const bad = sumOf(periodsFrom(errors?.get(stageTargetGroupArn) ?? [], from));
    if (bad < MINIMUM_ERRORS || all === 0 || bad / all <= maximum5xxShare) continue;
    const allowed = percent(maximum5xxShare);
    return {
      matter: `more than ${allowed} % of green's requests are answered with 5xx`,
      numbers: `${percent(bad / all)} % of green's ${all} requests were answered with 5xx, and ${allowed} % are allowed`,
    };
  }
  return undefined;
}
