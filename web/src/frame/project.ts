// The project at hand: that of the address, or the one that was looked at last.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { client } from '../live/client.ts';

const KEY = 'penstock.project';

/** Undefined on pages of the whole server. */
export function useProjectOfAddress(): string | undefined {
  const { project } = useParams({ strict: false });
  useEffect(() => {
    if (project !== undefined) localStorage.setItem(KEY, project);
  }, [project]);
  return project;
}

/** On a page of a project: its name. */
export function useProject(): string {
  const { project } = useParams({ strict: false });
  if (project === undefined) throw new Error('the page belongs to no project');
  return project;
}

export function useProjects() {
  return useQuery({
    queryKey: ['projects'],
    queryFn: ({ signal }) => client.call('listProjects', { signal }),
  });
}

/** Of those that there are, the one that was looked at last. */
export function lastProject(projects: readonly { readonly project: string }[]): string | undefined {
  const last = localStorage.getItem(KEY);
  return (projects.find(({ project }) => project === last) ?? projects[0])?.project;
}
