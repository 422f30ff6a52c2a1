import { CannotGoOn } from './cannot-go-on';

const EXAMPLE = 'such as https://sales-runs.azurewebsites.net';
/** As pages write it where they do not know it. Whoever copies a command with it would get a client that calls nobody. */
const PLACEHOLDER = /^(name|your-app|my-app)\.azurewebsites\.net$/;

/** What is made begins its addresses with this, so there is no place for anything after the host. */
export function readOrigin(text: string): string {
  if (text === '') throw refused(`must be where the app is reached, ${EXAMPLE}.`);
  if (!/^https?:/i.test(text)) throw refused(`must begin with https://, ${EXAMPLE}: ${text} does not.`);
  const url = URL.parse(text);
  if (!url) throw refused(`must be an address, ${EXAMPLE}: ${text} is none.`);
  if (url.protocol === 'http:' && !isHere(url)) {
    throw refused(
      'must begin with https://, and not with http://, by which anybody could read the key. Only localhost may.',
    );
  }
  if (url.href !== `${url.origin}/`)
    throw refused(`must end after the host: ${url.origin}, and nothing before or behind it.`);
  if (PLACEHOLDER.test(url.hostname)) {
    throw refused(`must be the address of your own app: ${url.hostname} only stands for it in examples.`);
  }
  return url.origin;
}

const refused = (why: string) => new CannotGoOn(`--url ${why}`);

const isHere = ({ hostname }: URL) => hostname === 'localhost' || hostname === '127.0.0.1';
