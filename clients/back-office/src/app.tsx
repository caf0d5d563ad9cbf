import { Failure, Loading, NotFound } from '@shop/web';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useViewer } from './account/use-viewer.ts';
import { Layout } from './layout/layout.tsx';
import { PageMessages } from './messages/page-messages.tsx';
import { areas, hasStartPage } from './pages.ts';

const SignIn = lazy(() => import('./account/sign-in.tsx'));
const NoAccess = lazy(() => import('./account/no-access.tsx'));
const StartPage = lazy(() => import('./start/start-page.tsx'));

/** The pages that the viewer may use; each is loaded when it is opened. */
function Pages() {
  const { viewer, can, loading, error, refetch } = useViewer();
  if (error && !viewer) return <Failure error={error} retry={refetch} />;
  if (!viewer) return loading ? <Loading /> : <SignIn />;
  const [first, ...others] = areas.filter(({ scope }) => can(scope));
  if (!first) return <NoAccess />;
  return (
    <PageMessages>
      <Routes>
        <Route
          index
          element={hasStartPage(can) ? <StartPage /> : <Navigate replace to={`/${first.path}`} />}
        />
        {[first, ...others].flatMap(({ path, pages }) =>
          Object.entries(pages).map(([rest, Page]) => (
            <Route key={`${path}/${rest}`} path={`${path}/${rest}`} element={<Page />} />
          )),
        )}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </PageMessages>
  );
}

export const App = () => (
  <Layout>
    <Suspense fallback={<Loading />}>
      <Pages />
    </Suspense>
  </Layout>
);
