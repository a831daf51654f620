// Webhooks: which addresses are told what, and what came of each delivery.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { useProject } from '../../frame/project.ts';
import { client } from '../../live/client.ts';
import { Loaded, Trouble } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Age } from '../../parts/clock.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/empty.tsx';
import { countAtStart } from '../../parts/numbers.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Deliveries } from './deliveries.tsx';
import { NewWebhook } from './new-webhook.tsx';
import './webhooks.css';

type Webhook = Answer<'listWebhooks'>[number];

export function WebhooksPage(): ReactElement {
  const project = useProject();
  const [isNew, setNew] = useState(false);
  const query = useQuery({
    queryKey: ['webhooks', project],
    queryFn: ({ signal }) => client.call('listWebhooks', { params: { project }, signal }),
  });
  const hooks = query.data;
  const isEmpty = hooks === undefined || hooks.length === 0;
  const add = (
    <Button icon="add" onClick={() => setNew(true)}>
      New webhook…
    </Button>
  );
  return (
    <div className="page">
      <PageHead
        sentence={
          isEmpty
            ? 'Webhooks'
            : `${countAtStart(hooks.length, 'address is', 'addresses are')} told of runs.`
        }
        title="Webhooks"
      >
        Each body is signed with the webhook’s secret (HMAC-SHA-256) and sent again with growing
        pauses until it is taken or given up.
      </PageHead>
      <Panel title="Webhooks" aside={query.data === undefined ? undefined : add} isFlush>
        <Loaded query={query}>
          {(known) =>
            known.length === 0 ? (
              <Empty title="Nobody is told">
                A webhook tells an address of starts, ends, failures and waits, with the names that
                Harness gives these events.
              </Empty>
            ) : (
              <ul className="webhooks">
                {known.map((webhook) => (
                  <WebhookLine key={webhook.webhook} webhook={webhook} project={project} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      {isNew ? <NewWebhook project={project} onClose={() => setNew(false)} /> : null}
    </div>
  );
}

function WebhookLine(props: { readonly webhook: Webhook; readonly project: string }): ReactElement {
  const { webhook, project } = props;
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      client.call('deleteWebhook', { params: { project, webhook: webhook.webhook } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks', project] }),
  });
  return (
    <li className="webhook">
      <div className="webhook-line">
        <div className="webhook-words">
          <code>{webhook.url}</code>
          {webhook.isDisabled ? <b> switched off</b> : null}
          <p className="label second">
            {webhook.events.join(', ')}. Made by {webhook.createdBy}, <Age at={webhook.createdAt} />
          </p>
        </div>
        <Button
          size="small"
          icon={isOpen ? 'down' : 'right'}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Deliveries
        </Button>
        <Confirm
          label="End…"
          sure={`Yes: tell ${hostOf(webhook.url)} no more`}
          onSure={() => end.mutate()}
          isBusy={end.isPending}
        />
      </div>
      {end.error === null ? null : <Trouble error={end.error} />}
      {isOpen ? <Deliveries project={project} webhook={webhook.webhook} /> : null}
    </li>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
