// One dead letter with its headers, its value, its trace and what was done with it.

import * as api from './api.js';
import { byId, element, time, wire } from './dom.js';
import * as writes from './writes.js';

const MASKED =
  'Values are behind a mask; bookstore.events.dead-letter.endpoint.show-payloads=true shows them as they are.';

let shown = null;
let opener = null;

export async function open(id, from) {
  opener = from ?? opener;
  shown = id;
  byId('record-title').textContent = `Dead letter ${id}`;
  byId('record-status').textContent = '';
  byId('record-body').replaceChildren(element('p', { class: 'faint' }, 'Reading…'));
  enable(null);
  if (!byId('record').open) {
    byId('record').showModal();
  }
  byId('record-title').focus();
  await read(id);
}

async function read(id) {
  try {
    const view = await api.letter(id);
    if (shown === id) {
      show(view);
    }
  } catch (refused) {
    if (shown === id) {
      byId('record-body').replaceChildren(element('p', { class: 'notice error', role: 'alert' }, refused.message));
    }
  }
}

/** Reads it again after something was done with it. */
export const refresh = () => (byId('record').open && shown !== null ? read(shown) : undefined);

function enable(status) {
  const openStatus = status === 'NEW' || status === 'REPLAYED';
  byId('record-replay').disabled = !api.writesAllowed || !openStatus;
  byId('record-resolve').disabled = !api.writesAllowed || !openStatus;
  byId('record-discard').disabled = !api.writesAllowed || !openStatus;
}

function show(view) {
  const { letter } = view;
  const status = letter.status.toLowerCase();
  byId('record-status').textContent = status;
  byId('record-status').className = `badge ${status}`;
  enable(letter.status);
  byId('record-body').replaceChildren(
    ...[
      !api.writesAllowed && element('p', { class: 'hint' }, api.WRITES_OFF),
      !view.complete && element('p', { class: 'notice error' }, 'The database did not take its bytes: it cannot be replayed.'),
      facts(letter),
      section('Value', value(view)),
      view.arrivedPayload != null && section('Value as it arrived, before it was edited', json(view.arrivedPayload)),
      section('Headers', headers(view.headers)),
      view.trace && section('Stack trace', element('pre', { tabindex: '0' }, wire(view.trace))),
      section('History', history(view.history)),
    ].filter(Boolean),
  );
}

const section = (title, ...content) => element('section', {}, element('h3', {}, title), ...content);

function facts(letter) {
  const { source, cause } = letter;
  const known = [
    ['Cause', wire(cause.type || 'unknown')],
    ['Message', wire(cause.message || 'none')],
    ['Source', wire(`${source.topic}, partition ${source.partition}, offset ${source.offset}`)],
    ['Consumer group', wire(source.consumerGroup || 'unknown')],
    ['Key', wire(letter.key ?? 'none')],
    ['Event type', wire(letter.type ?? 'none')],
    ['Event id', wire(letter.eventId ?? 'none')],
    ['Record written', time(source.timestamp)],
    ['Stored', time(letter.storedAt)],
    ['Changed', time(letter.changedAt)],
    ['Deaths', String(letter.attempts)],
    ['Replays', String(letter.replays)],
  ];
  return element(
    'dl',
    { class: 'facts' },
    ...known.map(([name, what]) => element('div', {}, element('dt', {}, name), element('dd', {}, what))),
  );
}

const json = (payload) => element('pre', { tabindex: '0' }, wire(JSON.stringify(payload, null, 2)));

function value(view) {
  const size = view.letter.valueSize;
  if (size < 0) {
    return element('p', { class: 'faint' }, 'The record has no value.');
  }
  const note = element('p', { class: 'faint' }, `${size} bytes. ${view.masked ? MASKED : ''}`);
  if (view.payload !== undefined && view.payload !== null) {
    return element('div', {}, json(view.payload), note);
  }
  if (view.rawPayload) {
    return element('div', {}, element('pre', { tabindex: '0' }, wire(view.rawPayload)), note, 'No JSON: shown in base 64.');
  }
  return element('div', {}, note, element('p', { class: 'faint' }, 'It is no JSON, or too large to be shown.'));
}

function headers(all) {
  if (all.length === 0) {
    return element('p', { class: 'faint' }, 'None.');
  }
  const rows = all.map((header) =>
    element('tr', {}, element('th', { scope: 'row' }, wire(header.name)), element('td', {}, wire(header.value))),
  );
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Name'), element('th', { scope: 'col' }, 'Value'));
  return element(
    'table',
    { class: 'headers' },
    element('caption', { class: 'hidden-text' }, 'Headers'),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}

function history(actions) {
  if (actions.length === 0) {
    return element('p', { class: 'faint' }, 'Nothing was done with it yet.');
  }
  return element(
    'ol',
    { class: 'history' },
    ...actions.map((action) =>
      element(
        'li',
        {},
        time(action.at),
        element('strong', {}, action.what.toLowerCase().replaceAll('_', ' ')),
        element('span', {}, 'by ', wire(action.by)),
        action.detail ? wire(action.detail) : null,
      ),
    ),
  );
}

export function listen() {
  byId('record-close').addEventListener('click', () => byId('record').close());
  byId('record').addEventListener('close', () => {
    shown = null;
    const row = opener?.closest('tr')?.dataset.id;
    (opener?.isConnected ? opener : (document.querySelector(`tr[data-id="${row}"] .open`) ?? byId('list'))).focus();
  });
  for (const action of ['replay', 'resolve', 'discard']) {
    byId(`record-${action}`).addEventListener('click', () => {
      writes.open(action, { ids: String(shown) }, `dead letter ${shown}`);
    });
  }
}
