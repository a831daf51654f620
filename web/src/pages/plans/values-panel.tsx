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
    <Panel
      title="Inputs and values"
      aside={`${count(first.length, 'value')} from elsewhere than the text`}
      isFlush
    >
      {shown.length === 0 ? (
        <p className="calls-none second">All values stand in the pipeline’s own text.</p>
      ) : (
        <Values values={shown} />
      )}
      {values.length > first.length ? (
        <p className="calls-none">
          <Button size="small" onClick={() => setAll(!isAll)}>
            {isAll ? 'Only those from elsewhere' : `All ${values.length} values`}
          </Button>
        </p>
      ) : null}
    </Panel>
  );
}

function Values({ values }: { readonly values: Planned['values'] }): ReactElement {
  return (
    <div className="table-room">
      <table className="table plan-values">
        <thead>
          <tr>
            <th>Field</th>
            <th>Value</th>
            <th>From</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ path, field, value, source, place }) => (
            <tr key={`${path} ${field}`}>
              <td>
                {field}
                <div className="label third">{path}</div>
              </td>
              <td>
                <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
              </td>
              <td>
                {source}
                <div className="label third">{place}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
