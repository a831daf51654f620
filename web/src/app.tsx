// The application: what is read is kept and shared, and the page of the address is shown.
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ApiError } from '../../src/api/client.ts';
import { SESSION_KEY } from './live/session.tsx';
import { router } from './router.tsx';

const TRIES_MAX = 2;

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      const isOver = error instanceof ApiError && error.problem.code === 'not-signed-in';
      if (isOver) queries.setQueryData(SESSION_KEY, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      networkMode: 'always',
      // What the server refuses it refuses again; what does not answer may answer soon.
      retry: (failures, error) => !(error instanceof ApiError) && failures < TRIES_MAX,
      retryDelay: (failures) => 500 * 2 ** failures,
    },
    mutations: { networkMode: 'always' },
  },
});

export function App(): ReactElement {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
