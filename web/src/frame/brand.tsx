// The mark: a gate between two posts, half lifted, and the water under it.
import type { ReactElement } from 'react';

export function Brand(): ReactElement {
  return (
    <svg className="brand-mark" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M3 2v16M17 2v16" />
      <path className="solid" d="M5.4 2.6h9.2v7H5.4z" />
      <path d="M5 16.2c1.2-1.3 2.4-1.3 3.4 0s2.2 1.3 3.3 0 2.2-1.3 3.3 0" />
    </svg>
  );
}
