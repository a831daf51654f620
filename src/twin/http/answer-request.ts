// Which API of the twin a request is for, by path and header, and that API's answer to it.
import type { Clock } from '../../lib/clock.ts';
import type { Json } from '../../lib/json.ts';
import type { Twin } from '../twin.ts';
import { ANSWER_HELD, TwinError } from '../twin-error.ts';
import type { Answer, Received } from './answer.ts';
import { answerCbor, cborError, isCbor } from './aws-cbor.ts';
import { answerEc2, ec2Error } from './aws-ec2.ts';
import { answerJson, jsonError } from './aws-json.ts';
import { answerQuery, queryError } from './aws-query.ts';
import { type AwsService, awsServiceOf } from './aws-service.ts';
import { checkSignature } from './check-signature.ts';
import { answerSpot } from './spot-routes.ts';
import { answerTwin, type ClockOrigin } from './twin-routes.ts';

export interface AnswerOptions {
  readonly twin: Twin;
  readonly clock: Clock;
  /** Lets other processes follow the clock. */
  readonly clockOrigin?: ClockOrigin;
  /** Where the data plane listens. */
  readonly listeners?: () => Json | readonly object[];
  /**
   * The time by which clients sign: this machine's own, however fast the twin's clock runs. Without it
   * a signature may have any date.
   */
  readonly wallNow?: () => number;
}

/** Whatever is sent is answered in the envelope of its cloud; only a defect of the twin is thrown. */
export function answerRequest(options: AnswerOptions, received: Received): Answer {
  const { twin, clock, clockOrigin, listeners } = options;
  const { pathname } = received.url;
  try {
    if (pathname.startsWith('/_twin/')) {
      const addresses = (): Json => (listeners?.() ?? []) as Json;
      const now = (): number => clock.now();
      return answerTwin({ twin, now, clockOrigin, listeners: addresses }, received);
    }
    if (SPOT_PATH.test(pathname)) return answerSpot(twin, clock.now(), received);
    return answerAws(options, received);
  } catch (error) {
    if (!(error instanceof TwinError) || error.httpStatus !== 0) throw error;
    return error.code === ANSWER_HELD ? 'held' : 'lost';
  }
}

const SPOT_PATH = /^\/(aws|events)\//;

function answerAws({ twin, wallNow }: AnswerOptions, received: Received): Answer {
  const target = received.headers['x-amz-target'];
  let service: AwsService | undefined;
  try {
    service = awsServiceOf(received, twin.spec.region);
    checkSignature(received, service, twin.spec.credentials, wallNow?.());
    if (service === 'ec2') return answerEc2(twin, received);
    if (service === 'monitoring' && isCbor(received)) return answerCbor(twin, received);
    return service === 'monitoring' && target !== undefined
      ? answerJson(twin, target, received)
      : answerQuery(twin, service, received);
  } catch (error) {
    if (!(error instanceof TwinError) || error.httpStatus === 0) throw error;
    if (service === 'ec2') return ec2Error(error);
    if (isCbor(received)) return cborError(error);
    return target === undefined ? queryError(error, service) : jsonError(error);
  }
}
