// The last rung of a lane that went back: zero again, each rule byte-equal to before or said to differ.
import type { ReactElement } from 'react';
import type { LaneOnPage, RunPage } from '../../../../src/api/schemas/run-page.ts';
import { Clock } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';

type Restored = RunPage['restored'][number];

export function BackRung({
  lane,
  page,
}: {
  readonly lane: LaneOnPage;
  readonly page: RunPage;
}): ReactElement | null {
  // With several stages a label may stand for several rules: then the table of the proof tells them apart.
  const own = page.restored.filter(({ label }) => lane.rules.includes(label));
  if (own.length === 0 || page.shares.length > 1) return null;
  const areEqual = own.every(isEqual);
  const writtenAt = Math.max(...own.map((each) => each.writtenAt ?? 0));
  return (
    <li className="rung" data-tone={areEqual ? 'here' : 'repair'} data-rung="back" tabIndex={-1}>
      <span className="only-read">{aloud(lane, own)}</span>
      <span className="rung-mark" aria-hidden="true">
        <Icon name={areEqual ? 'back' : 'differs'} />
      </span>
      <span className="rung-weight" aria-hidden="true">
        0<small>%</small>
      </span>
      <div className="rung-body" aria-hidden="true">
        {own.map((each) => (
          <span key={each.ruleArn} className="rung-rule">
            <span title={each.label}>{each.label}</span>
            <SplitBar percent={isEqual(each) ? 0 : null} />
          </span>
        ))}
        <span className="rung-cells">
          <span>
            <b>Back</b>
          </span>
          <span>{writtenAt === 0 ? 'untouched' : <Clock at={writtenAt} />}</span>
          <span data-is={areEqual ? 'done' : 'broken'}>
            {areEqual ? <Icon name="done" /> : null}
            {areEqual ? 'equal' : 'differs'}
          </span>
        </span>
      </div>
    </li>
  );
}

function isEqual({ beforeHash, afterHash }: Restored): boolean {
  return beforeHash === afterHash;
}

function aloud({ lane }: LaneOnPage, own: readonly Restored[]): string {
  const rules = own.map(
    (each) => `${each.label} ${isEqual(each) ? 'byte-equal to before' : 'differs from before'}`,
  );
  return `${lane} back to 0 percent, ${rules.join(', ')}`;
}
