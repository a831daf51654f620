// The values that a plan was made with, each with where it came from: first those from elsewhere than the pipeline's own text.
import { type ReactElement, useState } from 'react';
import type { Planned } from '../../../../src/api/routes/plans.ts';
import { Button } from '../../parts/button.tsx';
import { count } from '../../parts/numbers.ts';
import { Panel } from '../../parts/panel.tsx';

export function ValuesPanel({ values }: { readonly values: Planned['values'] }): ReactElement {
  const [isAll, setAll] = useState(false);
  const first = values.filter(({ isFromElsewhere }) => isFromElsewhere);
  const shown = isAll ? values : first;
  return (
    <Panel title="Inputs and values" aside={`${count(first.length, 'value')} from elsewhere`}>
      {shown.length === 0 ? (
        <p className="second">All values stand in the pipeline’s own text.</p>
      ) : null}
      <dl className="plan-values">
        {shown.map(({ path, field, value, source, place }) => (
          <div key={`${path} ${field}`}>
            <dt title={`${path} ${field}`}>{field}</dt>
            <dd>
              <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
              <span className="label third">
                {source}
                {place === null ? '' : `, ${place}`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {values.length > first.length ? (
        <Button size="small" onClick={() => setAll(!isAll)}>
          {isAll ? 'Only those from elsewhere' : `All ${values.length} values`}
        </Button>
      ) : null}
    </Panel>
  );
}
