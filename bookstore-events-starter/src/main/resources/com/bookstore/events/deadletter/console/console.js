// The console of dead letters: listens to mouse and keys, and has the parts shown.

import { byId } from './dom.js';
import { change, current } from './filter.js';
import * as letters from './letters.js';
import * as outbox from './outbox.js';
import * as record from './record.js';
import * as runs from './runs.js';
import * as writes from './writes.js';

const BETWEEN_READS = 1_000;
let lastRead = 0;

function readAll() {
  lastRead = performance.now();
  return Promise.all([letters.refresh(), outbox.show(), record.refresh()]);
}

function readFirstPage() {
  letters.firstPage();
  showFilter();
  return readAll();
}

function showFilter() {
  const filter = current();
  for (const input of byId('filter').querySelectorAll('input')) {
    input.value = filter[input.name] ?? '';
  }
}

function applyFilter(event) {
  event.preventDefault();
  const part = {};
  for (const input of byId('filter').querySelectorAll('input')) {
    part[input.name] = input.value === '' ? undefined : input.value;
  }
  change(part);
}

function clearFilter() {
  const none = { key: undefined, type: undefined, group: undefined, cause: undefined, topic: undefined, status: 'new' };
  change(none);
  showFilter();
}

/** The selected rows, else the filter. */
function openWrite(action) {
  const ids = letters.selection();
  const filter = current();
  writes.open(action, ids.length > 0 ? { ids: ids.join(',') } : filter, writes.words(ids, filter));
}

function step(down) {
  const rows = [...byId('rows').querySelectorAll('.open')];
  const at = rows.indexOf(document.activeElement?.closest('tr')?.querySelector('.open'));
  const next = rows[at < 0 ? 0 : at + (down ? 1 : -1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const KEYS = {
  '/': () => byId('filter').querySelector('input').focus(),
  r: readAll,
  x: () => document.activeElement.closest('#rows tr')?.querySelector('input').click(),
  Enter: () => document.activeElement.closest('tr').querySelector('.open').click(),
  ArrowDown: () => step(true),
  ArrowUp: () => step(false),
};

function onKey(event) {
  const busy = event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]');
  const typing = event.target.matches('input:not([type=checkbox]), textarea, select');
  const inList = byId('list').contains(event.target) || event.target === document.body;
  const isArrow = event.key.startsWith('Arrow');
  const elsewhere = (isArrow && !inList) || (event.key === 'Enter' && !event.target.matches('#rows input'));
  if (busy || typing || elsewhere || !Object.hasOwn(KEYS, event.key)) {
    return;
  }
  event.preventDefault();
  KEYS[event.key]();
}

function listen() {
  byId('refresh').addEventListener('click', readAll);
  byId('filter').addEventListener('submit', applyFilter);
  byId('clear').addEventListener('click', clearFilter);
  byId('older').addEventListener('click', letters.older);
  byId('newer').addEventListener('click', letters.newer);
  byId('all').addEventListener('change', (event) => letters.selectPage(event.target.checked));
  for (const action of ['replay', 'resolve', 'discard']) {
    byId(action).addEventListener('click', () => openWrite(action));
  }
  document.addEventListener('keydown', onKey);
  document.addEventListener('changed', readAll);
  document.addEventListener('progress', () => performance.now() - lastRead > BETWEEN_READS && readAll());
  addEventListener('hashchange', readFirstPage);
  record.listen();
  writes.listen();
}

listen();
letters.showSelection();
await Promise.all([readFirstPage(), runs.resume()]);
document.documentElement.dataset.ready = 'true';
