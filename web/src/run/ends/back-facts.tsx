// The four figures of a way back: what asked for it, how soon AWS had the rules, how long all of it took, and what was put back.
import type { ReactElement, ReactNode } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import { count } from '../../parts/numbers.ts';
import { clockText, durationText } from '../../parts/time.ts';

export function BackFacts({ page }: { readonly page: RunPage }): ReactElement | null {
  const began = page.chart.markers.find(({ label }) => label === 'way back');
  if (began === undefined || page.restored.length === 0) return null;
  const written = page.restored.flatMap(({ writtenAt }) => (writtenAt === null ? [] : [writtenAt]));
  const equal = page.restored.filter(({ beforeHash, afterHash }) => beforeHash === afterHash);
  return (
    <dl className="back-facts">
      <Fact name="What asked for it" more={`at ${clockText(began.at)}`}>
        {whatAsked(page)}
      </Fact>
      <Fact
        name="AWS had all rules back"
        more={
          written.length === 0
            ? 'no rule had been changed'
            : `after the decision, ${count(written.length, 'write')} at once`
        }
      >
        {written.length === 0 ? 'none was written' : exact(Math.max(...written) - began.at)}
      </Fact>
      <Fact
        name="Equal to before"
        more={
          equal.length === page.restored.length ? 'byte for byte' : 'the others are named below'
        }
      >
        {`${equal.length} of ${count(page.restored.length, 'rule')}`}
      </Fact>
      <Fact
        name="The whole way back"
        more={page.endedAt === null ? 'so far' : 'with proof, drain and the groups'}
      >
        {durationText((page.endedAt ?? page.now) - began.at)}
      </Fact>
    </dl>
  );
}

function Fact(props: {
  readonly name: string;
  readonly more: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div>
      <dt className="label third">{props.name}</dt>
      <dd>
        <b className="back-facts-value">{props.children}</b>
        <span className="label second">{props.more}</span>
      </dd>
    </div>
  );
}

function whatAsked(page: RunPage): string {
  if (page.abort?.isCause) return page.abort.by;
  return page.failure?.name ?? page.cause ?? 'the run';
}

/** `1.2 s`: what was measured to the millisecond. */
function exact(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : durationText(ms);
}
