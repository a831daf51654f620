// Where prod's traffic stands: one bar of what was observed, or else of what AWS says, with a mark where the next rung will stand.
import type { ReactElement } from 'react';
import type { RunPage, ShareOnPage } from '../../../src/api/schemas/run-page.ts';
import { GroupName } from '../parts/group-name.tsx';
import { percentText } from '../parts/numbers.ts';
import { SplitBar } from '../parts/split-bar.tsx';
import { minuteText } from '../parts/time.ts';
import { nextRung } from './ladder/rung-reading.ts';
import { weightOf } from './numbers.ts';

export function TrafficBars({ page }: { readonly page: RunPage }): ReactElement | null {
  if (page.shares.length > 1) {
    return (
      <div className="traffic-bars">
        {page.shares.map(({ stage, share }) => (
          <TrafficBar key={stage} share={share} title={stage} page={page} />
        ))}
      </div>
    );
  }
  return <TrafficBar share={page.share} title="prod traffic" page={page} />;
}

function TrafficBar(props: {
  readonly share: ShareOnPage | null;
  readonly title: string;
  readonly page: RunPage;
}): ReactElement {
  const { share, title, page } = props;
  const green = share === null ? null : (share.observed ?? share.percent);
  const next = page.shares.length > 1 ? null : nextPercent(page);
  return (
    <div className="traffic">
      <div className="traffic-labels">
        <span>
          <GroupName group="green" />
          <b>{green === null ? '–' : `${percentText(green)} %`}</b>
        </span>
        <span className="label third">{`${title}, ${sourceOf(share, page)}`}</span>
        <span>
          <b>{green === null ? '–' : `${percentText(100 - green)} %`}</b>
          <GroupName group="blue" />
        </span>
      </div>
      <SplitBar percent={green} size="big" {...(next !== null && { nextPercent: next })} />
      <div className="traffic-next label second">
        {next === null ? null : (
          <span style={{ left: `clamp(48px, ${next}%, calc(100% - 48px))` }}>
            next rung: {percentText(next)} %
          </span>
        )}
      </div>
    </div>
  );
}

/** Only a share that is in traffic has been observed; a minute is all that the metric knows. */
function sourceOf(share: ShareOnPage | null, page: RunPage): string {
  if (share === null) return 'not read yet';
  if (share.observed === null) {
    return share.isProven ? 'as AWS says' : 'as AWS says, not yet proved in traffic';
  }
  const bar = page.chart.observed.at(-1);
  return bar === undefined
    ? 'as observed'
    : `as observed ${minuteText(bar.from)}–${minuteText(bar.to)}`;
}

function nextPercent(page: RunPage): number | null {
  if (page.endedAt !== null || page.isRollingBack || page.abort !== null) return null;
  const gated = page.gates.map(({ rung }) => rung).find((rung) => rung?.startsWith('prod-'));
  if (gated !== undefined) return weightOf(gated);
  const prod = page.lanes.filter(({ lane }) => lane === 'prod');
  const next = prod.map(nextRung).find((rung) => rung !== undefined);
  return next?.weight ?? null;
}
