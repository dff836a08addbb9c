import { describe, expect, it } from 'vitest';
import { Bench } from './e2e-tester.bench.ts';
import { expectProofs, runText } from './e2e-tester.features.ts';

const bench = new Bench();

const said = (text: string): string => `onclick="document.querySelector('output').textContent = '${text}'"`;
const OUTPUT = '<output></output>';

describe('the name of a thing', () => {
  it('of a field or a group is taken without marks and hints, and never for that of another', async () => {
    await expectProofs(bench, {
      'a field': {
        says: 'Enter "x" into the "Name" field. The "Name" field has the value "x".',
        right: {
          'an exact one beside a marked one': '<label>Name * <input></label><label>Name <input></label>',
          'in a shadow tree': `<x-form></x-form><script>
            document.querySelector('x-form').attachShadow({ mode: 'open' }).innerHTML = '<label for="a">Name *</label><input id="a">';
          </script>`,
          'a hidden twin': '<label hidden>Name <input></label><label>Name: <input></label>',
        },
        wrong: {
          'two that fit alike': '<label>Name * <input></label><label>* Name <input></label>',
          'a longer name': '<label>Name of the dog <input></label>',
          'a name in two voices': '<label>Name <b>of the dog</b> <input></label>',
        },
      },
      'a group': {
        says: 'In the region "Billing", enter "x" into "City". I see "x" in the "City" field in the region "Billing".',
        right: {
          'a marked legend':
            '<fieldset><legend>Billing *</legend><label>City <input></label></fieldset><label>City <input></label>',
        },
        wrong: {
          'another legend': '<fieldset><legend>Billing country</legend><label>City <input></label></fieldset>',
          'no group': '<h2>Billing</h2><label>City <input></label>',
        },
      },
    });
  });

  it('of what is clicked is taken without icons, badges and signs, and never for that of another', async () => {
    await expectProofs(bench, {
      'a button': {
        says: 'Click the "Save" button. I see "saved".',
        right: {
          'an icon before it': `<button ${said('saved')}><i class="material-icons">save</i> Save</button>${OUTPUT}`,
          'an image beside it': `<button ${said('saved')}><img alt="A disk"> Save</button>${OUTPUT}`,
          'a badge after it': `<button ${said('saved')}>Save <span class="badge">4</span></button>${OUTPUT}`,
          'signs around it': `<button ${said('saved')}>✓ Save…</button>${OUTPUT}`,
          'another name for ears': `<button aria-label="Save item 5" ${said('saved')}>Save</button>${OUTPUT}`,
          'an input': `<input type="submit" value="Save »" ${said('saved')}>${OUTPUT}`,
          'capitals of the style': `<style>button { text-transform: uppercase }</style><button ${said('saved')}>Save</button>${OUTPUT}`,
        },
        wrong: {
          'part of a name': `<button ${said('saved')}>Save <b>all</b></button>${OUTPUT}`,
          'a link': `<a href="#" ${said('saved')}>Save</a>${OUTPUT}`,
          'two of them': `<button ${said('saved')}>Save (1)</button><button>Save (2)</button>${OUTPUT}`,
        },
      },
      'a link': {
        says: 'Click the "Cart" link. I see "opened".',
        right: {
          'a count': `<a href="#" ${said('opened')}>Cart (3)</a>${OUTPUT}`,
          'a second line': `<a href="#" ${said('opened')}><h3>Cart</h3><p>What you chose</p></a>${OUTPUT}`,
        },
        wrong: { 'a page number': `<a href="#" ${said('opened')}>Cart 2</a>${OUTPUT}` },
      },
    });
  });

  it('of a box that is ticked is that of its label, wherever the box itself is', async () => {
    await expectProofs(bench, {
      'a checkbox': {
        says: 'Check the "Newsletter" checkbox. The "Newsletter" checkbox is checked. Uncheck the "Newsletter" checkbox. The "Newsletter" checkbox is not checked.',
        right: {
          'a mark': '<label><input type="checkbox"> Newsletter <span aria-hidden="true">*</span></label>',
          'hidden behind its label': `<style>input { position: absolute; left: -999em }</style><input type="checkbox" id="a"><label for="a">Newsletter (optional)</label>`,
          'covered by its label': `<style>p { position: relative; padding-left: 30px } input { position: absolute; opacity: 0; z-index: -1 } label::before { content: ""; position: absolute; left: 0; width: 16px; height: 16px; background: grey }</style>
            <p><input type="checkbox" id="a"><label for="a">Newsletter</label></p>`,
          'not drawn': `<input type="checkbox" id="a" style="display: none"><label for="a">Newsletter</label>`,
          'a switch': `<button role="switch" aria-checked="false" aria-label="Newsletter" onclick="this.setAttribute('aria-checked', this.getAttribute('aria-checked') !== 'true')"></button>`,
        },
        wrong: {
          'another box': '<label><input type="checkbox"> Newsletter of friends</label>',
          disabled: '<label><input type="checkbox" disabled> Newsletter</label>',
        },
      },
    });
  });

  it('tells what fits, with its kind, its name and where it is, where several fit alike', async () => {
    const body = `<form aria-label="Delivery"><label>City * <input></label></form><fieldset><legend>Billing</legend><label>City: <input></label></fieldset>`;
    const ended = await runText(bench, { '/': body }, '# City\nOpen /. Enter "x" into the "City" field. I see "x".');
    const message = ended.get('City')?.error?.message;
    expect(message).toContain('strict mode violation');
    expect(message).toContain('1) textbox "City *" in form "Delivery"\n  2) textbox "City:" in fieldset "Billing"');
  });

  it('is that of a dialog by its label, by what labels it, by its heading, and of a native one', async () => {
    const close = `<button onclick="this.parentElement.remove()">Close</button>`;
    await expectProofs(bench, {
      'a dialog': {
        says: 'I see the dialog "Settings". In the dialog "Settings", click "Close". The dialog "Settings" disappears. I see "Home".',
        right: {
          'aria-label': `<h1>Home</h1><div role="dialog" aria-label="Settings">Choose ${close}</div><div role="dialog" aria-label="Other">Choose ${close}</div>`,
          'aria-labelledby': `<h1>Home</h1><div role="dialog" aria-labelledby="t"><p id="t">Settings</p>${close}</div>`,
          heading: `<h1>Home</h1><div role="alertdialog"><h2>Settings</h2>${close}</div>`,
          native: `<h1>Home</h1><dialog id="d" aria-label="Settings">${close}</dialog><script>d.showModal()</script>`,
        },
        wrong: {
          'not open': `<h1>Home</h1><dialog aria-label="Settings">${close}</dialog>`,
          'another name': `<h1>Home</h1><div role="dialog" aria-label="Other settings">${close}</div>`,
          'no dialog': `<h1>Home</h1><section aria-label="Settings"><h2>Settings</h2>${close}</section>`,
        },
      },
    });
  });
});
