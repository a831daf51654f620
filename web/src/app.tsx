// The application: who is signed in, and the page of the address.
import type { ReactElement } from 'react';

export function App(): ReactElement {
  return <main />;
}
