// Says that the server is not heard: since when, that the numbers are from then, and when the next try is.
import type { ReactElement } from 'react';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useNow } from '../parts/clock.tsx';
import { clockText, durationText } from '../parts/time.ts';
import { type Connection, useConnection } from './connection.ts';

/** A hiccup is not worth a word. */
const SAID_AFTER_MS = 2_000;

export function ConnectionBanner(): ReactElement | null {
  const connection = useConnection();
  if (connection.state === 'refused') {
    return (
      <div className="connection-banner">
        <Banner tone="person">{connection.says}</Banner>
      </div>
    );
  }
  return connection.state === 'lost' ? <Lost connection={connection} /> : null;
}

function Lost({
  connection,
}: {
  readonly connection: Extract<Connection, { state: 'lost' }>;
}): ReactElement | null {
  const now = useNow();
  const { since, nextTryAt, says, tryNow } = connection;
  if (now - since < SAID_AFTER_MS) return null;
  const restMs = nextTryAt - now;
  const next = restMs < 1_000 ? 'Trying again now.' : `Next try in ${durationText(restMs)}.`;
  return (
    <div className="connection-banner">
      <Banner
        tone="person"
        action={
          <Button size="small" onClick={tryNow}>
            Try now
          </Button>
        }
      >
        {says} Nothing heard for {durationText(now - since)}; the numbers are from{' '}
        {clockText(since)}. {next}
      </Banner>
    </div>
  );
}
