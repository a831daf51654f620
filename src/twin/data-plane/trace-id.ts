// X-Amzn-Trace-Id: a number for each request, by which it is found in logs.

/** `at` is the twin's time, `number` another for each request. */
export function newTraceId(at: number, number: number): string {
  const seconds = Math.floor(at / 1_000).toString(16);
  return `1-${seconds.padStart(8, '0')}-${number.toString(16).padStart(24, '0')}`;
}

/** A client's own root stays, with this load balancer's place behind it in `Self`; other fields are kept. */
export function traceHeader(given: string | undefined, id: string): string {
  if (given === undefined || given === '') return `Root=${id}`;
  const fields = given
    .split(';')
    .map((field) => field.trim())
    .filter((field) => field !== '' && !field.startsWith('Self='));
  const hasRoot = fields.some((field) => field.startsWith('Root='));
  return [hasRoot ? `Self=${id}` : `Root=${id}`, ...fields].join(';');
}
