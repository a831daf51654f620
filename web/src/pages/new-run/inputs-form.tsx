// World, input sets and inputs of a new run, and the button that makes its plan.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { keepPlanned } from '../plans/keep-planned.ts';
import { InputField } from './input-field.tsx';
import { type Given, startingValues, troubleOf, valuesToSend } from './inputs.ts';
import { PlanRefused } from './plan-refused.tsx';
import { type World, WorldChoice } from './world-choice.tsx';

type Asked = Answer<'readPipelineInputs'>;

export function InputsForm(props: {
  readonly project: string;
  readonly pipeline: string;
}): ReactElement {
  const { project, pipeline } = props;
  const query = useQuery({
    queryKey: ['inputs', project, pipeline],
    queryFn: ({ signal }) =>
      client.call('readPipelineInputs', { params: { project, pipeline }, signal }),
  });
  return (
    <Loaded query={query}>
      {(asked) => <Form project={project} pipeline={pipeline} asked={asked} />}
    </Loaded>
  );
}

function Form(props: {
  readonly project: string;
  readonly pipeline: string;
  readonly asked: Asked;
}): ReactElement {
  const { project, pipeline, asked } = props;
  const [world, setWorld] = useState<World>({ on: 'twin', twinUrl: '' });
  const [inputSets, setInputSets] = useState<readonly string[]>([]);
  const [given, setGiven] = useState<Given>(() => startingValues(asked.inputs));
  const [isTried, setTried] = useState(false);
  const go = useGo();
  const queries = useQueryClient();
  const plan = useMutation({
    mutationFn: () =>
      client.call('createPlan', {
        params: { project },
        body: {
          pipeline,
          on: world.on,
          ...(world.on === 'twin' && world.twinUrl !== '' && { twinUrl: world.twinUrl }),
          inputs: valuesToSend(asked.inputs, given),
          inputSets: [...inputSets],
        },
      }),
    onSuccess(planned, _, __) {
      keepPlanned(queries, project, planned);
      go(paths.plan(project, planned.hash));
    },
  });
  // An input set may fill what is required: the server has the last word then.
  const isComplete = asked.inputs.every(
    (input) => troubleOf(input, given[input.path], inputSets.length > 0) === undefined,
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isComplete) plan.mutate();
    else focusTrouble(event.currentTarget as HTMLFormElement);
  };
  return (
    <form className="stack" onSubmit={send} noValidate>
      <WorldChoice world={world} setWorld={setWorld} />
      {asked.inputSets.length === 0 ? null : (
        <InputSets sets={asked.inputSets} chosen={inputSets} setChosen={setInputSets} />
      )}
      <Panel title="Inputs" aside={inputsAside(asked.inputs.length)}>
        <div className="inputs">
          {asked.inputs.map((input) => (
            <InputField
              key={input.path}
              input={input}
              value={given[input.path] ?? ''}
              setValue={(value) => setGiven({ ...given, [input.path]: value })}
              trouble={
                isTried ? troubleOf(input, given[input.path], inputSets.length > 0) : undefined
              }
            />
          ))}
          {asked.inputs.length === 0 ? (
            <p className="second">This pipeline asks for nothing.</p>
          ) : null}
        </div>
      </Panel>
      {plan.error === null ? null : <PlanRefused error={plan.error} />}
      <div className="row">
        <Button type="submit" kind="primary" size="big" disabled={plan.isPending}>
          {plan.isPending ? 'Planning…' : 'Make the plan…'}
        </Button>
        <span className="label second">Reads the clouds, writes nothing. Nothing starts yet.</span>
      </div>
      {isTried && !isComplete ? (
        <p className="field-trouble" role="alert">
          Inputs above lack a value that fits; nothing was sent.
        </p>
      ) : null}
    </form>
  );
}

/** When the troubles are drawn: to the first of them. */
function focusTrouble(form: HTMLFormElement): void {
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

function inputsAside(count: number): string {
  return count === 0 ? 'none' : 'an empty field takes its default';
}

function InputSets(props: {
  readonly sets: Asked['inputSets'];
  readonly chosen: readonly string[];
  readonly setChosen: (chosen: readonly string[]) => void;
}): ReactElement {
  const { sets, chosen, setChosen } = props;
  return (
    <Panel title="Input sets" aside="later ones win over earlier ones, and a field over all">
      <div className="inputs">
        {sets.map(({ identifier, name }) => (
          <label key={identifier} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(identifier)}
              onChange={({ target }) =>
                setChosen(
                  target.checked
                    ? [...chosen, identifier]
                    : chosen.filter((each) => each !== identifier),
                )
              }
            />
            {name} <code className="third">{identifier}</code>
          </label>
        ))}
      </div>
    </Panel>
  );
}
