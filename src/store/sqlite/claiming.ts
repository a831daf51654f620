// Whose turn it is: claims, leases and their end, as conditional updates of one row.
import type { Journal } from '../../execution/journal.ts';
import type { Access } from './tables.ts';

export function claiming(access: Access): Pick<Journal, 'claim' | 'renew' | 'release'> {
  const { executions } = access.tables;
  const { wallNow } = access;
  return {
    claim: async (owner, now, leaseMs, id, goneOwner) => {
      const look = () => executions.claimable(now, wallNow(), id, goneOwner);
      // Most sweeps find nothing; they must not take the one write lock.
      if ((await access.read(look)) === undefined) return undefined;
      return access.write(() => {
        const found = look();
        if (found === undefined) return undefined;
        executions.take(found.id, owner, wallNow() + leaseMs);
        return { id: found.id, epoch: found.epoch + 1 };
      });
    },
    renew: (claims, leaseMs) =>
      access.write(() =>
        claims.filter(({ id, epoch }) => executions.extend(id, epoch, wallNow() + leaseMs)),
      ),
    release: ({ id, epoch }) => access.write(() => executions.free(id, epoch, wallNow())),
  };
}
