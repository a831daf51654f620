// CloudWatch's GetMetricData against AWS's own model, in each of its protocols: generated requests, good and broken.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePlainXml } from '../../../tests/plain-xml.ts';
import {
  broken,
  type Draw,
  drawnValue,
  type FormField,
  formFields,
  misfits,
  pick,
  type ServiceModel,
} from '../../../tests/service-model.ts';
import { thirdPartyFile } from '../../../tests/third-party.ts';
import { BENCH_START, type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, GREEN, LOAD_BALANCER } from '../../../tests/twin-world.ts';
import { textual, typedValue } from '../../../tests/typed-wire.ts';
import type { Json } from '../../lib/json.ts';
import { createRandom } from '../random.ts';
import { answerRequest } from './answer-request.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';

const CALLS = 1_200;
const OPERATION = 'GetMetricData';
const CODES = ['ValidationError', 'InvalidParameterValue', 'InvalidNextToken'];
const file = thirdPartyFile('elbv2/cloudwatch-2010-08-01.service-2.json');

interface Told {
  readonly status: number;
  /** In the form of texts. */
  readonly result: unknown;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

type Ask = (bench: TwinBench, model: ServiceModel, fields: readonly FormField[]) => Told;

const PROTOCOLS: Readonly<Record<string, Ask>> = {
  queries: (bench, _model, fields) => {
    const form = new URLSearchParams({ Action: OPERATION, Version: '2010-08-01' });
    for (const { path, value } of fields) form.append(path, value);
    const { status, body } = send(bench, '/', {}, form.toString());
    const parsed = parsePlainXml(String(body)) as Readonly<
      Record<string, Readonly<Record<string, unknown>>>
    >;
    const error = parsed['ErrorResponse']?.['Error'] as Record<string, string> | undefined;
    const result = parsed[`${OPERATION}Response`]?.[`${OPERATION}Result`];
    return { status, result, code: error?.['Code'], message: error?.['Message'] };
  },
  JSON: (bench, model, fields) => {
    const headers = { 'x-amz-target': `GraniteServiceVersion20100801.${OPERATION}` };
    const { status, body } = send(bench, '/', headers, JSON.stringify(typedValue(fields)));
    return typedTold(model, status, JSON.parse(String(body)));
  },
  CBOR: (bench, model, fields) => {
    const path = `/service/GraniteServiceVersion20100801/operation/${OPERATION}`;
    const headers = { 'smithy-protocol': 'rpc-v2-cbor' };
    const bytes = encodeCbor(typedValue(fields), new Set(['StartTime', 'EndTime']));
    const { status, body } = send(bench, path, headers, '', bytes);
    return typedTold(model, status, decodeCbor(body as Uint8Array));
  },
};

function typedTold(model: ServiceModel, status: number, answer: unknown): Told {
  if (status === 200) {
    const output = model.operations[OPERATION]?.output.shape ?? '';
    return { status, result: textual(model, output, answer), code: undefined, message: undefined };
  }
  const { __type: type, message } = answer as Readonly<Record<string, string>>;
  return { status, result: undefined, code: type?.replace(/^.*#/, ''), message };
}

function send(
  { twin, clock }: TwinBench,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  bytes?: Uint8Array,
) {
  const scope = 'AKIDTWIN/20260105/us-east-1/monitoring/aws4_request';
  const answer = answerRequest(
    { twin, clock },
    {
      method: 'POST',
      url: new URL(`http://twin${path}`),
      headers: { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${scope}` },
      body,
      ...(bytes === undefined ? {} : { bytes }),
    },
  );
  if (typeof answer === 'string') throw new Error(`the answer was ${answer}`);
  return answer;
}

/** A world of half an hour in which requests of every kind were answered. */
async function busyBench(draw: () => number): Promise<TwinBench> {
  const bench = twinBench();
  for (let minute = 0; minute < 30; minute++) {
    for (const targetGroupArn of [BLUE, GREEN]) {
      const status = draw() < 0.2 ? 503 : 200;
      const durationMs = draw() * 1_000;
      const request = { loadBalancerArn: LOAD_BALANCER, targetGroupArn, durationMs };
      bench.twin.recordRequest({ ...request, targetStatus: status, status });
    }
    await bench.clock.advance(60_000);
  }
  return bench;
}

function hints(draw: () => number): Draw['hints'] {
  const at = { next: draw, hints: {}, chances: {} };
  const one = (...items: readonly Json[]): Json => pick(items, at) ?? '';
  const times = { first: 0 };
  return {
    // The two times of a request are drawn one after the other.
    Timestamp: () => {
      const minutes = times.first++ % 2 === 0 ? -5 + draw() * 20 : 20 + draw() * 20;
      return new Date(BENCH_START + Math.floor(minutes) * 60_000).toISOString();
    },
    Metric: () => ({
      Namespace: one('AWS/ApplicationELB', 'AWS/ApplicationELB', 'AWS/EC2'),
      MetricName: one(
        ...['RequestCount', 'HTTPCode_Target_5XX_Count', 'TargetResponseTime', 'HealthyHostCount'],
        'Unknown',
      ),
      Dimensions: [
        {
          Name: 'TargetGroup',
          Value: String(one(BLUE, GREEN, 'x:none'))
            .split(':')
            .at(-1),
        },
        { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
      ],
    }),
    Period: () => 60,
    Stat: () => one('Sum', 'Average', 'Minimum', 'p99', 'p50'),
    NextToken: () => '',
  };
}

/** What the twin cannot do yet is refused; a request for that is no right one. */
const CHANCES = { MetricStat: 1, MetricExpression: 0, Metric: 1, Namespace: 1, MetricName: 1 };

test.skipIf(file === undefined).each(Object.entries(PROTOCOLS))(
  'twelve hundred requests in %s are answered as the model says or refused (needs third-party data)',
  async (protocol, ask) => {
    const model = JSON.parse(readFileSync(file ?? '', 'utf8')) as ServiceModel;
    const { next } = createRandom(17, protocol);
    const bench = await busyBench(next);
    const draw: Draw = { next, hints: hints(next), chances: CHANCES };
    const input = model.operations[OPERATION]?.input.shape ?? '';
    const output = model.operations[OPERATION]?.output.shape ?? '';
    const problems: string[] = [];
    const count = { accepted: 0, withValues: 0, refused: 0 };
    for (let call = 0; call < CALLS; call++) {
      const good = formFields(model, input, drawnValue(model, input, draw));
      const bad = next() < 0.5 ? broken(good, draw) : undefined;
      const told = ask(bench, model, bad ?? good);
      const shown = `${(bad ?? good).map(({ path, value }) => `${path}=${value.slice(0, 40)}`).join('&')} → ${JSON.stringify(told).slice(0, 300)}`;
      if (told.status === 200) {
        count.accepted += 1;
        if (JSON.stringify(told.result).includes('"Values":{')) count.withValues += 1;
        problems.push(...misfits(model, output, told.result, OPERATION));
        if (bad !== undefined) problems.push(`accepted: ${shown}`);
      } else {
        count.refused += 1;
        const isKnown = told.status === 400 && CODES.includes(told.code ?? '');
        if (!isKnown || bad === undefined || !told.message) problems.push(`refused: ${shown}`);
      }
    }
    process.stdout.write(`${OPERATION} in ${protocol}: ${JSON.stringify(count)}\n`);
    expect(problems.slice(0, 5)).toEqual([]);
    expect(count.withValues).toBeGreaterThan(100);
    expect(count.refused).toBeGreaterThan(100);
    bench.twin.close();
  },
);
