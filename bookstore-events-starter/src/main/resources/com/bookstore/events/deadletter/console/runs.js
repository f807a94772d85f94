// Replays that go on, each with its progress and a way to stop it.

import * as api from './api.js';
import { byId, element, number, say } from './dom.js';

const PAUSE = 500;
const ENDED = ['DONE', 'CANCELLED', 'FAILED'];
const followed = new Map();

const isEnd = (run) => ENDED.includes(run.state);

/** Shows a replay and asks how far it is until it has come to its end. */
export function follow(run) {
  if (followed.has(run.id)) {
    return;
  }
  const bar = element('progress', { 'aria-label': 'Dead letters sent' });
  const text = element('span', { class: 'text' });
  const button = element('button', { type: 'button', onclick: () => cancel(run.id) }, 'Cancel');
  const shown = element('div', { class: 'run', 'data-run': run.id }, bar, text, button);
  followed.set(run.id, { shown, bar, text, button, told: 0, ended: false });
  byId('runs').prepend(shown);
  byId('runs').hidden = false;
  show(run);
  poll(run.id);
}

async function poll(id) {
  let failures = 0;
  while (followed.has(id) && !followed.get(id).ended) {
    await new Promise((resume) => setTimeout(resume, PAUSE));
    try {
      show(await api.run(id));
      failures = 0;
    } catch (refused) {
      failures += 1;
      if (refused.status === 404 || failures > 20) {
        lose(id, refused.status === 404 ? 'The instance that answers does not know this replay.' : refused.message);
      }
    }
    document.dispatchEvent(new Event('progress'));
  }
}

function show(run) {
  const parts = followed.get(run.id);
  if (!parts) {
    return;
  }
  const done = run.sent + run.failed;
  parts.bar.max = Math.max(run.sendable, done, 1);
  parts.bar.value = done;
  parts.shown.className = `run ${run.state.toLowerCase()}`;
  const failed = run.failed ? `, ${number(run.failed)} failed` : '';
  const words = `Replay by ${run.by}, ${run.state.toLowerCase()}: ${number(run.sent)} of ${number(run.sendable)} sent${failed}`;
  parts.text.textContent = run.error ? `${words}. ${run.error}` : words;
  const quarter = Math.floor((4 * done) / parts.bar.max);
  if (isEnd(run) && !parts.ended) {
    end(run.id, parts.text.textContent);
  } else if (quarter > parts.told) {
    parts.told = quarter;
    say(words);
  }
}

function end(id, words) {
  const parts = followed.get(id);
  parts.ended = true;
  const focused = document.activeElement === parts.button;
  const dismiss = element('button', { type: 'button', onclick: () => forget(id) }, 'Dismiss');
  parts.button.replaceWith(dismiss);
  parts.button = dismiss;
  if (focused) {
    dismiss.focus();
  }
  say(words);
  document.dispatchEvent(new Event('changed'));
}

function lose(id, why) {
  followed.get(id).text.textContent = why;
  end(id, why);
}

function forget(id) {
  followed.get(id).shown.remove();
  followed.delete(id);
  byId('runs').hidden = followed.size === 0;
  byId('list').focus();
}

async function cancel(id) {
  try {
    show(await api.cancel(id));
  } catch (refused) {
    say(refused.message);
  }
}

/** Shows the replays that go on already, of others too. */
export async function resume() {
  const all = await api.runs().catch(() => []);
  all.filter((run) => !isEnd(run)).forEach(follow);
}
