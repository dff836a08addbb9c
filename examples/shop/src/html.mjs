class SafeHtml {
  constructor(text) {
    this.text = text;
  }
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function rendered(value) {
  if (value instanceof SafeHtml) return value.text;
  if (Array.isArray(value)) return value.map(rendered).join('');
  if (value === undefined || value === null || value === false) return '';
  return String(value).replace(/[&<>"']/g, (character) => entities[character]);
}

/** A template tag for HTML: every value is escaped, unless it was made by this tag itself. */
export function html(strings, ...values) {
  return new SafeHtml(strings.reduce((text, part, index) => text + rendered(values[index - 1]) + part));
}
