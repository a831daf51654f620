// A change of people or rights: sent, and the lists that show it read anew.
import { useMutation, useQueryClient } from '@tanstack/react-query';

export function useChange<Given, Answered>(
  change: (given: Given) => Promise<Answered>,
  ...lists: readonly (readonly string[])[]
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(lists.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
