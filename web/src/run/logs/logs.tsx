// What steps have written, by step and attempt: followed as it grows, searched, and each line with an address of its own.
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Empty } from '../../parts/empty.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useRun } from '../run-context.tsx';
import { LogLines } from './log-lines.tsx';
import type { LogPlace } from './log-place.ts';

const EVERY_MS = 3_000;

export function Logs({
  place,
  onPlace,
}: {
  readonly place: LogPlace | undefined;
  readonly onPlace: (place: LogPlace) => void;
}): ReactElement {
  const { client, project, run, page } = useRun();
  const [search, setSearch] = useState('');
  const logs = useQuery({
    queryKey: ['logs', project, run],
    queryFn: ({ signal }) => client.call('listLogs', { params: { project, run }, signal }),
    refetchInterval: page.endedAt === null ? EVERY_MS : false,
  });
  if (logs.data === undefined) {
    return logs.isError ? (
      <p className="records-note">The logs could not be listed: {logs.error.message}</p>
    ) : (
      <div className="records-note">
        <Skeleton lines={4} />
      </div>
    );
  }
  const chosen =
    place === undefined
      ? logs.data.at(-1)
      : logs.data.find(({ step, attempt }) => step === place.step && attempt === place.attempt);
  if (logs.data.length === 0) {
    return (
      <Empty title="No log yet">
        Scripts, requests and shifts write here while they run. What the engine itself does stands
        in the journal.
      </Empty>
    );
  }
  const value = chosen === undefined ? '' : `${chosen.attempt} ${chosen.step}`;
  return (
    <>
      <div className="records-bar">
        <select
          className="input logs-which"
          aria-label="Step and attempt"
          value={value}
          onChange={({ target }) => {
            const [attempt = '1', ...step] = target.value.split(' ');
            onPlace({ step: step.join(' '), attempt: Number(attempt), line: null });
          }}
        >
          {chosen === undefined ? <option value="">This step has written nothing</option> : null}
          {logs.data.map((log) => (
            <option key={`${log.attempt} ${log.step}`} value={`${log.attempt} ${log.step}`}>
              {log.name}, attempt {log.attempt}, {sizeOf(log.bytes)}
            </option>
          ))}
        </select>
        <input
          className="input records-search"
          type="search"
          aria-label="Search this log"
          placeholder="Lines that contain…"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      {chosen === undefined ? (
        <p className="records-note second">This step has written nothing. Choose another above.</p>
      ) : (
        <LogLines
          key={`${value} ${search.trim()}`}
          step={chosen.step}
          attempt={chosen.attempt}
          search={search.trim()}
          named={place?.line ?? null}
        />
      )}
    </>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000
    ? `${(bytes / 1_000).toFixed(1)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
