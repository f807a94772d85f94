// The outbox's state, if the service has an outbox and exposes its endpoint.

import { outboxExposed, outboxState } from './api.js';
import { byId, element, number } from './dom.js';

const MANY = 10_000;

const fact = (name, value, alarming = false) =>
  element('div', { class: alarming ? 'alarming' : null }, element('dt', {}, name), element('dd', {}, value));

const upTo = (count) => number(count) + (count >= MANY ? '+' : '');

export async function show() {
  if (!outboxExposed) {
    return;
  }
  const section = byId('outbox');
  let facts;
  try {
    const state = await outboxState();
    facts = [
      fact('Outbox: pending', upTo(state.pending)),
      fact('Oldest', state.pending ? state.oldestAge : '–'),
      fact('Parked', upTo(state.parked), state.parked > 0),
      fact('Relays', number(state.relays.length)),
    ];
  } catch (refused) {
    if (refused.status === 404) {
      section.hidden = true;
      return;
    }
    facts = [fact('Outbox', refused.message, true)];
  }
  section.replaceChildren(element('dl', {}, ...facts));
  section.hidden = false;
}
