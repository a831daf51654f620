// The pipelines of a project, with what is wrong in each.
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { useProject } from '../../frame/project.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { useRights } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { count, countAtStart } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { Problems } from './problems.tsx';
import './pipelines.css';

type Pipeline = Answer<'listPipelines'>[number];

export function PipelinesPage(): ReactElement {
  const project = useProject();
  const query = usePipelines(project);
  return (
    <div className="page">
      <PageHead sentence={sentenceOf(query.data)} title="Pipelines">
        Read from the project’s folder at each look; a run keeps the text that it started with.
      </PageHead>
      <Panel title="Pipelines" isFlush>
        <Loaded query={query}>
          {(pipelines) =>
            pipelines.length === 0 ? (
              <Empty title="No pipeline in this project" command="penstock validate">
                A file with <code>pipeline:</code> at its top is one; the folder examples of the
                package holds some to begin with.
              </Empty>
            ) : (
              <ul className="pipelines">
                {pipelines.map((pipeline) => (
                  <PipelineLine key={pipeline.file} pipeline={pipeline} project={project} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
    </div>
  );
}

export function usePipelines(project: string) {
  return useQuery({
    queryKey: ['pipelines', project],
    queryFn: ({ signal }) => client.call('listPipelines', { params: { project }, signal }),
  });
}

function sentenceOf(pipelines: readonly Pipeline[] | undefined): string {
  if (pipelines === undefined) return 'Pipelines';
  const broken = pipelines.filter(({ problems }) => problems > 0).length;
  const all = countAtStart(pipelines.length, 'pipeline');
  if (pipelines.length === 0) return 'No pipeline in this project.';
  if (broken === 0) return `${all}, and nothing is wrong with the text.`;
  return `${all}, ${broken === 1 ? 'one cannot run as it is' : `${broken} cannot run as they are`}.`;
}

function PipelineLine(props: {
  readonly pipeline: Pipeline;
  readonly project: string;
}): ReactElement {
  const { pipeline, project } = props;
  const [isOpen, setOpen] = useState(false);
  const go = useGo();
  const { mayOperate } = useRights(project);
  return (
    <li className="pipeline">
      <div className="pipeline-line">
        <div className="pipeline-name">
          <b>{pipeline.name}</b> <code className="third">{pipeline.file}</code>
        </div>
        <ProblemCount problems={pipeline.problems} />
        <Button
          size="small"
          icon={isOpen ? 'down' : 'right'}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide what was found' : 'Validate'}
        </Button>
        {mayOperate ? (
          <Button size="small" onClick={() => go(paths.newRun(project, pipeline.file))}>
            New run…
          </Button>
        ) : null}
      </div>
      {isOpen ? <Problems project={project} file={pipeline.file} /> : null}
    </li>
  );
}

function ProblemCount({ problems }: { readonly problems: number }): ReactElement {
  if (problems === 0) {
    return (
      <span className="pipeline-count">
        <Icon name="done" /> nothing wrong
      </span>
    );
  }
  return (
    <span className="pipeline-count repair-ink">
      <Icon name="warning" /> {count(problems, 'problem')}
    </span>
  );
}
