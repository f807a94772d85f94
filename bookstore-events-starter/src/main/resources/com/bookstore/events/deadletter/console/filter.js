// The filter, kept in the address so that it survives a reload and the browser's way back.

const NAMES = ['status', 'cause', 'topic', 'key', 'type', 'group'];
const SPECIFIC = ['cause', 'topic', 'key', 'type', 'group'];

/** What is looked at, as parameters of the endpoint. New ones unless the address says otherwise. */
export function current() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const filter = {};
  for (const name of NAMES) {
    if (asked.has(name)) {
      filter[name] = asked.get(name);
    }
  }
  if (!asked.has('status')) {
    filter.status = 'new';
  } else if (filter.status === 'all') {
    delete filter.status;
  }
  return filter;
}

/** Changes a part of the filter; `undefined` takes it out. */
export function change(part) {
  const next = { ...current(), ...part };
  const parameters = new URLSearchParams();
  for (const name of NAMES) {
    if (next[name] !== undefined) {
      parameters.set(name, next[name]);
    }
  }
  if (next.status === undefined) {
    parameters.set('status', 'all');
  } else if (next.status === 'new') {
    parameters.delete('status');
  }
  location.hash = parameters.toString();
}

export const without = (filter, ...names) => Object.fromEntries(Object.entries(filter).filter(([name]) => !names.includes(name)));

/** Whether the filter names something: writes must say what they mean. */
export const isSpecific = (filter) => SPECIFIC.some((name) => filter[name] !== undefined);

/** The filter in words. */
export function inWords(filter) {
  const parts = SPECIFIC.filter((name) => filter[name] !== undefined).map((name) => `${name} ${filter[name] || '(unknown)'}`);
  return parts.join(', ');
}
