// The Elastigroup port straight on the twin's Spot.
import type { Json, JsonObject } from '../../lib/json.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../../twin/request-fields.ts';
import type { SpotOperation, Twin } from '../../twin/twin.ts';
import type {
  Elastigroup,
  Elastigroups,
  GroupLogLine,
  HealthStatus,
  InstanceHealth,
  Process,
  Suspension,
} from '../elastigroups.ts';
import { callTwin } from './call-twin.ts';

const WRITES: readonly SpotOperation[] = [
  'create',
  'update',
  'delete',
  'capacity',
  'suspend',
  'resume',
];

export function createTwinElastigroups({ spot }: Twin): Elastigroups {
  const send = <Answer>(operation: SpotOperation, act: () => Answer): Promise<Answer> => {
    const call = { name: `Spot "${operation}"`, writes: WRITES.includes(operation) };
    return callTwin(call, act, () => spot.rateLimit(operation).resetSeconds * 1_000);
  };
  return {
    list: async () => (await send('list', () => spot.list({ minCreatedAt: 0 }))).map(readGroup),
    async read(id) {
      const [group] = await send('read', () => spot.read(id));
      return readGroup(group ?? {});
    },
    async create(document) {
      const [group] = await send('create', () => spot.create(document));
      return readGroup(group ?? {});
    },
    async rename(id, name) {
      await send('update', () => spot.update(id, { name }));
    },
    async writeCapacity(id, capacity) {
      await send('capacity', () => spot.capacity(id, { ...capacity }));
    },
    async writeScheduledTasks(id, tasks) {
      await send('update', () => spot.update(id, { scheduling: { tasks: [...tasks] } }));
    },
    delete: (id) => send('delete', () => spot.delete(id)),
    instances: async (id) =>
      (await send('instanceHealthiness', () => spot.instanceHealthiness(id))).map(readInstance),
    instanceTypes: async (id) =>
      (await send('status', () => spot.status(id))).map((shape) => ({
        instanceId: textOf(shape, 'instanceId') ?? '',
        type: textOf(shape, 'instanceType') ?? '',
      })),
    async suspensions(id) {
      const [answer] = await send('suspensions', () => spot.suspensions(id));
      return (objectsOf(answer ?? {}, 'suspensions') ?? []).map(readSuspension);
    },
    async log(id, from, to) {
      const span = { fromDate: String(Math.floor(from)), toDate: String(Math.ceil(to)) };
      const call = { name: 'Spot "logs"', writes: false };
      const lines = await callTwin(call, () => spot.control.logs(id, span));
      return lines.map(readLogLine).reverse();
    },
    async suspend(id, processes, ttlMinutes) {
      const ttlInMinutes = Math.ceil(ttlMinutes);
      const suspensions = processes.map((name) => ({ name, ttlInMinutes }));
      await send('suspend', () => spot.suspend(id, { suspensions }));
    },
    resume: (id, processes) => send('resume', () => spot.resume(id, { processes })),
  };
}

function readGroup(document: JsonObject): Elastigroup {
  const capacity = objectOf(document, 'capacity') ?? {};
  return {
    id: textOf(document, 'id') ?? '',
    name: textOf(document, 'name') ?? '',
    capacity: {
      minimum: numberOf(capacity, 'minimum') ?? 0,
      target: numberOf(capacity, 'target') ?? 0,
      maximum: numberOf(capacity, 'maximum') ?? 0,
    },
    createdAt: textOf(document, 'createdAt') ?? '',
    document,
  };
}

function readLogLine(line: Json): GroupLogLine {
  const { createdAt, message } = line as JsonObject;
  return { at: Date.parse(String(createdAt)), message: String(message) };
}

function readInstance(shape: JsonObject): InstanceHealth {
  return {
    instanceId: textOf(shape, 'instanceId') ?? '',
    availabilityZone: textOf(shape, 'availabilityZone') ?? '',
    lifeCycle: textOf(shape, 'lifeCycle') ?? '',
    healthStatus: (textOf(shape, 'healthStatus') ?? 'UNKNOWN') as HealthStatus,
  };
}

function readSuspension(shape: JsonObject): Suspension {
  return { name: textOf(shape, 'name') as Process, expiresAt: textOf(shape, 'expiresAt') };
}
