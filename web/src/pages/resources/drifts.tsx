// What differs between the journal's last word and the clouds: side by side, since when, and what to do.
import type { ReactElement } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { Age } from '../../parts/clock.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OnItsClock } from './on-its-clock.tsx';

export function Drifts({ resources }: { readonly resources: readonly Resource[] }): ReactElement {
  return (
    <>
      {resources.flatMap((resource) =>
        resource.drift === null ? [] : [<Drift key={resource.id} resource={resource} />],
      )}
    </>
  );
}

function Drift({ resource }: { readonly resource: Resource }): ReactElement {
  const { name, weights, drift, readAt } = resource;
  const since = drift?.since ?? null;
  const noticed =
    since === null ? null : (
      <OnItsClock of={resource}>
        since <Age at={since} />
      </OnItsClock>
    );
  return (
    <Panel title={`Drift on ${kindWords(resource)} ${name}`} tone="person" aside={noticed}>
      <div className="drift">
        {weights.length === 0 ? null : (
          <>
            <div>
              <h3>Penstock left</h3>
              <Weights weights={weights} by="journal" />
            </div>
            <div>
              <h3>
                AWS says, <Age at={readAt} />
              </h3>
              <Weights weights={weights} by="aws" />
            </div>
          </>
        )}
        <div>
          <h3>What differs</h3>
          <p className="second">{drift?.says}</p>
        </div>
      </div>
    </Panel>
  );
}

function Weights(props: {
  readonly weights: Resource['weights'];
  readonly by: 'aws' | 'journal';
}): ReactElement {
  const { weights, by } = props;
  return (
    <ul>
      {weights.map((weight) => {
        const differs = weight.aws !== weight.journal;
        const text = `${weight.name} ${weight[by] ?? '–'}`;
        return <li key={weight.targetGroupArn}>{differs ? <b>{text}</b> : text}</li>;
      })}
    </ul>
  );
}

function kindWords({ kind }: Resource): string {
  return kind === 'target-group' ? 'target group' : kind;
}
