// Replaying, resolving and discarding: what it will do is shown first, then it is asked for.

import * as api from './api.js';
import { byId, element, letters, number, say, shortName, wire } from './dom.js';
import * as runs from './runs.js';

const MOST_CLOSED = 10_000;
const REASONS = {
  NO_SOURCE: 'where they came from is not known, or a dead-letter topic',
  TOPIC_NOT_ALLOWED: 'replays may not write to their topic (bookstore.events.dead-letter.replay.topics)',
  TOO_MANY_REPLAYS: 'replayed as often as is allowed',
  NOT_STORED: 'the database did not take their bytes',
};

let confirmed = async () => {};
let asked = 0;

/** Asks about what the filter or the numbers in `which` name; `words` says it. */
export function open(action, which, words) {
  asked += 1;
  showError(null);
  byId('write-title').textContent = `${action[0].toUpperCase()}${action.slice(1)} ${words}`;
  byId('write-confirm').classList.toggle('danger', action === 'discard');
  byId('write').showModal();
  if (action === 'replay') {
    openReplay(which);
  } else {
    openClose(action, which);
  }
}

function showError(message) {
  byId('write-error').textContent = message ?? '';
  byId('write-error').hidden = !message;
}

function confirmButton(text, possible) {
  byId('write-confirm').textContent = text;
  byId('write-confirm').disabled = !possible;
}

function field(label, input, help) {
  return element('label', { class: 'field' }, label, input, help ? element('span', { class: 'faint' }, help) : null);
}

function openReplay(which) {
  const preview = element('div', { id: 'preview', 'aria-live': 'polite' }, element('p', { class: 'faint' }, 'Asking what would be sent…'));
  const rate = element('input', { type: 'number', min: '1', name: 'rate', placeholder: 'as fast as allowed' });
  const force = element('input', { type: 'checkbox', name: 'force', onchange: () => showPreview(which, force, preview) });
  byId('write-body').replaceChildren(
    preview,
    field('Per second at most', rate),
    element('label', { class: 'check' }, force, 'Also those that were replayed as often as is allowed'),
  );
  confirmed = async () => {
    const started = await api.write('replay', { ...which, force: force.checked, rate: rate.value ? Number(rate.value) : undefined });
    runs.follow(started);
    say(`Replay of ${letters(started.sendable)} started`);
  };
  showPreview(which, force, preview);
}

async function showPreview(which, force, shown) {
  const mine = ++asked;
  confirmButton('Replay', false);
  showError(null);
  try {
    const plan = await api.write('replay', { ...which, force: force.checked, dryRun: true });
    if (mine !== asked) {
      return;
    }
    shown.replaceChildren(...planned(plan));
    confirmButton(plan.sendable ? `Replay ${number(plan.sendable)}` : 'Replay', plan.sendable > 0);
    if (plan.sendable > 0) {
      byId('write-confirm').focus();
    }
  } catch (refused) {
    if (mine === asked) {
      shown.replaceChildren();
      showError(refused.message);
    }
  }
}

function planned(plan) {
  const words = plan.sendable ? `${letters(plan.sendable)} will be sent.` : 'Nothing would be sent.';
  return [
    element('p', {}, element('strong', {}, words)),
    plan.targets.length > 0 && targets(plan.targets),
    Object.keys(plan.refused).length > 0 && refusals(plan.refused),
  ].filter(Boolean);
}

function targets(all) {
  const head = ['From', 'Failed in group', 'To'].map((name) => element('th', { scope: 'col' }, name));
  head.push(element('th', { scope: 'col', class: 'number' }, 'How many'));
  const rows = all.map((one) =>
    element(
      'tr',
      {},
      element('td', {}, wire(one.sourceTopic)),
      element('td', {}, wire(one.consumerGroup || 'unknown')),
      element('td', {}, wire(one.topic)),
      element('td', { class: 'number' }, number(one.count)),
    ),
  );
  return element(
    'table',
    {},
    element('caption', { class: 'hidden-text' }, 'Where they go'),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

const refusals = (refused) =>
  element(
    'ul',
    { class: 'refused' },
    ...Object.entries(refused).map(([reason, count]) => element('li', {}, `${letters(count)} left out: ${REASONS[reason] ?? reason}.`)),
  );

function openClose(action, which) {
  const reason = element('textarea', { name: 'reason', required: true, maxlength: '500', rows: '3' });
  byId('write-body').replaceChildren(
    element(
      'p',
      {},
      action === 'discard' ? 'They are not needed, and are deleted after their retention.' : 'They are dealt with in another way.',
      ' Nothing is sent.',
    ),
    field('Reason', reason, 'Required, at most 500 characters; it is kept with your name.'),
  );
  confirmButton(action === 'discard' ? 'Discard' : 'Resolve', true);
  reason.focus();
  confirmed = async () => {
    const text = reason.value.trim();
    if (!text) {
      reason.focus();
      throw new api.Refused('Say why.', 400);
    }
    const closed = await api.write(action, { ...which, reason: text, limit: MOST_CLOSED });
    say(`${letters(closed.ids.length)} ${closed.outcome}`);
  };
}

async function confirm(event) {
  event.preventDefault();
  const button = byId('write-confirm');
  button.disabled = true;
  showError(null);
  try {
    await confirmed();
    byId('write').close();
    document.dispatchEvent(new Event('changed'));
  } catch (refused) {
    showError(refused.message);
  } finally {
    button.disabled = false;
  }
}

/** What the buttons above the list are about, in words. */
export function words(ids, filter) {
  if (ids.length > 0) {
    return `${letters(ids.length)}, selected`;
  }
  const which = { ...filter, cause: filter.cause && shortName(filter.cause) };
  const parts = ['cause', 'topic', 'key', 'type', 'group']
    .filter((name) => filter[name] !== undefined)
    .map((name) => `${name} ${which[name] || 'unknown'}`);
  return `all${filter.status ? ` ${filter.status}` : ''} of ${parts.join(', ')}`;
}

export function listen() {
  byId('write').querySelector('form').addEventListener('submit', confirm);
  byId('write-cancel').addEventListener('click', () => byId('write').close());
  byId('write').addEventListener('close', () => (asked += 1));
}
