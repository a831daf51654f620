// The server's own log: one JSON line per happening, for machines to keep; people read the pages.
import { type DestinationStream, pino } from 'pino';

export interface ServerLog {
  info(what: string, more?: object): void;
  warn(what: string, more?: object): void;
  /** With the error that is a defect of ours, or of a journal that cannot be read. */
  error(what: string, error: unknown, more?: object): void;
}

/** Headers, bodies and queries are never given to it: they may hold secrets. */
export function createServerLog(
  destination: DestinationStream,
  level: 'info' | 'warn' = 'info',
): ServerLog {
  const logger = pino(
    { level, base: { service: 'penstock' }, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  return {
    info: (what, more = {}) => logger.info(more, what),
    warn: (what, more = {}) => logger.warn(more, what),
    error: (what, error, more = {}) => logger.error({ ...more, err: error }, what),
  };
}
