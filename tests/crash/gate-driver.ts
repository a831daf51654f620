// A program that drives one execution of gates until it is killed: real journal on disk, steps that only ask.

import { isGone, thisOwner } from '../../src/app/owner.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { drive } from '../../src/execution/runner.ts';
import type { StepDefinition } from '../../src/execution/step.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';

const [file = '', id = '', minimumCount = '1'] = process.argv.slice(2);

const gate: StepDefinition = {
  type: 'Fake',
  run: async () => ({
    status: 'approval',
    approval: {
      message: 'go on?',
      userGroups: ['all'],
      minimumCount: Number(minimumCount),
      disallowPipelineExecutor: false,
      disallowedUserEmails: [],
      review: null,
    },
  }),
};

process.stdout.write('driving\n');
const ended = await drive({
  id,
  journal: openSqliteJournal({ file, wallNow: Date.now }),
  clock: createSystemClock(),
  steps: new Map([['Fake', gate]]),
  scripts: { run: async () => ({ status: 'lost' }) },
  secrets: { read: () => undefined },
  logs: { write: () => undefined, folder: () => '' },
  owner: thisOwner(),
  isGone,
  pollMs: 20,
  parkWhenIdle: false,
});
process.stdout.write(`${ended.status}\n`);
