// The groups, which are filters with counts, and one page of the list.

import * as api from './api.js';
import { byId, element, letters, notice, number, shortName, time, wire } from './dom.js';
import { change, current, inWords, isSpecific, without } from './filter.js';
import * as record from './record.js';

const PAGE = 50;
const STATUSES = ['new', 'replayed', 'resolved', 'discarded'];

/** The first number of each page before the one that is shown, and its own. */
let cursors = [null];
let shown = { letters: [], next: null };
let matching = 0;
let load = 0;
const selected = new Set();

export const selection = () => [...selected];
export const count = () => matching;
export const firstPage = () => (cursors = [null]);

/** Reads groups and page again. What is overtaken by a later question is not shown. */
export async function refresh() {
  const mine = ++load;
  const filter = current();
  byId('list').setAttribute('aria-busy', 'true');
  try {
    const [page, byStatus, byCause, byTopic] = await Promise.all([
      api.list(filter, cursors.at(-1), PAGE),
      api.groups(without(filter, 'status')),
      api.groups(without(filter, 'cause')),
      filter.cause === undefined && filter.topic === undefined ? null : api.groups(without(filter, 'topic')),
    ]);
    if (mine === load) {
      notice(null);
      showGroups(filter, byStatus.statuses, byCause.causes, (byTopic ?? byCause).topics);
      showPage(filter, page);
    }
  } catch (refused) {
    if (mine === load) {
      notice(refused.message);
    }
  } finally {
    if (mine === load) {
      byId('list').removeAttribute('aria-busy');
    }
  }
}

function facet(label, count, pressed, choose, title) {
  const button = element(
    'button',
    { type: 'button', 'aria-pressed': String(pressed), title, onclick: choose },
    wire(label, { class: 'name' }),
    element('span', { class: 'number' }, number(count)),
  );
  return element('li', {}, button);
}

/** Keeps the focus on the group that has it, since all of them are made anew. */
function replaceFacets(list, facets) {
  const focused = list.contains(document.activeElement) ? document.activeElement.title : null;
  list.replaceChildren(...facets);
  if (focused !== null) {
    ([...list.querySelectorAll('button')].find((button) => button.title === focused) ?? byId('list')).focus();
  }
}

function showGroups(filter, statuses, causes, topics) {
  const counts = Object.fromEntries(Object.entries(statuses).map(([name, count]) => [name.toLowerCase(), count]));
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  matching = filter.status === undefined ? all : (counts[filter.status] ?? 0);
  replaceFacets(byId('statuses'), [
    ...STATUSES.map((name) => facet(name, counts[name] ?? 0, filter.status === name, () => change({ status: name }), name)),
    facet('all', all, filter.status === undefined, () => change({ status: undefined }), 'all'),
  ]);
  showNamed('causes', 'cause', causes, filter, shortName);
  showNamed('topics', 'topic', topics, filter, (name) => name || 'unknown');
}

function showNamed(id, name, groups, filter, label) {
  const chosen = filter[name];
  const known = chosen === undefined || groups.some((group) => group.name === chosen);
  const rows = known ? groups : [{ name: chosen, count: 0 }, ...groups];
  replaceFacets(
    byId(id),
    rows.map((group) => {
      const pressed = group.name === chosen;
      const choose = () => change({ [name]: pressed ? undefined : group.name });
      return facet(label(group.name), group.count, pressed, choose, group.name || 'unknown');
    }),
  );
}

function showPage(filter, page) {
  shown = page;
  const ids = new Set(page.letters.map((letter) => letter.id));
  selected.forEach((id) => ids.has(id) || selected.delete(id));
  const rows = byId('rows');
  const focused = rows.contains(document.activeElement) ? document.activeElement.closest('tr').dataset.id : null;
  rows.replaceChildren(...page.letters.map(row));
  byId('empty').hidden = page.letters.length > 0;
  const first = (cursors.length - 1) * PAGE + 1;
  byId('page').textContent = page.letters.length ? `${number(first)} – ${number(first + page.letters.length - 1)}` : '';
  byId('newer').disabled = cursors.length === 1;
  byId('older').disabled = !page.next;
  byId('caption').textContent = `Dead letters, the newest first${isSpecific(filter) ? `: ${inWords(filter)}` : ''}`;
  if (focused !== null) {
    (rows.querySelector(`tr[data-id="${focused}"] .open`) ?? rows.querySelector('.open') ?? byId('list')).focus();
  }
  showSelection();
}

function row(letter) {
  const box = element('input', {
    type: 'checkbox',
    'aria-label': `Select dead letter ${letter.id}`,
    onchange: () => select(letter.id, box.checked),
  });
  box.checked = selected.has(letter.id);
  const open = element('button', { type: 'button', class: 'open', 'aria-label': `Open dead letter ${letter.id}` }, String(letter.id));
  const { topic, partition, offset } = letter.source;
  const made = element(
    'tr',
    { 'data-id': String(letter.id) },
    element('td', { class: 'narrow' }, box),
    element('td', { class: 'narrow' }, open),
    element('td', { class: 'time' }, time(letter.storedAt)),
    element('td', {}, wire(topic, { class: 'line' }), element('span', { class: 'faint' }, `partition ${partition}, offset ${offset}`)),
    element('td', {}, text(letter.key, 'cut', 'no key'), text(letter.type, 'cut faint', 'no type')),
    element(
      'td',
      {},
      wire(shortName(letter.cause.type), { class: 'line', title: letter.cause.type }),
      wire(letter.cause.message, { class: 'faint cut', title: letter.cause.message }),
    ),
    element('td', { class: 'number' }, String(letter.attempts)),
    element('td', {}, element('span', { class: `badge ${letter.status.toLowerCase()}` }, letter.status.toLowerCase())),
  );
  made.addEventListener('click', (event) => {
    if (event.target !== box && !box.parentElement.contains(event.target) && !getSelection().toString()) {
      record.open(letter.id, open);
    }
  });
  return made;
}

const text = (shown, look, otherwise) =>
  shown ? wire(shown, { class: look, title: shown }) : element('span', { class: 'line faint' }, otherwise);

function select(id, chosen) {
  selected[chosen ? 'add' : 'delete'](id);
  showSelection();
}

/** What the buttons are about: the selected rows, else all that fit, if the filter says which. */
export function showSelection() {
  const filter = current();
  const some = selected.size > 0;
  const specific = isSpecific(filter);
  const possible = api.writesAllowed && (some || (specific && matching > 0));
  byId('count').textContent = some ? `${number(selected.size)} of ${letters(matching)} selected` : letters(matching);
  for (const [id, verb] of [['replay', 'Replay'], ['resolve', 'Resolve'], ['discard', 'Discard']]) {
    byId(id).disabled = !possible;
    byId(id).textContent = `${verb} ${some ? 'selected' : 'all'}…`;
  }
  byId('hint').textContent = !api.writesAllowed
    ? api.WRITES_OFF
    : possible
      ? ''
      : 'Choose a cause or a topic, filter, or select rows, to replay or close them.';
  const all = byId('all');
  all.checked = some && selected.size === shown.letters.length;
  all.indeterminate = some && !all.checked;
}

export function selectPage(chosen) {
  shown.letters.forEach((letter) => selected[chosen ? 'add' : 'delete'](letter.id));
  byId('rows').querySelectorAll('input').forEach((box) => (box.checked = chosen));
  showSelection();
}

export function older() {
  if (shown.next) {
    cursors.push(shown.next);
    selected.clear();
    return refresh();
  }
}

export function newer() {
  if (cursors.length > 1) {
    cursors.pop();
    selected.clear();
    return refresh();
  }
}
