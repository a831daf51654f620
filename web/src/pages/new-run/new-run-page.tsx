// A new run: which pipeline, in which world, with which inputs; then its plan is made and looked at before anything starts.
import { useRouterState } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { useProject } from '../../frame/project.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useRights } from '../../live/session.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Field } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { paths } from '../../paths.ts';
import { usePipelines } from '../pipelines/pipelines-page.tsx';
import { InputsForm } from './inputs-form.tsx';
import './new-run.css';

export function NewRunPage(): ReactElement {
  const project = useProject();
  const { mayOperate } = useRights(project);
  return (
    <div className="page new-run">
      <PageHead
        sentence="A new run: its plan first, then its start."
        title="New run"
        crumbs={[{ text: 'Runs', to: paths.runs(project) }, { text: 'New run' }]}
      >
        Planning reads the clouds and writes nothing. What you start is exactly the plan that you
        have seen, or nothing.
      </PageHead>
      {mayOperate ? (
        <PipelineChoice project={project} />
      ) : (
        <Banner icon="lock">
          Operators of this project start runs. Ask one of its administrators for that role.
        </Banner>
      )}
    </div>
  );
}

function PipelineChoice({ project }: { readonly project: string }): ReactElement {
  const [chosen, setChosen] = useState(useAskedPipeline());
  const query = usePipelines(project);
  return (
    <div className="stack">
      <Panel title="Pipeline">
        <Loaded query={query} lines={2}>
          {(pipelines) => {
            if (pipelines.length === 0) {
              return (
                <Empty title="No pipeline in this project">
                  A file with <code>pipeline:</code> at its top is one.
                </Empty>
              );
            }
            return (
              <Field label="Pipeline">
                {(wiring) => (
                  <select
                    {...wiring}
                    className="input"
                    value={chosen ?? ''}
                    onChange={({ target }) => setChosen(target.value)}
                  >
                    {chosen === undefined ? <option value="">Choose one</option> : null}
                    {pipelines.map(({ file, name, problems }) => (
                      <option key={file} value={file}>
                        {name} ({file}){problems > 0 ? ', cannot run as it is' : ''}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            );
          }}
        </Loaded>
      </Panel>
      {chosen === undefined ? null : (
        <InputsForm key={chosen} project={project} pipeline={chosen} />
      )}
    </div>
  );
}

/** The address may name the pipeline. */
function useAskedPipeline(): string | undefined {
  const search: object = useRouterState({ select: ({ location }) => location.search });
  const asked = 'pipeline' in search ? search.pipeline : undefined;
  return typeof asked === 'string' ? asked : undefined;
}
