// A stranger's tests: a program that scales an Elastigroup, tried on a twin whose clock moves by hand.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTwin } from 'penstock/twin';

let twin;

before(async () => {
  twin = await createTwin({ world: join(import.meta.dirname, 'world.yaml'), clock: 'virtual' });
});

after(() => twin?.close());

/** The program under test: it knows Spot's API by the environment alone. */
async function scaleTo(target, environment = twin.environment) {
  const { SPOTINST_BASE_URL, SPOTINST_TOKEN, SPOTINST_ACCOUNT } = environment;
  const answer = await fetch(
    `${SPOTINST_BASE_URL}/aws/ec2/group/sig-00000001/capacity?accountId=${SPOTINST_ACCOUNT}`,
    {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${SPOTINST_TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ capacity: { minimum: 1, maximum: 4, target } }),
    },
  );
  if (!answer.ok) throw new Error(`Spot answers ${answer.status}`);
}

const healthy = () =>
  twin.inspect().targetGroups[0].targets.filter(({ state }) => state === 'healthy').length;

test('requests to the load balancer are answered by both instances', async () => {
  const [listener] = twin.listeners;
  const seen = new Set();
  for (let request = 0; request < 4; request++) {
    const answer = await fetch(`${listener.url}/shop/`);
    assert.equal(answer.status, 200);
    seen.add((await answer.json()).instanceId);
  }
  assert.equal(seen.size, 2);
  assert.equal((await fetch(`${listener.url}/elsewhere`)).status, 404);
});

test('a third instance is healthy five minutes later, which takes no time', async () => {
  const start = twin.snapshot();
  await scaleTo(3);
  assert.equal(healthy(), 2);
  await twin.advance(300_000);
  assert.equal(healthy(), 3);
  await twin.restore(start);
  assert.equal(healthy(), 2);
});

test('while the market is empty there is no third one', async () => {
  twin.inject({ kind: 'shortage', group: 'shop' });
  await scaleTo(3);
  await twin.advance(900_000);
  assert.equal(healthy(), 2);
  twin.clearFaults();
  await twin.advance(300_000);
  assert.equal(healthy(), 3);
});

test('when Spot answers with an error the program says so', async () => {
  const once = { service: 'spot', operation: 'capacity', times: 1 };
  twin.inject({ kind: 'error', ...once, httpStatus: 500, code: 'INTERNAL' });
  await assert.rejects(scaleTo(4), /Spot answers 500/);
});
