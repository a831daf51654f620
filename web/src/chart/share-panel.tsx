// The share chart in its panel: legend, the drawing with a label in words, and the same figures as a table.
import { type ReactElement, useState } from 'react';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { Button } from '../parts/button.tsx';
import { useNow } from '../parts/clock.tsx';
import { Panel } from '../parts/panel.tsx';
import { chartSeries } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { ShareChart } from './share-chart.tsx';
import './chart.css';

export function SharePanel({ page: told }: { readonly page: RunPage }): ReactElement {
  const now = useNow();
  // While nothing happens no page comes, and time goes on all the same.
  const page = told.endedAt === null ? { ...told, now: Math.max(now, told.now) } : told;
  const [isTable, setTable] = useState(false);
  const { stage } = chartSeries(page);
  return (
    <Panel
      title="Green's share of prod traffic"
      className="share-panel"
      aside={
        <span className="chart-legend">
          <span>
            <i data-key="set" /> set
          </span>
          <span>
            <i data-key="observed" /> observed
          </span>
          {stage.length === 0 ? null : (
            <span>
              <i data-key="stage" /> {stage.map(({ name }) => name).join(', ')}, set
            </span>
          )}
          <span className="third">UTC</span>
          <Button
            size="small"
            kind="quiet"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'Show as chart' : 'Show as table'}
          </Button>
        </span>
      }
    >
      {isTable ? <ChartTable page={page} /> : <ShareChart page={page} />}
    </Panel>
  );
}
