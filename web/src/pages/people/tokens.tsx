// One's own tokens: what each may, until when, when it was used last; and making one, whose secret is shown once.
import { type ReactElement, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { Button } from '../../parts/button.tsx';
import { Age, Moment } from '../../parts/clock.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Empty } from '../../parts/empty.tsx';
import { NewToken } from './new-token.tsx';
import { useChange } from './use-change.ts';

type Token = Answer<'listTokens'>[number];

export function Tokens({ tokens }: { readonly tokens: readonly Token[] }): ReactElement {
  const [isNew, setNew] = useState(false);
  const end = useChange(
    (token: string) => client.call('deleteToken', { params: { token } }),
    ['tokens'],
  );
  return (
    <>
      {tokens.length === 0 ? (
        <Empty title="No token yet">
          A token lets a program act for you, with at most your own rights and until a day you
          choose: <code>penstock --server URL</code> takes one.
        </Empty>
      ) : (
        <TokenTable tokens={tokens} end={(token) => end.mutate(token)} />
      )}
      {end.error === null ? null : (
        <div className="people-trouble">
          <Trouble error={end.error} />
        </div>
      )}
      <div className="people-add">
        <Button icon="add" onClick={() => setNew(true)}>
          New token…
        </Button>
      </div>
      {isNew ? <NewToken onClose={() => setNew(false)} /> : null}
    </>
  );
}

function TokenTable(props: {
  readonly tokens: readonly Token[];
  readonly end: (token: string) => void;
}): ReactElement {
  return (
    <div className="table-room">
      <table className="table">
        <thead>
          <tr>
            <th>Name</th>
            <th>Begins with</th>
            <th>May</th>
            <th>Until</th>
            <th>Last used</th>
            <th>
              <span className="only-read">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.tokens.map(({ token, name, hint, role, projects, expiresAt, lastUsedAt }) => (
            <tr key={token}>
              <td>
                <b>{name}</b>
              </td>
              <td>
                <code>{hint}</code>
              </td>
              <td>
                {role}, {projects === null ? 'all your projects' : projects.join(', ')}
              </td>
              <td>
                <Moment at={expiresAt} />
              </td>
              <td>{lastUsedAt === null ? 'never' : <Age at={lastUsedAt} />}</td>
              <td className="number">
                <Confirm
                  label="End…"
                  sure={`Yes: ${name} may nothing any more`}
                  onSure={() => props.end(token)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
