// The figures that an approver looks at, green beside blue, read anew while the gate is open, each as old as it says.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { GateOnPage, ReviewOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { useNow } from '../../parts/clock.tsx';
import { GroupName } from '../../parts/group-name.tsx';
import { ageText, durationText } from '../../parts/time.ts';
import { countOf, UNKNOWN } from '../numbers.ts';
import { useRun } from '../run-context.tsx';

type Reviewed = ReviewOnPage['targetGroups'][number];
type Aged = Reviewed['requests'];

const EVERY_MS = 5_000;

export function Evidence({ gate }: { readonly gate: GateOnPage }): ReactElement | null {
  const { client, project, run, isReplay } = useRun();
  const read = useQuery({
    queryKey: ['review', project, run, gate.path, gate.attempt],
    queryFn: ({ signal }) =>
      client.call('readReview', { params: { project, run }, query: { gate: gate.path }, signal }),
    enabled: !isReplay,
    refetchInterval: EVERY_MS,
  });
  const review = read.data ?? gate.review;
  if (review === null || review.targetGroups.length === 0) return null;
  const green = review.targetGroups.find(({ colour }) => colour === 'green');
  const blue = review.targetGroups.find(({ colour }) => colour === 'blue');
  return (
    <EvidenceTable
      green={green}
      blue={blue}
      note={read.isError ? `Not read anew: ${read.error.message}` : undefined}
    />
  );
}

function EvidenceTable(props: {
  readonly green: Reviewed | undefined;
  readonly blue: Reviewed | undefined;
  readonly note: string | undefined;
}): ReactElement {
  const { green, blue, note } = props;
  const now = useNow();
  const since = green?.since ?? blue?.since;
  return (
    <>
      <table className="evidence">
        <caption className="only-read">Green beside blue at this rung</caption>
        <thead>
          <tr>
            <th scope="col">
              {since === undefined ? 'Figure' : `last ${durationText(now - since)}`}
            </th>
            <th scope="col" className="number">
              <GroupName group="green" />
            </th>
            <th scope="col" className="number">
              <GroupName group="blue" />
            </th>
            <th scope="col" className="number">
              read
            </th>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map(({ name, of, text }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">
                <b>{green === undefined ? UNKNOWN : text(of(green), green)}</b>
              </td>
              <td className="number">{blue === undefined ? UNKNOWN : text(of(blue), blue)}</td>
              <td className="number third">{oldest(green && of(green), blue && of(blue), now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {note === undefined ? null : <p className="label person-ink">{note}</p>}
    </>
  );
}

const FIGURES: readonly {
  readonly name: string;
  readonly of: (group: Reviewed) => Aged;
  readonly text: (aged: Aged, group: Reviewed) => string;
}[] = [
  { name: 'Requests', of: ({ requests }) => requests, text: ({ value }) => countOf(value) },
  {
    name: '5xx',
    of: ({ share5xx }) => share5xx,
    text: ({ value }) => (value === null ? UNKNOWN : `${(value * 100).toFixed(2)} %`),
  },
  {
    name: 'p95',
    of: ({ p95Ms }) => p95Ms,
    text: ({ value }) => (value === null ? UNKNOWN : `${Math.round(value)} ms`),
  },
  {
    name: 'Healthy',
    of: ({ healthyTargets }) => healthyTargets,
    text: ({ value }, { targets }) => `${value ?? UNKNOWN} of ${targets}`,
  },
];

/** A row is as old as its older number. */
function oldest(one: Aged | undefined, other: Aged | undefined, now: number): string {
  const times = [one?.at, other?.at].filter((at) => at != null);
  return times.length === 0 ? UNKNOWN : ageText(now - Math.min(...times));
}
