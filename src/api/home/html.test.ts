import fc from 'fast-check';
import { expect, it } from 'vitest';
import { html } from './html.ts';

it('shows what is put into a page as it is, also inside quotes', () => {
  const name = `<script>"a" & 'b'</script>`;
  expect(html`<p title="${name}">${name}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;">' +
      '&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;</p>',
  );
});

it('puts pieces into each other, and a list of them one after the other', () => {
  const items = ['<', 'b'].map((name) => html`<li>${name}</li>`);
  expect(
    html`<ul>
      ${items}
    </ul>`.text.replaceAll(/\s+/g, ''),
  ).toBe('<ul><li>&lt;</li><li>b</li></ul>');
  expect(html`<p>${html`<b>${1}</b>`}</p>`.text).toBe('<p><b>1</b></p>');
});

it('lets nothing that is put in begin or end an element or an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(html`${text}`.text).not.toMatch(/[<>"']/);
    }),
  );
});
