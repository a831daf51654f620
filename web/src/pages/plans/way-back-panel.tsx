// The way back from each state of the plan: what a rollback would write there.
import { type ReactElement, useState } from 'react';
import type { OutlookStage } from '../../../../src/api/schemas/outlook.ts';
import { Field } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';

export function WayBackPanel(props: {
  readonly stage: OutlookStage;
  readonly isOnly: boolean;
}): ReactElement | null {
  const { stage, isOnly } = props;
  const states = stage.steps.flatMap(({ wayBack }) => wayBack);
  const [chosen, setChosen] = useState(states.length - 1);
  const state = states[chosen];
  if (state === undefined) return null;
  const by = stage.rollback.length === 0 ? 'no rollback steps' : stage.rollback.join(', then ');
  return (
    <Panel title={isOnly ? 'The way back' : `${stage.name}: the way back`} aside={by} isFlush>
      <div className="way-back-choice">
        <Field label="From where">
          {(wiring) => (
            <select
              {...wiring}
              className="input"
              value={chosen}
              onChange={({ target }) => setChosen(Number(target.value))}
            >
              {states.map((each, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a state is its place
                <option key={index} value={index}>
                  {each.state}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div className="table-room">
        <table className="table">
          <thead>
            <tr>
              <th className="number">#</th>
              <th>Call</th>
              <th>On</th>
              <th>What</th>
            </tr>
          </thead>
          <tbody>
            {state.writes.map(({ cloud, call, on, words }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a write is its place
              <tr key={index}>
                <td className="number third">{index + 1}</td>
                <td>
                  <code>
                    {cloud} {call}
                  </code>
                </td>
                <td>{on}</td>
                <td>{words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="way-back-end label second">
        Ends RolledBack when every rule equals its before image; if a write is refused, ends Dirty
        and says what is left.
        {stage.afterwards === null ? '' : ` After a success: ${stage.afterwards}.`}
      </p>
    </Panel>
  );
}
