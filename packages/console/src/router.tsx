import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { session } from './api/session.ts';
import { type Cuts, cutsIn } from './data/cuts.ts';
import { look, useSay } from './look/look.ts';
import { learn } from './words/words.ts';
import { type Step, steps } from './pages/new/steps.ts';
import { Chrome, useHeading, useSession } from './parts/chrome.tsx';
import { RunsPage } from './pages/runs/runs.tsx';
import { SignInPage } from './pages/sign-in.tsx';

const root = createRootRoute({ component: Chrome, notFoundComponent: NotFound });

/** Who is not signed in signs in first, and comes back to where it wanted to go. */
const inside = createRoute({
  getParentRoute: () => root,
  id: '_inside',
  component: Inside,
  beforeLoad: ({ location }) => {
    if (session.get() === null)
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
});

/** A page ends with the session: until the way to the sign-in is gone, it would ask for its content again, as nobody. */
function Inside() {
  return useSession() && <Outlet />;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  // Only to a place of ours: an address from outside may name any.
  validateSearch: ({ to }: Record<string, unknown>): { to?: string } =>
    typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {},
});
const runs = createRoute({ getParentRoute: () => inside, path: '/', component: RunsPage });
const begin = createRoute({
  getParentRoute: () => inside,
  path: '/new',
  component: lazyRouteComponent(async () => {
    await learn(look.get().language, 'wizard');
    return import('./pages/new/new.tsx');
  }, 'NewPage'),
  validateSearch: ({ step }: Record<string, unknown>): { step?: Step } => {
    const known = steps.find((one) => one === step);
    return known ? { step: known } : {};
  },
});
const run = createRoute({
  getParentRoute: () => inside,
  path: '/segmentations/$run',
  component: lazyRouteComponent(() => import('./pages/run/run.tsx'), 'RunPage'),
  // The segment that stands out, and where tiers by value are cut.
  validateSearch: ({ focus, ...search }: Record<string, unknown>): { focus?: string } & Partial<Cuts> => ({
    ...(typeof focus === 'string' && /^(?:[a-z]{1,4}|outliers)$/i.test(focus) && { focus: focus.toLowerCase() }),
    ...cutsIn(search),
  }),
});
const segment = createRoute({
  getParentRoute: () => inside,
  path: '/segmentations/$run/segments/$key',
  component: lazyRouteComponent(() => import('./pages/run/segment.tsx'), 'SegmentPage'),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings.tsx'), 'SettingsPage'),
});

const compare = createRoute({
  getParentRoute: () => inside,
  path: '/compare',
  component: lazyRouteComponent(() => import('./pages/compare/compare.tsx'), 'ComparePage'),
  validateSearch: ({ from, to }: Record<string, unknown>): { from?: string; to?: string } => ({
    ...(isRun(from) && { from }),
    ...(isRun(to) && { to }),
  }),
});

/** Whether a text looks like the id of a run: it goes into addresses. */
function isRun(text: unknown): text is string {
  return typeof text === 'string' && /^[\w-]{1,64}$/.test(text);
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, inside.addChildren([runs, begin, run, segment, compare, settings])]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function NotFound() {
  const say = useSay();
  useHeading(say('not_there'));
  return (
    <div className="page">
      <h1 className="title-1">{say('not_there')}</h1>
      <Link to="/" className="button">
        {say('segmentations')}
      </Link>
    </div>
  );
}
