// Where a run acts: on the twin, which is this machine, or on AWS.
import type { ReactElement } from 'react';
import { Choices, Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';

export interface World {
  readonly on: 'twin' | 'aws';
  readonly twinUrl: string;
}

export function WorldChoice(props: {
  readonly world: World;
  readonly setWorld: (world: World) => void;
}): ReactElement {
  const { world, setWorld } = props;
  const { on, twinUrl } = world;
  return (
    <Panel title="World">
      <div className="inputs">
        <Choices
          label="World"
          value={on}
          options={[
            ['twin', 'Twin: rehearse, no cloud is touched'],
            ['aws', 'AWS and Spot: real traffic'],
          ]}
          onChoose={(chosen) => setWorld({ ...world, on: chosen })}
        />
        {on === 'twin' ? (
          <Field
            label="Address of the twin"
            hint="Of one that runs already; empty for the one that the server knows."
          >
            {(wiring) => (
              <input
                {...wiring}
                className="input"
                inputMode="url"
                placeholder="http://127.0.0.1:…"
                value={twinUrl}
                onChange={({ target }) => setWorld({ ...world, twinUrl: target.value })}
              />
            )}
          </Field>
        ) : null}
      </div>
    </Panel>
  );
}
