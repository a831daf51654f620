// The one helper with which a test waits: for a condition, with a deadline, never for a fixed time.

/** Polls every few milliseconds until the probe answers something other than undefined or false. */
export async function eventually<Found>(
  what: string,
  probe: () => Found | undefined | false | Promise<Found | undefined | false>,
  deadlineMs = 10_000,
): Promise<Found> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > until) throw new Error(`waited ${deadlineMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
