// A new webhook: the address, the events, and the secret that is shown once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Call } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';

type EventName = Call<'createWebhook'>['body']['events'][number];

/** Harness's notification events. */
const EVENTS: readonly EventName[] = [
  'AllEvents',
  'PipelineStart',
  'PipelineSuccess',
  'PipelineFailed',
  'PipelineEnd',
  'PipelinePaused',
  'StageStart',
  'StageSuccess',
  'StageFailed',
  'StepFailed',
  'WaitingForUserAction',
];

export function NewWebhook(props: {
  readonly project: string;
  readonly onClose: () => void;
}): ReactElement {
  const { project, onClose } = props;
  const queries = useQueryClient();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly EventName[]>(['AllEvents']);
  const make = useMutation({
    mutationFn: () =>
      client.call('createWebhook', { params: { project }, body: { url, events: [...events] } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks', project] }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  if (make.data !== undefined) {
    return (
      <Dialog title="Webhook made" onClose={onClose}>
        <ShownOnce what="The secret that signs each body" secret={make.data.secret} />
        <Button kind="primary" onClick={onClose}>
          I have it
        </Button>
      </Dialog>
    );
  }
  return (
    <Dialog title="New webhook" onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <Field label="Address">
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              type="url"
              required
              placeholder="https://hooks.example/penstock"
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Field>
        <EventChoice events={events} setEvents={setEvents} />
        {make.error === null ? null : <Trouble error={make.error} />}
        <Button type="submit" kind="primary" disabled={make.isPending || events.length === 0}>
          Make the webhook
        </Button>
      </form>
    </Dialog>
  );
}

function EventChoice(props: {
  readonly events: readonly EventName[];
  readonly setEvents: (events: readonly EventName[]) => void;
}): ReactElement {
  const { events, setEvents } = props;
  return (
    <fieldset className="field">
      <legend className="field-label">Told of</legend>
      <div className="webhook-events">
        {EVENTS.map((name) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={events.includes(name)}
              onChange={({ target }) =>
                setEvents(
                  target.checked ? [...events, name] : events.filter((each) => each !== name),
                )
              }
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
