import { isIP } from 'node:net';

import { signInPath } from './token-door.ts';

/** What the guard looks at; Node's IncomingMessage fits. */
export interface GuardedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
}

export interface Refusal {
  readonly status: 400 | 403 | 415;
  readonly code: string;
  readonly message: string;
}

const refuse = (status: Refusal['status'], code: string, message: string): Refusal => ({
  status,
  code,
  message,
});

/** Content types that any page may send anywhere without asking first. */
const simpleTypes = /^(?:text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The one check before routing, for HTTP, static files and WebSocket upgrades alike. A server on this machine can be
 * reached by every page in the browser: from another origin, from another port of the same machine, and under a name
 * that an attacker lets point here. Host, Origin and Sec-Fetch-Site have to agree that it is our own page. Programs
 * send neither Origin nor Sec-Fetch-Site and are not hindered.
 *
 * @param allowedHosts lower-case names and addresses under which the server may be reached beside loopback.
 */
export function judgeRequest(
  request: GuardedRequest,
  allowedHosts: ReadonlySet<string>,
): Refusal | undefined {
  const { headers, method = 'GET', url = '' } = request;
  if (!url.startsWith('/')) return refuse(400, 'invalid_target', 'The request names no path.');
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  const host = hosts.length === 1 ? parseHost(single(headers['host'])) : undefined;
  if (host === undefined) return refuse(400, 'invalid_host', 'The request needs exactly one Host header.');
  if (!isAllowedHost(host.hostname, allowedHosts))
    return refuse(403, 'forbidden_host', 'This server does not answer to that host name.');

  const origin = single(headers['origin']);
  if (origin !== undefined && !isSameOrigin(origin, host))
    return refuse(403, 'forbidden_origin', 'Requests from other web pages are refused.');
  const site = single(headers['sec-fetch-site']);
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isTopLevelVisit(request))
    return refuse(403, 'forbidden_origin', 'Requests from other web pages are refused.');

  const fromBrowser = origin !== undefined || site !== undefined;
  if (
    fromBrowser &&
    !safeMethods.has(method) &&
    site !== 'same-origin' &&
    url !== signInPath &&
    !forcesPreflight(request)
  )
    return refuse(415, 'unsupported_media_type', 'Send the request as application/json.');
  return undefined;
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;

function parseHost(text: string | undefined): URL | undefined {
  if (text === undefined || !/^[^\s/@?#\\]+$/.test(text)) return undefined;
  const url = URL.parse(`http://${text}`);
  if (url === null) return undefined;
  // One trailing dot is the same name.
  url.hostname = url.hostname.replace(/\.$/, '');
  return url;
}

function isAllowedHost(hostname: string, allowedHosts: ReadonlySet<string>): boolean {
  const name = hostname.replaceAll(/^\[|\]$/g, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (isIP(name) === 4 && name.startsWith('127.')) ||
    allowedHosts.has(name)
  );
}

/** Nobody else can serve a page from our host and port, so that a proxy may speak TLS in front of us. */
function isSameOrigin(origin: string, host: URL): boolean {
  const url = URL.parse(origin);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.origin !== origin.toLowerCase())
    return false;
  return url.host.replace(/\.(?=:|$)/, '') === host.host;
}

/** Following a link to the editor from another page, which shows the editor and nothing else. */
const isTopLevelVisit = ({ method, url, headers }: GuardedRequest): boolean =>
  method === 'GET' &&
  url?.split('?', 1)[0] === '/' &&
  headers['sec-fetch-mode'] === 'navigate' &&
  headers['sec-fetch-dest'] === 'document';

/** A request that no page can send to another origin unasked: not a form, not plain text. */
function forcesPreflight({ headers }: GuardedRequest): boolean {
  if (headers['x-batchwork'] !== undefined) return true;
  const type = single(headers['content-type']);
  if (type !== undefined) return !simpleTypes.test(type);
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}
