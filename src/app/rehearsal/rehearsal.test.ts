// A rehearsal that is closed in the middle leaves nothing behind that keeps its process alive.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRehearsal } from './rehearsal.ts';

test('closing it ends the clients too, whoever forgot to stop them', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'penstock-rehearsal-'));
  const rehearsal = await startRehearsal({
    folder: join(import.meta.dirname, '../../../examples/shop'),
    stateFolder,
    speed: 60,
    load: [{ port: 80, host: 'shop.example', requestsPerSecond: 200 }],
    versionHeader: 'x-shop-version',
  });
  await rehearsal.close();
  const atClose = rehearsal.requests();
  expect(atClose.sent).toBeGreaterThan(0);
  expect(await rehearsal.stopClients()).toEqual(atClose);
  rmSync(stateFolder, { recursive: true, force: true });
});
