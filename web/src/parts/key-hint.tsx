// A key as it is drawn beside what it does; to a screen reader it is silent, for `?` lists all keys.
import type { ReactElement } from 'react';

export function KeyHint({ keys }: { readonly keys: string }): ReactElement {
  return (
    <span className="key" aria-hidden="true">
      {keys}
    </span>
  );
}
