// A plan: what the run would write, in order, rule by rule and call by call, the way back, and the button that starts exactly this.
import { useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { Planned } from '../../../../src/api/routes/plans.ts';
import type { Outlook } from '../../../../src/api/schemas/outlook.ts';
import { useProject } from '../../frame/project.ts';
import { Loaded } from '../../live/loaded.tsx';
import { Clock } from '../../parts/clock.tsx';
import { count } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { durationText } from '../../parts/time.ts';
import { paths } from '../../paths.ts';
import { DiagnosticList } from '../pipelines/problems.tsx';
import '../pipelines/pipelines.css';
import { Panel } from '../../parts/panel.tsx';
import { CallsPanel } from './calls-panel.tsx';
import { GatesPanel } from './gates-panel.tsx';
import { usePlanned } from './keep-planned.ts';
import { planSentence, shortHash } from './plan-words.ts';
import { RulesPanel } from './rules-panel.tsx';
import { StartPanel } from './start-panel.tsx';
import { ValuesPanel } from './values-panel.tsx';
import { WayBackPanel } from './way-back-panel.tsx';
import './plan.css';

export function PlanPage(): ReactElement {
  const project = useProject();
  const { hash = '' } = useParams({ strict: false });
  const query = usePlanned(project, hash);
  return (
    <div className="page">
      {query.data === undefined ? (
        <PageHead sentence="A plan" title="Plan" crumbs={crumbsTo(project, hash)} />
      ) : null}
      <Loaded query={query} lines={8}>
        {(planned) => <PlanOnScreen project={project} planned={planned} />}
      </Loaded>
    </div>
  );
}

function crumbsTo(project: string, hash: string) {
  return [{ text: 'Plans', to: paths.plans(project) }, { text: shortHash(hash) }];
}

function PlanOnScreen(props: {
  readonly project: string;
  readonly planned: Planned;
}): ReactElement {
  const { project, planned } = props;
  const outlook = planned.outlook as unknown as Outlook;
  return (
    <div className="with-rail">
      <div className="stack">
        <PageHead
          sentence={planSentence(outlook)}
          title={`Plan of ${planned.pipeline}`}
          crumbs={crumbsTo(project, planned.hash)}
          meta={`${planned.pipeline}, ${planned.world}`}
        >
          <p>
            Read at <Clock at={planned.plannedAt} />, nothing was written. At least{' '}
            {durationText(outlook.leastMs)}
            {outlook.gates === 0
              ? ''
              : `, and the time of people at ${count(outlook.gates, 'gate')}`}
            ; scripts and starting instances come on top.
          </p>
        </PageHead>
        {outlook.stages.map((stage) => (
          <RulesPanel key={stage.path} stage={stage} isOnly={outlook.stages.length === 1} />
        ))}
        <CallsPanel outlook={outlook} />
        {outlook.stages.map((stage) => (
          <WayBackPanel key={stage.path} stage={stage} isOnly={outlook.stages.length === 1} />
        ))}
        <ValuesPanel values={planned.values} />
      </div>
      <aside className="rail" data-long="" aria-label="Decide">
        <StartPanel project={project} planned={planned} />
        <Warnings outlook={outlook} diagnostics={planned.warnings} />
        <GatesPanel outlook={outlook} />
      </aside>
    </div>
  );
}

function Warnings(props: {
  readonly outlook: Outlook;
  readonly diagnostics: Planned['warnings'];
}): ReactElement {
  const { outlook, diagnostics } = props;
  const told = outlook.stages.flatMap(({ warnings }) => warnings);
  const all = told.length + diagnostics.length;
  return (
    <Panel
      title="Mind"
      aside={all === 0 ? 'nothing' : `${count(all, 'thing')}, none stops the run`}
    >
      {all === 0 ? <p className="second">Nothing about text or clouds stands out.</p> : null}
      <ul className="plan-warnings">
        {told.map((each) => (
          <li key={each}>{each}.</li>
        ))}
      </ul>
      <DiagnosticList diagnostics={diagnostics} />
    </Panel>
  );
}
