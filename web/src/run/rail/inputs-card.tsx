// The inputs that a step asks for while it runs: who may, gives them here.
import { type ReactElement, useState } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { minuteText } from '../../parts/time.ts';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { useWord } from '../use-word.ts';
import { GateInputs, initialValues } from './gate-inputs.tsx';

type Wait = RunPage['waits'][number];

export function InputsCard({ wait }: { readonly wait: Wait }): ReactElement | null {
  const { client, project, run, me, isLive, isReplay } = useRun();
  const asks = wait.asks ?? [];
  const [values, setValues] = useState(() => initialValues(asks));
  const word = useWord();
  if (asks.length === 0) return null;
  const cannot = !isLive || isReplay || !me.mayOperate || word.state.is === 'sending';
  const give = () => {
    if (cannot) return;
    void word.send(() =>
      client.call('giveInputs', {
        params: { project, run },
        body: { path: wait.path, inputs: values },
      }),
    );
  };
  return (
    <Panel
      title={`${wait.name} asks for inputs`}
      tone="person"
      aside={`until ${minuteText(wait.deadlineAt)}`}
    >
      <form
        className="approval-form"
        onSubmit={(event) => {
          event.preventDefault();
          give();
        }}
      >
        <p className="label second">It waits for {wait.says}; nothing of it runs meanwhile.</p>
        <GateInputs inputs={asks} values={values} missing={[]} onChange={setValues} />
        <Said state={word.state} />
        {me.mayOperate ? null : (
          <p className="label">Giving inputs needs the role operator in this project.</p>
        )}
        <Button kind="primary" size="big" type="submit" disabled={cannot} isWide>
          Give and go on
        </Button>
      </form>
    </Panel>
  );
}
