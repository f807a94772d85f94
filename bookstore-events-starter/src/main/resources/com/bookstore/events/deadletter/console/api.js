// Asks the endpoints beside this page, with the rights of whoever looks at it.

const { letters, outbox, writes } = document.documentElement.dataset;

export const writesAllowed = writes === 'true';
export const outboxExposed = outbox !== '';

export const WRITES_OFF =
  'This service only shows dead letters. To replay or close them here, set bookstore.events.dead-letter.endpoint.allow-writes=true.';

/** What the service answered instead of what was asked for. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

function tokenAgainstForgery() {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith('XSRF-TOKEN='));
  return cookie ? { 'X-XSRF-TOKEN': decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) } : {};
}

async function ask(url, method = 'GET', body = undefined) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') {
    Object.assign(headers, { 'Content-Type': 'application/json' }, tokenAgainstForgery());
  }
  let response;
  try {
    response = await fetch(url, { method, headers, body: body && JSON.stringify(body), credentials: 'same-origin' });
  } catch {
    throw new Refused('The service does not answer.', 0);
  }
  const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '');
  const answer = isJson ? await response.json().catch(() => ({})) : {};
  if (response.ok && isJson) {
    return answer;
  }
  throw new Refused(answer.error && isJson ? String(answer.error) : reason(response), response.status);
}

function reason(response) {
  switch (response.status) {
    case 401:
      return 'You are not signed in, or no longer. Sign in and load this page again.';
    case 403:
      return 'You may not do this, or Spring Security misses its token against forged requests.';
    case 404:
      return 'There is nothing here of this name or number.';
    case 405:
      return 'The endpoint only reads here.';
    default:
      return response.ok
        ? 'The service answered with a page instead of data. Sign in and load this page again.'
        : `The service answered with status ${response.status}. Its log says more.`;
  }
}

function below(path, parameters = {}) {
  if (!letters) {
    throw new Refused(
      'The endpoint of dead letters is not exposed, or dead letters are not stored. Set bookstore.events.dead-letter.store.enabled=true and add deadletters to management.endpoints.web.exposure.include.',
      404,
    );
  }
  const query = new URLSearchParams(parameters).toString();
  return letters + path + (query && `?${query}`);
}

export const list = async (filter, before, limit) => ask(below('', before ? { ...filter, before, limit } : { ...filter, limit }));
export const groups = async (filter) => ask(below('/groups', filter));
export const letter = async (id) => ask(below(`/${id}`));
export const runs = async () => ask(below('/replays'));
export const run = async (id) => ask(below(`/replays/${encodeURIComponent(id)}`));
export const cancel = async (id) => ask(below(`/replays/${encodeURIComponent(id)}`), 'DELETE');
/** Values that are no texts, numbers or booleans do not reach an endpoint in every stack: several ids are one text. */
export const write = async (action, body) => ask(below(`/${action}`), 'POST', body);
export const outboxState = async () => ask(`${outbox}?limit=5`);
