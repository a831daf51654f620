// Which page an address shows; each page is loaded when it is first opened.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router';
import { Home } from './frame/home.tsx';
import { NotFound, PageBroke } from './frame/not-found.tsx';
import { SignedIn } from './frame/signed-in.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const first = createRoute({
  getParentRoute: () => root,
  path: '/first',
  component: lazyRouteComponent(
    () => import('./pages/sign-in/first-link-page.tsx'),
    'FirstLinkPage',
  ),
});

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });

const page = <Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => signedIn, path, component });

const pages = [
  page('/', Home),
  page(
    '/projects/$project/runs',
    lazyRouteComponent(() => import('./pages/runs/runs-page.tsx'), 'RunsPage'),
  ),
  page(
    '/projects/$project/runs/$run',
    lazyRouteComponent(() => import('./run/run-route.tsx'), 'RunRoute'),
  ),
  page(
    '/projects/$project/new-run',
    lazyRouteComponent(() => import('./pages/new-run/new-run-page.tsx'), 'NewRunPage'),
  ),
  page(
    '/projects/$project/wall',
    lazyRouteComponent(() => import('./pages/wall/wall-page.tsx'), 'WallPage'),
  ),
  page(
    '/projects/$project/plans',
    lazyRouteComponent(() => import('./pages/plans/plans-page.tsx'), 'PlansPage'),
  ),
  page(
    '/projects/$project/plans/$hash',
    lazyRouteComponent(() => import('./pages/plans/plan-page.tsx'), 'PlanPage'),
  ),
  page(
    '/projects/$project/pipelines',
    lazyRouteComponent(() => import('./pages/pipelines/pipelines-page.tsx'), 'PipelinesPage'),
  ),
  page(
    '/projects/$project/resources',
    lazyRouteComponent(() => import('./pages/resources/resources-page.tsx'), 'ResourcesPage'),
  ),
  page(
    '/projects/$project/people',
    lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
  ),
  page(
    '/projects/$project/webhooks',
    lazyRouteComponent(() => import('./pages/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  ),
  page(
    '/projects/$project/audit',
    lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
  ),
  page(
    '/own',
    lazyRouteComponent(() => import('./pages/people/own-page.tsx'), 'OwnPage'),
  ),
  page(
    '/users',
    lazyRouteComponent(() => import('./pages/people/users-page.tsx'), 'UsersPage'),
  ),
  page(
    '/audit',
    lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'ServerAuditPage'),
  ),
];

export const router = createRouter({
  routeTree: root.addChildren([first, signedIn.addChildren(pages)]),
  scrollRestoration: true,
  defaultErrorComponent: PageBroke,
  defaultPendingMs: 400,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
