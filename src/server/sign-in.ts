import type { IncomingMessage, ServerResponse } from 'node:http';

import { envelope } from './http-error.ts';
import { signInPath, type Entrance, type TokenDoor } from './token-door.ts';

/** Bytes of the form; a token is short. */
const formLimit = 4096;

/**
 * Answers a request at the door. True when it may go on to the routes; otherwise it has been answered: with the cookie,
 * with the form for a person, with 401 for a program.
 */
export function passDoor(door: TokenDoor, incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  if (incoming.method === 'POST' && incoming.url === signInPath) {
    void readForm(incoming).then((token) => answer(door.signIn(token, incoming), incoming, outgoing));
    return false;
  }
  const entrance = door.judge(incoming);
  if (entrance.type === 'open') return true;
  answer(entrance, incoming, outgoing);
  return false;
}

function answer(entrance: Entrance, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (entrance.type === 'sign-in') {
    outgoing
      .writeHead(303, { Location: '/', 'Set-Cookie': entrance.cookie, 'Cache-Control': 'no-store' })
      .end();
    return;
  }
  const held = entrance.type === 'held';
  const status = held ? 429 : 401;
  const message = held
    ? 'Too many wrong tokens came from there. Wait a minute.'
    : 'This server asks for its token.';
  const headers = {
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(held ? { 'Retry-After': '60' } : {}),
  };
  if (incoming.headers.accept?.includes('text/html') === true)
    outgoing
      .writeHead(status, {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        // A page that sends no referrer at all posts its forms with the origin "null".
        'Referrer-Policy': 'same-origin',
      })
      .end(page(message));
  else
    outgoing
      .writeHead(status, { ...headers, 'Content-Type': 'application/json', 'WWW-Authenticate': 'Bearer' })
      .end(
        JSON.stringify(
          envelope({ code: held ? 'too_many_tries' : 'token_required', message, details: undefined }),
        ),
      );
}

async function readForm(incoming: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of incoming) {
      text += String(chunk);
      if (text.length > formLimit) return '';
    }
  } catch {
    return '';
  }
  return new URLSearchParams(text).get('token') ?? '';
}

/** A page without script: the editor's own files are behind the door. */
const page = (message: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Batchwork</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { min-height: 90vh; display: grid; place-content: center; gap: 1rem; padding: 1rem; }
form { display: flex; gap: .5rem; }
input, button { font: inherit; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid #8888; }
input { min-width: 16rem; }
</style>
<h1>Batchwork</h1>
<p>${message}</p>
<form method="post" action="${signInPath}">
<input type="password" name="token" aria-label="Token" autocomplete="current-password" required autofocus>
<button>Sign in</button>
</form>
</html>
`;
