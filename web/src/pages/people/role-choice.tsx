// A role, chosen from the four that there are.
import type { ReactElement } from 'react';
import type { Role } from '../../live/session.tsx';
import type { FieldWiring } from '../../parts/field.tsx';

const ROLES: readonly Role[] = ['viewer', 'operator', 'approver', 'admin'];

export function RoleChoice(props: {
  readonly role: Role;
  readonly setRole: (role: Role) => void;
  readonly label?: string;
  readonly wiring?: FieldWiring;
  readonly disabled?: boolean;
}): ReactElement {
  const { role, setRole, label, wiring, disabled = false } = props;
  return (
    <select
      {...wiring}
      className="input role-choice"
      aria-label={label}
      value={role}
      disabled={disabled}
      onChange={({ target }) => {
        const chosen = ROLES.find((each) => each === target.value);
        if (chosen !== undefined) setRole(chosen);
      }}
    >
      {ROLES.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}
