// The ladder: stage left and prod right, each an ordered list of rungs on the same row grid, the before image as rung zero.
import type { ReactElement } from 'react';
import type { LaneOnPage, RungOnPage, RunPage } from '../../../../src/api/schemas/run-page.ts';
import { Clock } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { count } from '../../parts/numbers.ts';
import { BackRung } from './back-rung.tsx';
import { readRung, standingRung } from './rung-reading.ts';
import { RungRowOf } from './rung-row.tsx';

export function Ladder({ page }: { readonly page: RunPage }): ReactElement | null {
  const stages = [...new Set(page.lanes.map(({ stage }) => stage))];
  if (page.lanes.length === 0) return null;
  return (
    <section className="panel ladder" id="ladder" aria-label="Ladder">
      {stages.map((stage) => (
        <div className="lanes" key={stage ?? ''}>
          {page.lanes
            .filter((lane) => lane.stage === stage)
            .map((lane) => (
              <Lane key={lane.lane} lane={lane} page={page} />
            ))}
        </div>
      ))}
    </section>
  );
}

function Lane({ lane, page }: { readonly lane: LaneOnPage; readonly page: RunPage }): ReactElement {
  const standing = standingRung(lane);
  const name = lane.lane === 'stage' ? 'Stage lane' : 'Prod lane';
  return (
    <div className="lane">
      <header className="lane-head">
        <h2>{lane.stage === null ? name : `${name}, ${lane.stage}`}</h2>
        <span className="label second">{whereItStands(lane, standing, page)}</span>
      </header>
      <div className="rung-columns" aria-hidden="true">
        <span />
        <span>Green</span>
        <span className="rung-cells">
          <span>Gate</span>
          <span>Settle</span>
          <span>Proof</span>
        </span>
        <span className="trio">
          <span>set</span>
          <span />
          <span>AWS says</span>
          <span />
          <span>observed</span>
        </span>
      </div>
      <ol className="rungs">
        <BeforeRung lane={lane} />
        {lane.rungs.map((rung) => (
          <RungRowOf
            key={`${rung.rung}/${rung.rows[0]?.path ?? ''}`}
            rung={rung}
            reading={readRung(rung, lane, standing, page)}
          />
        ))}
        <BackRung lane={lane} page={page} />
      </ol>
    </div>
  );
}

/** Of rules only those are told to stand somewhere of which AWS has said so. */
function whereItStands(lane: LaneOnPage, standing: RungOnPage | undefined, page: RunPage): string {
  const rules = count(lane.rules.length, 'rule');
  const isBack = lane.rungs.some(({ state }) => state === 'back');
  if (isBack) return page.endedAt === null ? `${rules}, going back` : `${rules}, back as before`;
  if (standing === undefined) return `${rules}, as before the run`;
  const there = standing.rows.filter(({ rung }) => rung?.reported === standing.weight).length;
  const all = standing.rows.length;
  const which = there === all ? (all > 1 ? `${rules}, all` : rules) : `${there} of ${rules}`;
  return `${which} at ${standing.weight} % green`;
}

function BeforeRung({ lane }: { readonly lane: LaneOnPage }): ReactElement {
  const images = `before ${lane.rules.length === 1 ? 'image' : 'images'} of ${count(lane.rules.length, 'rule')}`;
  return (
    <li className="rung" data-tone="before">
      <span className="rung-mark">
        <Icon name="flag" />
      </span>
      <span className="rung-weight">
        0<small>%</small>
      </span>
      <span className="rung-before">
        {lane.beforeAt === null ? (
          `${images}, not journalled yet`
        ) : (
          <>
            {images}, journalled <Clock at={lane.beforeAt} />
          </>
        )}
      </span>
    </li>
  );
}
