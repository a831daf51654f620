// A new token: its name, what it may, where and until when; the secret is shown once.
import { type FormEvent, type ReactElement, useState } from 'react';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { type Role, useSession } from '../../live/session.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useChange } from './use-change.ts';

const DAYS = 90;
const DAYS_MAX = 366;

export function NewToken({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { projects: own } = useSession();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [project, setProject] = useState('');
  const [days, setDays] = useState(DAYS);
  const make = useChange(
    () =>
      client.call('createToken', {
        body: { name, role, days, projects: project === '' ? null : [project] },
      }),
    ['tokens'],
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  if (make.data !== undefined) {
    return (
      <Dialog title={`Token ${make.data.name} made`} onClose={onClose}>
        <ShownOnce what="The token" secret={make.data.secret} />
        <Button kind="primary" onClick={onClose}>
          I have it
        </Button>
      </Dialog>
    );
  }
  return (
    <Dialog title="New token" onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <Field label="Name" hint="For what it is used, such as ci-deploy.">
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              required
              maxLength={100}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label="May at most" hint="Never more than you may when it is used.">
          {(wiring) => <RoleChoice wiring={wiring} role={role} setRole={setRole} />}
        </Field>
        <Field label="In">
          {(wiring) => (
            <select
              {...wiring}
              className="input"
              value={project}
              onChange={({ target }) => setProject(target.value)}
            >
              <option value="">All your projects</option>
              {own.map((each) => (
                <option key={each.project} value={each.project}>
                  {each.project}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Days until it ends">
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              type="number"
              min={1}
              max={DAYS_MAX}
              value={days}
              onChange={({ target }) => setDays(target.valueAsNumber || 1)}
            />
          )}
        </Field>
        {make.error === null ? null : <Trouble error={make.error} />}
        <Button type="submit" kind="primary" disabled={make.isPending}>
          Make the token
        </Button>
      </form>
    </Dialog>
  );
}
