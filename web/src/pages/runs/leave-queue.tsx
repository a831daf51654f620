// Takes a start that waits for its turn out of the line.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { client } from '../../live/client.ts';
import { Trouble } from '../../live/loaded.tsx';
import { Confirm } from '../../parts/confirm.tsx';

export function LeaveQueue(props: {
  readonly project: string;
  readonly run: string;
}): ReactElement {
  const { project, run } = props;
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () =>
      client.call('abortRun', { params: { project, run }, body: { restore: false } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['runs', project] }),
  });
  return (
    <>
      <Confirm
        label="Leave the line…"
        sure="Yes: it does not start"
        onSure={() => leave.mutate()}
        isBusy={leave.isPending}
      />
      {leave.error === null ? null : <Trouble error={leave.error} />}
    </>
  );
}
