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
