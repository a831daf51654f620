// The deliveries of a webhook, newest first: what came of each, what was sent, and sending it again.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Loaded, Trouble } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Age, Moment } from '../../parts/clock.tsx';
import { type GlyphName, Icon } from '../../parts/icon.tsx';
import { count } from '../../parts/numbers.ts';

type Delivery = Answer<'listDeliveries'>['items'][number];

const AGAIN_MS = 5_000;
const PAGE = 20;

export function Deliveries(props: {
  readonly project: string;
  readonly webhook: string;
}): ReactElement {
  const { project, webhook } = props;
  const query = useInfiniteQuery({
    queryKey: ['deliveries', project, webhook],
    queryFn: ({ pageParam, signal }) =>
      client.call('listDeliveries', {
        params: { project, webhook },
        query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: AGAIN_MS,
  });
  return (
    <div className="deliveries">
      <Loaded query={query} lines={2}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="second">Nothing has been sent yet.</p>;
          return (
            <ul>
              {all.map((delivery) => (
                <DeliveryLine
                  key={delivery.delivery}
                  delivery={delivery}
                  project={project}
                  webhook={webhook}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {query.hasNextPage ? (
        <Button size="small" onClick={() => void query.fetchNextPage()}>
          Show earlier ones
        </Button>
      ) : null}
    </div>
  );
}

const LOOKS: Readonly<Record<Delivery['status'], readonly [GlyphName, string]>> = {
  waiting: ['clock', 'waits'],
  delivered: ['done', 'delivered'],
  'given-up': ['broke', 'given up'],
};

function DeliveryLine(props: {
  readonly delivery: Delivery;
  readonly project: string;
  readonly webhook: string;
}): ReactElement {
  const { delivery, project, webhook } = props;
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () =>
      client.call('redeliver', { params: { project, webhook, delivery: delivery.delivery } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries', project, webhook] }),
  });
  const [icon, word] = LOOKS[delivery.status];
  const { nextTryAt, answer } = delivery;
  return (
    <li>
      <div className="delivery-line">
        <span className="unbroken">
          <Icon name={icon} /> {word}
        </span>
        <span>
          {delivery.event}, run {delivery.run}, <Moment at={delivery.at} />
          <span className="label second">
            {' '}
            {count(delivery.tries, 'try', 'tries')}
            {answer === null ? '' : `, answered ${answer}`}
            {nextTryAt === null ? null : (
              <>
                , next try <Age at={nextTryAt} />
              </>
            )}
          </span>
        </span>
        <Button size="small" onClick={() => again.mutate()} disabled={again.isPending}>
          Send again
        </Button>
      </div>
      {again.error === null ? null : <Trouble error={again.error} />}
      <details>
        <summary>What was sent</summary>
        <pre className="delivery-body">{delivery.body}</pre>
      </details>
    </li>
  );
}
