// The Elastigroup port over Spot's API.
import { CloudError } from '../cloud-error.ts';
import type { Elastigroup, Elastigroups, Suspension } from '../elastigroups.ts';
import { lostAnswer } from '../network-failure.ts';
import {
  readElastigroup,
  readInstanceHealth,
  readInstanceType,
  readLogLine,
  readSuspensions,
} from './elastigroup.ts';
import {
  callOf,
  createSpotTransport,
  type SpotRequest,
  type SpotTransport,
  type SpotTransportOptions,
} from './transport.ts';

export type SpotElastigroupsOptions = SpotTransportOptions;

const GROUPS = '/aws/ec2/group';
const ALL_LINES = { severity: 'ALL', limit: '1000' };

/** Spot takes an account's default when none is named: an empty account id is refused here. */
export function createSpotElastigroups(options: SpotElastigroupsOptions): Elastigroups {
  if (options.accountId === '') {
    throw new CloudError('invalid', 'AccountIdMissing', 'A Spot client needs an account id');
  }
  const send = createSpotTransport(options);
  return { ...reads(send), ...writes(send) };
}

function reads(
  send: SpotTransport,
): Pick<Elastigroups, 'list' | 'read' | 'instances' | 'instanceTypes' | 'suspensions' | 'log'> {
  return {
    /** Spot documents no window; should one apply, the beginning of time is inside. */
    list: async () => {
      const request = get('list groups', GROUPS, { minCreatedAt: '0' });
      return readEvery(request, await send(request), readElastigroup);
    },
    read: async (id) => {
      const request = get(`read ${id}`, pathOf(id));
      return onlyGroup(request, await send(request));
    },
    instances: async (id) => {
      const request = get(`read the instances of ${id}`, pathOf(id, '/instanceHealthiness'));
      return readEvery(request, await send(request), readInstanceHealth);
    },
    instanceTypes: async (id) => {
      const request = get(`read the instance types of ${id}`, pathOf(id, '/status'));
      return readEvery(request, await send(request), readInstanceType).flat();
    },
    suspensions: async (id) => {
      const request = get(`read the suspensions of ${id}`, pathOf(id, '/suspension'));
      const items = await unlessNoneSuspended(send(request));
      return readEvery(request, items, readSuspensions).flat() satisfies readonly Suspension[];
    },
    log: async (id, from, to) => {
      const span = { fromDate: String(Math.floor(from)), toDate: String(Math.ceil(to)) };
      const request = get(`read the log of ${id}`, pathOf(id, '/logs'), { ...span, ...ALL_LINES });
      const lines = readEvery(request, await send(request), readLogLine);
      return [...lines].sort((one, other) => one.at - other.at);
    },
  };
}

function writes(send: SpotTransport): Omit<Elastigroups, keyof ReturnType<typeof reads>> {
  const write = async (request: SpotRequest): Promise<void> => {
    await send(request);
  };
  return {
    create: async (document) => {
      const name = `create ${String(document['name'])}`;
      const body = { group: document };
      const request: SpotRequest = { name, method: 'POST', path: GROUPS, body };
      return onlyGroup(request, await send(request));
    },
    rename: (id, name) =>
      write({
        name: `rename ${id} to ${name}`,
        method: 'PUT',
        path: pathOf(id),
        body: { group: { name } },
      }),
    writeCapacity: (id, { minimum, target, maximum }) =>
      write({
        name: `write the capacity of ${id}`,
        method: 'PUT',
        path: pathOf(id, '/capacity'),
        body: { capacity: { minimum, target, maximum } },
      }),
    writeScheduledTasks: (id, tasks) =>
      write({
        name: `write the scheduled tasks of ${id}`,
        method: 'PUT',
        path: pathOf(id),
        body: { group: { scheduling: { tasks } } },
      }),
    delete: (id) => write({ name: `delete ${id}`, method: 'DELETE', path: pathOf(id) }),
    suspend: (id, processes, ttlMinutes) =>
      write({
        name: `suspend ${processes.join(', ')} of ${id}`,
        method: 'POST',
        path: pathOf(id, '/suspension'),
        body: {
          suspensions: processes.map((name) => ({ name, ttlInMinutes: Math.ceil(ttlMinutes) })),
        },
      }),
    resume: async (id, processes) => {
      const request: SpotRequest = {
        name: `resume ${processes.join(', ')} of ${id}`,
        method: 'DELETE',
        path: pathOf(id, '/suspension'),
        body: { processes },
      };
      await unlessNoneSuspended(send(request));
    },
  };
}

function get(name: string, path: string, query?: SpotRequest['query']): SpotRequest {
  return { name, method: 'GET', path, ...(query === undefined ? {} : { query }) };
}

function pathOf(id: string, tail = ''): string {
  return `${GROUPS}/${encodeURIComponent(id)}${tail}`;
}

/** Spot's way to say that nothing is suspended. */
async function unlessNoneSuspended(
  answer: Promise<readonly unknown[]>,
): Promise<readonly unknown[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CloudError && error.code === 'SUSPEND_PROCESSES_DOESNT_EXIST') return [];
    throw error;
  }
}

function onlyGroup(request: SpotRequest, items: readonly unknown[]): Elastigroup {
  const [found] = readEvery(request, items, readElastigroup);
  if (found !== undefined) return found;
  throw unreadable(request, 'the answer holds no group');
}

function readEvery<Value>(
  request: SpotRequest,
  items: readonly unknown[],
  readItem: (item: unknown) => Value | undefined,
): readonly Value[] {
  return items.map((item) => {
    const value = readItem(item);
    if (value !== undefined) return value;
    throw unreadable(request, 'an item of the answer lacks what every such item has');
  });
}

function unreadable(request: SpotRequest, reason: string): CloudError {
  return lostAnswer(callOf(request), 'NotSpotsAnswer', reason);
}
