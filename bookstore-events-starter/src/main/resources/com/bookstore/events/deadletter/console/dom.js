// Makes elements. Whatever a dead letter carries becomes text: nothing here or elsewhere reads markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (`onclick` and the like are listeners) and children, of which strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(key.slice(2), value);
    } else if (typeof value === 'boolean') {
      made.toggleAttribute(key, value);
    } else if (value !== undefined && value !== null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

/** Text from the wire, which keeps its direction of writing to itself. */
export const wire = (text, attributes = {}) => element('bdi', attributes, text);

/** A time in the browser's zone. */
export function time(text) {
  const at = new Date(text);
  return element('time', { datetime: text, title: text }, at.toLocaleString('sv-SE'));
}

export const number = (count) => count.toLocaleString('en');

export const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

export const letters = (count) => plural(count, 'dead letter', 'dead letters');

/** The class without its package. */
export const shortName = (type) => type.slice(type.lastIndexOf('.') + 1) || 'unknown';

/** Says something to those who listen instead of look. */
export function say(text) {
  byId('said').textContent = text;
}

/** Shows what went wrong, or nothing. */
export function notice(text) {
  const shown = byId('notice');
  shown.textContent = text ?? '';
  shown.classList.toggle('error', Boolean(text));
  shown.hidden = !text;
}
