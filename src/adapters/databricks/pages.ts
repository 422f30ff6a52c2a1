import type { Answer } from '../../domain/answer';
import { unreadable } from './problem-of';

interface Page {
  next_page_token?: string | undefined;
}

/** The pages that follow a first one, all or none of them. */
export async function laterPages<P extends Page>(
  first: Page,
  askFor: (pageToken: string) => Promise<Answer<P>>,
): Promise<Answer<P[]>> {
  const pages: P[] = [];
  const seen = new Set<string>();
  let token = first.next_page_token;
  while (token) {
    if (seen.has(token)) return { ok: false, problem: unreadable('its pages go round in a circle.') };
    seen.add(token);
    const page: Answer<P> = await askFor(token);
    if (!page.ok) return page;
    pages.push(page.value);
    token = page.value.next_page_token;
  }
  return { ok: true, value: pages };
}
