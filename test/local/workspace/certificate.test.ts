import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { type HttpListener, listen } from '../../../local/http';
import { createCertificate } from '../../../local/workspace/certificate';

const identity = createCertificate(['localhost', '127.0.0.1', '::1'], Date.now());
let listener: HttpListener;

beforeAll(async () => {
  listener = await listen(0, ['127.0.0.1', '::1'], async ({ path }) => ({ status: 200, body: path }), {
    tls: identity,
  });
});
afterAll(() => listener.close());

function get(host: string, ca?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host, port: listener.port, path: '/', ca, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

// Not ::1: this Node takes it for a name, and refuses it whatever the certificate says.
test.each(['localhost', '127.0.0.1'])('%s is vouched for', async (host) => {
  expect(await get(host, identity.cert)).toBe(200);
});

test('a client that does not know the certificate refuses it', async () => {
  await expect(get('127.0.0.1')).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

test('another name is not vouched for', async () => {
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
    connect({ host: '127.0.0.1', port: listener.port, ca: identity.cert, servername: 'example.com' }).on(
      'error',
      resolve,
    );
  });
  expect(error.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('it is signed by its own key, an authority, and valid from yesterday for a year', () => {
  const now = Date.parse('2026-03-01T12:30:15.678Z');
  const certificate = new X509Certificate(createCertificate(['localhost'], now).cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect(certificate.validFrom).toBe('Feb 28 12:30:15 2026 GMT');
  expect(certificate.validTo).toBe('Mar  1 12:30:15 2027 GMT');
});

test.each([
  ['::1', 'IP Address:0:0:0:0:0:0:0:1'],
  ['fe80::1:2', 'IP Address:FE80:0:0:0:0:0:1:2'],
  ['10.0.200.255', 'IP Address:10.0.200.255'],
  ['adb-1234567890123456.7.azuredatabricks.net', 'DNS:adb-1234567890123456.7.azuredatabricks.net'],
])('the name %s is written as %s', (name, written) => {
  expect(new X509Certificate(createCertificate([name], Date.now()).cert).subjectAltName).toBe(written);
});

test('many names fit', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `host-${i}.example.com`); // lengths of more than two bytes
  const { subjectAltName } = new X509Certificate(createCertificate(names, Date.now()).cert);
  expect(subjectAltName?.split(', ')).toHaveLength(3000);
});

test('no two certificates share a serial number, and none is negative', () => {
  const one = () => new X509Certificate(createCertificate(['localhost'], 0).cert).serialNumber;
  const serials = Array.from({ length: 20 }, one);
  expect(new Set(serials).size).toBe(20);
  expect(serials.filter((serial) => serial.startsWith('-'))).toEqual([]);
});

test('it is of version 3, the first that can carry names', () => {
  const { raw } = new X509Certificate(identity.cert);
  expect(raw.includes(Buffer.from([0xa0, 3, 2, 1, 2]))).toBe(true);
});
