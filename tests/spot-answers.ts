// Spot's answers on the wire, written by hand for tests of the Spot adapter.
import type { GivenAnswer } from './answering-server.ts';

export function spotAnswer(items?: readonly unknown[]): GivenAnswer {
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      request: {
        id: 'r-1',
        url: '/aws/ec2/group',
        method: 'GET',
        timestamp: '2026-01-01T00:00:00Z',
      },
      response: {
        status: { code: 200, message: 'OK' },
        kind: 'spotinst:aws:ec2:group',
        ...(items === undefined ? {} : { items, count: items.length }),
      },
    }),
  };
}

export function spotError(status: number, code: string, message: string): GivenAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      request: { id: 'r-1' },
      response: { status: { code: status, message: 'no' }, errors: [{ code, message }] },
    }),
  };
}

export function spotGroup(id: string, name: string): Readonly<Record<string, unknown>> {
  return {
    id,
    name,
    region: 'eu-west-1',
    capacity: { minimum: 1, target: 2, maximum: 4, unit: 'instance' },
    strategy: { risk: 100, fallbackToOd: true },
    createdAt: '2018-06-25T11:49:00.000Z',
    updatedAt: '2018-06-25T11:49:00.000Z',
  };
}
