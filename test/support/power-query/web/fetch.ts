import { sourceError, statusError } from './source-error';
import { pause, type Web, type WebRequest, type WebResponse } from './transport';

const RETRIED = [408, 429, 503, 504, 509];
const REDIRECTING = [300, 301, 302, 303, 307];
const MOST_RETRIES = 3;
const MOST_REDIRECTS = 10;

/** Does by itself what `Web.Contents` does with an answer, but for the statuses that the query wants to handle. */
export async function fetchPatiently(
  request: WebRequest,
  { timeoutMs, manualStatuses }: { timeoutMs: number; manualStatuses: readonly number[] },
  web: Web,
  shownUrl: string,
): Promise<WebResponse> {
  let asked = request;
  let redirects = 0;
  for (let tried = 0; ; ) {
    const answer = await within(timeoutMs, web.send(asked), web, shownUrl);
    const { status } = answer;
    // Outside of a connector of one's own, these two can't be handled by the query.
    const isManual = manualStatuses.includes(status) && status !== 401 && status !== 403;
    if (isManual || (status >= 200 && status < 300)) return answer;
    if (REDIRECTING.includes(status)) {
      if (++redirects > MOST_REDIRECTS) throw sourceError('There were too many automatic redirections.', shownUrl);
      asked = redirected(asked, answer, shownUrl);
    } else {
      if (!RETRIED.includes(status) || tried === MOST_RETRIES) throw statusError(status, shownUrl);
      await pause(web.clock, retryDelayMs(answer.headers['retry-after'], tried++));
    }
  }
}

/** Only 307 keeps a POST. */
function redirected(request: WebRequest, { status, headers }: WebResponse, shownUrl: string): WebRequest {
  if (!headers.location) throw sourceError(`The redirection (${status}) does not say where to.`, shownUrl);
  const url = new URL(headers.location, request.url).href;
  return status === 307 ? { ...request, url } : { method: 'GET', url, headers: request.headers };
}

/** Seconds, between a half and 120; a date is not understood. */
function retryDelayMs(retryAfter: string | undefined, tried: number): number {
  const isSeconds = /^\d+(\.\d+)?$/.test(retryAfter ?? '');
  const seconds = isSeconds ? Number(retryAfter) : 2 ** tried;
  return Math.min(120, Math.max(0.5, seconds)) * 1000;
}

function within<T>(timeoutMs: number, answering: Promise<T>, { clock }: Web, shownUrl: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = clock.schedule(clock.now() + timeoutMs, () =>
      reject(sourceError('The operation has timed out.', shownUrl)),
    );
    answering.then(
      (answer) => {
        callOff();
        resolve(answer);
      },
      (error: unknown) => {
        callOff();
        reject(error instanceof Error ? sourceError(error.message, shownUrl) : error);
      },
    );
  });
}
