// The scope of expressions while the plan is made: names, secrets and the facts of the cloud.
import { underAnyName } from '../expression/aliases.ts';
import { datetime } from '../expression/functors/datetime.ts';
import { FUNCTORS } from '../expression/functors/functors.ts';
import type { Lookup, Scope } from '../expression/scope.ts';
import type { Json } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import { storeKey } from '../pipeline/file-store.ts';
import { withoutLevel } from './find-entity.ts';
import { lookUp, missing, type Names } from './names.ts';
import { SETTLED, type Session } from './session.ts';

/** `position` is where the text stands that is being filled in. */
export function planningScope(
  session: Session,
  names: Names,
  position: Position | undefined,
): Scope {
  return {
    name: (path) => underAnyName(path, (each) => lookUp(names, each, session)),
    call: (path, args) => {
      const name = path.join('.');
      const [argument] = args;
      if (name === 'secrets.getValue') return secret(session, argument, position);
      if (name === 'loadBalancer.rule') return rule(session, argument, position);
      if (name === 'fileStore.getAsString') return storedFile(session, argument, position);
      if (name === 'configFile.getAsString') {
        const file = configFile(session, names, argument);
        return file.status === 'found' ? storedFile(session, file.value, position) : file;
      }
      return datetime(path, undefined) ?? missing([], name, FUNCTIONS);
    },
  };
}

const FUNCTIONS = [
  'secrets.getValue',
  'loadBalancer.rule',
  'fileStore.getAsString',
  'fileStore.getAsBase64',
  'configFile.getAsString',
  'configFile.getAsBase64',
  'datetime.currentDate',
  'datetime.currentTime',
  ...FUNCTORS.keys(),
];

function secret(session: Session, argument: Json | undefined, position?: Position): Lookup {
  if (typeof argument !== 'string') {
    const hint = 'Write such as <+secrets.getValue("token")>.';
    return refused(session, position, 'secrets.getValue takes the identifier of a secret.', hint);
  }
  const identifier = withoutLevel(argument);
  const known = session.facts.secrets(identifier);
  const isAddress = known !== undefined;
  session.recorder.note({ kind: 'secret', identifier, isAddress });
  if (isAddress) return { status: 'found', value: known };
  const identifiers = session.project.secrets.map((each) => each.identifier);
  if (identifiers.includes(identifier)) return { status: 'later', need: `secrets.${identifier}` };
  const hint = `${nearestHint(identifier, identifiers)} Or give it: --input secrets.${identifier}=…`;
  session.report('unknown-entity', position, `There is no secret "${identifier}".`, hint.trim());
  return { status: 'later', need: SETTLED };
}

/** A file's text is the author's, so its expressions are filled in. */
function storedFile(session: Session, argument: Json | undefined, position?: Position): Lookup {
  if (typeof argument !== 'string') {
    const hint = 'Write such as <+fileStore.getAsString("/scripts/start.sh")>.';
    return refused(session, position, 'fileStore takes the path of a file.', hint);
  }
  const key = storeKey(argument);
  const { files } = session.project;
  const text = files.get(key);
  if (text !== undefined) {
    session.recorder.note({ kind: 'file', name: key });
    return { status: 'found', value: text };
  }
  const hint = nearestHint(key, [...files.keys()]) || 'Add the file to the project.';
  session.report('unknown-entity', position, `There is no file "${key}".`, hint);
  return { status: 'later', need: SETTLED };
}

/** The path of the file that goes by this name where the expression stands. */
function configFile(session: Session, names: Names, argument: Json | undefined): Lookup {
  const path = ['configFiles', String(argument), 'store', 'spec', 'files'];
  const found = lookUp(names, path, session);
  if (found.status !== 'found') return found;
  const [file = null] = Array.isArray(found.value) ? found.value : [];
  return { status: 'found', value: file };
}

function rule(session: Session, argument: Json | undefined, position?: Position): Lookup {
  if (typeof argument !== 'string' || argument === '') {
    const hint = 'Write such as <+loadBalancer.rule("arn:…").idleTargetGroupArn>.';
    return refused(session, position, 'loadBalancer.rule takes the ARN of a rule.', hint);
  }
  const { rules } = session.facts;
  const known = Object.hasOwn(rules, argument) ? rules[argument] : undefined;
  if (known !== undefined) {
    session.recorder.note({ kind: 'rule', ruleArn: argument });
    return { status: 'found', value: { ...known } };
  }
  session.ask({ kind: 'rule', ruleArn: argument });
  return { status: 'later', need: SETTLED };
}

function refused(
  session: Session,
  position: Position | undefined,
  message: string,
  hint: string,
): Lookup {
  session.report('bad-expression', position, message, hint);
  return { status: 'later', need: SETTLED };
}
