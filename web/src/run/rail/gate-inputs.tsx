// The inputs that an approval asks its approver for: text, or one of the allowed values.
import type { ReactElement } from 'react';
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { Field } from '../../parts/field.tsx';

type GateInput = GateOnPage['inputs'][number];
export type InputValues = Readonly<Record<string, string>>;

export function initialValues(inputs: readonly Pick<GateInput, 'name' | 'default'>[]): InputValues {
  return Object.fromEntries(inputs.map(({ name, default: value }) => [name, value ?? '']));
}

export function missingInputs(
  inputs: readonly GateInput[],
  values: InputValues,
): readonly string[] {
  return inputs
    .filter(({ name, isRequired }) => isRequired && (values[name] ?? '').trim() === '')
    .map(({ name }) => name);
}

export function GateInputs(props: {
  readonly inputs: readonly (Omit<GateInput, 'isRequired'> & { readonly isRequired?: boolean })[];
  readonly values: InputValues;
  readonly missing: readonly string[];
  readonly onChange: (values: InputValues) => void;
}): ReactElement | null {
  const { inputs, values, missing, onChange } = props;
  if (inputs.length === 0) return null;
  const set = (name: string, value: string) => onChange({ ...values, [name]: value });
  return (
    <>
      {inputs.map(({ name, allowedValues, isRequired = false }) => (
        <Field
          key={name}
          label={isRequired ? `${name}, needed` : name}
          trouble={missing.includes(name) ? `${name} is needed before you approve.` : undefined}
        >
          {(wiring) =>
            allowedValues === null ? (
              <input
                {...wiring}
                className="input"
                value={values[name] ?? ''}
                onChange={({ target }) => set(name, target.value)}
              />
            ) : (
              <select
                {...wiring}
                className="input"
                value={values[name] ?? ''}
                onChange={({ target }) => set(name, target.value)}
              >
                {values[name] === '' ? <option value="">Choose…</option> : null}
                {allowedValues.map((value) => (
                  <option key={value}>{value}</option>
                ))}
              </select>
            )
          }
        </Field>
      ))}
    </>
  );
}
