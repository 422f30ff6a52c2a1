import type { HttpResponse } from '../http';

const PAGE = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Your functions app is up and running</title></head>
<body>
<h1>Your functions app is up and running</h1>
<p>It runs on the embedded host of this repository, for development on one machine.</p>
</body>
</html>
`;

/** The root tells any prober that the host is there. A setting turns the page off, but never the answer. */
export function answerRoot(env: NodeJS.ProcessEnv): HttpResponse {
  if (env.AzureWebJobsDisableHomepage?.toLowerCase() === 'true') return { status: 204 };
  return { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };
}
