// The plan's hash and the button that starts exactly it: when anything that matters has changed since, the server refuses.
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Planned } from '../../../../src/api/routes/plans.ts';
import { client } from '../../live/client.ts';
import { useRights } from '../../live/session.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Age } from '../../parts/clock.tsx';
import { Copy } from '../../parts/copy.tsx';
import { drawnKeys, useKeys } from '../../parts/keys.ts';
import { Panel } from '../../parts/panel.tsx';
import { PathLink, useGo } from '../../parts/path-link.tsx';
import { paths } from '../../paths.ts';
import { PlanRefused } from '../new-run/plan-refused.tsx';
import { shortHash } from './plan-words.ts';

export function StartPanel(props: {
  readonly project: string;
  readonly planned: Planned;
}): ReactElement {
  const { project, planned } = props;
  const { mayOperate } = useRights(project);
  return (
    <Panel title="Plan hash" aside={<Copy text={planned.hash} what="the plan hash" />}>
      <div className="stack plan-start">
        <p className="plan-hash">{shortHash(planned.hash)}</p>
        <p className="label second">
          The run starts only while clouds, inputs and text give this same hash; approvals count for
          it alone. Planned <Age at={planned.plannedAt} />.
        </p>
        <Held planned={planned} />
        {mayOperate ? (
          <Start project={project} planned={planned} />
        ) : (
          <Banner icon="lock">Operators of this project start runs.</Banner>
        )}
      </div>
    </Panel>
  );
}

function Held({ planned: { heldBy } }: { readonly planned: Planned }): ReactElement | null {
  if (heldBy.length === 0) return null;
  return (
    <Banner icon="lock">
      It would wait in line:
      <ul>
        {heldBy.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </Banner>
  );
}

function Start(props: { readonly project: string; readonly planned: Planned }): ReactElement {
  const { project, planned } = props;
  const { start, hash } = planned;
  const go = useGo();
  // One key for one plan on this page: a doubled click or a lost answer starts no second run.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const mutation = useMutation({
    mutationFn: (body: NonNullable<Planned['start']>) =>
      client.call('startRun', {
        params: { project },
        body: { ...body, plan: hash },
        idempotencyKey,
      }),
    onSuccess({ run }) {
      if (run !== null) go(paths.run(project, run));
    },
  });
  const begin = () => {
    if (start !== null && !mutation.isPending) mutation.mutate(start);
  };
  useKeys('This plan', [{ keys: 'mod+enter', does: 'start this run', run: begin }]);
  if (start === null) {
    return (
      <p className="second">
        This plan was made elsewhere: <code>penstock run --plan {hash.slice(0, 12)}</code> starts
        it.
      </p>
    );
  }
  const { data, error } = mutation;
  return (
    <>
      <Button
        kind="primary"
        size="big"
        isWide
        keyHint={drawnKeys('mod+enter')}
        onClick={begin}
        disabled={mutation.isPending || data !== undefined}
      >
        {mutation.isPending ? 'Starting…' : 'Start this run'}
      </Button>
      {data === undefined ? null : (
        <Banner icon="done">
          {data.says} {data.run === null ? <Queue project={project} /> : null}
        </Banner>
      )}
      {error === null ? null : (
        <>
          <PlanRefused error={error} />
          <PathLink className="button" to={paths.newRun(project, start.pipeline)}>
            Plan anew…
          </PathLink>
        </>
      )}
    </>
  );
}

function Queue({ project }: { readonly project: string }): ReactElement {
  return <PathLink to={paths.runs(project)}>The runs</PathLink>;
}
