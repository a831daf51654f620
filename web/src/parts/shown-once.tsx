// A secret that the server shows this once, with a button that copies it.
import type { ReactElement } from 'react';
import { Banner } from './banner.tsx';
import { Command } from './copy.tsx';

export function ShownOnce(props: { readonly what: string; readonly secret: string }): ReactElement {
  return (
    <div className="stack">
      <Banner tone="person">
        {props.what} is shown this once. The server keeps what proves it, not the secret itself.
      </Banner>
      <Command text={props.secret} />
    </div>
  );
}
