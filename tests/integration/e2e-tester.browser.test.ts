import { describe, expect, it } from 'vitest';
import { Bench } from './e2e-tester.bench.ts';
import { expectProofs, runText } from './e2e-tester.features.ts';

const bench = new Bench();

const OUTPUT = '<output></output>';
const show = (what: string): string => `document.querySelector('output').textContent = ${what}`;

describe('the dialogs of the browser', () => {
  it('are answered in the order of the sentences', async () => {
    await expectProofs(bench, {
      'a confirm that is accepted': {
        says: 'Click "Delete". I see the alert "Sure?". I accept the alert. I see "gone".',
        right: {
          'at once': `<button onclick="if (confirm('Sure?')) ${show("'gone'")}">Delete</button>${OUTPUT}`,
          later: `<button onclick="setTimeout(() => { if (confirm('Sure?')) ${show("'gone'")} }, 300)">Delete</button>${OUTPUT}`,
        },
        wrong: {
          'no dialog': `<button onclick="${show("'gone'")}">Delete</button>${OUTPUT}`,
          'another question': `<button onclick="if (confirm('Really?')) ${show("'gone'")}">Delete</button>${OUTPUT}`,
          'done all the same': `<button onclick="${show("'gone'")}; confirm('Sure?') && ${show("'kept'")}">Delete</button>${OUTPUT}`,
        },
      },
      'a confirm that is dismissed': {
        says: 'Click "Delete". I dismiss the confirm. I see "kept".',
        right: { kept: `<button onclick="${show("confirm('Sure?') ? 'gone' : 'kept'")}">Delete</button>${OUTPUT}` },
        wrong: {
          'gone all the same': `<button onclick="confirm('Sure?'); ${show("'gone'")}">Delete</button>${OUTPUT}`,
          'no dialog': `<button onclick="${show("'kept'")}">Delete</button>${OUTPUT}`,
        },
      },
    });
  });

  it('take a text, and follow one another', async () => {
    await expectProofs(bench, {
      'a prompt': {
        says: 'Click "Rename". The prompt asks "New name?". I enter "Anna" into the prompt and accept the prompt. I see "Anna".',
        right: { entered: `<button onclick="${show("prompt('New name?')")}">Rename</button>${OUTPUT}` },
        wrong: {
          'another question': `<button onclick="${show("prompt('Your name?')")}">Rename</button>${OUTPUT}`,
          'a confirm': `<button onclick="confirm('New name?'); ${show("'Anna'")}">Rename</button>${OUTPUT}`,
          'what was entered is lost': `<button onclick="prompt('New name?'); ${show("'Berta'")}">Rename</button>${OUTPUT}`,
        },
      },
      'one after the other': {
        says: 'Click "Delete". I click "OK" in the alert. I see "Deleted." in the alert. I click "OK" in the alert. I see "gone".',
        right: {
          both: `<button onclick="if (confirm('Sure?')) { alert('Deleted.'); ${show("'gone'")} }">Delete</button>${OUTPUT}`,
        },
        wrong: {
          'only the first': `<button onclick="if (confirm('Sure?')) ${show("'gone'")}">Delete</button>${OUTPUT}`,
          'another text': `<button onclick="if (confirm('Sure?')) { alert('Done.'); ${show("'gone'")} }">Delete</button>${OUTPUT}`,
        },
      },
    });
  });

  it('and what a page has instead are told apart while the test runs', async () => {
    const box = (text: string, role = 'alertdialog'): string =>
      `<div role="${role}" id="box" hidden>${text} <button onclick="box.remove(); ${show("'closed'")}">OK</button></div>`;
    await expectProofs(bench, {
      'OK in the alert': {
        says: 'Click "Save". I click "OK" in the alert. I see "closed".',
        right: {
          'of the page': `<button onclick="box.hidden = false">Save</button>${box('Sure?')}${OUTPUT}`,
          'of the page, later': `<button onclick="setTimeout(() => box.hidden = false, 300)">Save</button>${box('Sure?')}${OUTPUT}`,
          'of the browser': `<button onclick="alert('Saved'); ${show("'closed'")}">Save</button>${OUTPUT}`,
          'of the browser, later': `<button onclick="setTimeout(() => { alert('Saved'); ${show("'closed'")} }, 300)">Save</button>${OUTPUT}`,
        },
        wrong: {
          'no alert': `<button onclick="${show("'closed'")}">Save</button><button>OK</button>${OUTPUT}`,
          'another button': `<button onclick="box.hidden = false">Save</button>${box('Sure?').replace('OK', 'Okay then')}${OUTPUT}`,
        },
      },
      'an alert that is only seen': {
        says: 'Click "Save". I see the alert "Saved". I see "done".',
        right: {
          'of the page': `<button onclick="${show("'done'")}; box.hidden = false">Save</button>${box('Saved', 'alert')}${OUTPUT}`,
          'of the browser': `<button onclick="alert('Saved'); ${show("'done'")}">Save</button>${OUTPUT}`,
        },
        wrong: {
          'only a text': `<button onclick="${show("'done'")}">Save</button><p>Saved</p>${OUTPUT}`,
          'another text': `<button onclick="alert('Failed'); ${show("'done'")}">Save</button>${OUTPUT}`,
        },
      },
      'no alert': {
        says: 'Click "Save". I see "Done". I do not see an alert.',
        right: { none: '<button>Save</button><h1>Done</h1>' },
        wrong: {
          'of the browser': `<button onclick="alert('Saved')">Save</button><h1>Done</h1>`,
          'of the page': `<button onclick="box.hidden = false">Save</button><h1>Done</h1>${box('Saved', 'alert')}`,
        },
      },
      'OK in a dialog of the page': {
        says: 'Click "Save". I click "OK" in the dialog. I see "closed".',
        right: {
          'of the page': `<button onclick="box.hidden = false">Save</button>${box('Sure?', 'dialog')}${OUTPUT}`,
        },
        wrong: { 'of the browser': `<button onclick="alert('Saved'); ${show("'closed'")}">Save</button>${OUTPUT}` },
      },
    });
  });
});

describe('the tabs of the browser', () => {
  it('are followed, and left again', async () => {
    const beside = { '/faq': '<title>FAQ</title><h1>Questions</h1>', '/other': '<h1>Other</h1>' };
    const home = (link: string): string => `<h1>Home</h1>${link}`;
    const link = '<a href="/faq" target="_blank">Help</a>';
    await expectProofs(bench, {
      'a new tab': {
        says: 'Click "Help". In the new tab, I see "Questions" and the URL ends with /faq. In the first tab, I see "Home". I do not see "Questions" in the first tab.',
        right: {
          'a link': home(link),
          'a link without an opener': home('<a href="/faq" target="_blank" rel="noopener">Help</a>'),
          'a script': home(`<button onclick="setTimeout(() => window.open('/faq'), 200)">Help</button>`),
        },
        wrong: {
          'the same tab': home('<a href="/faq">Help</a>'),
          'another page': home('<a href="/other" target="_blank">Help</a>'),
          'in both': home(`${link}<h2>Questions</h2>`),
        },
        beside,
      },
      'a tab that is closed': {
        says: 'Click "Help". A new tab opens. I see "Questions". I close the tab. I see "Home".',
        right: { 'a link': home(link) },
        wrong: { 'the same tab': home('<a href="/faq">Help</a>') },
        beside,
      },
    });
  });
});

describe('a frame', () => {
  it('is looked into for what the page itself has not, and what is outside goes first', async () => {
    const pay = `<label>Card number * <input></label><button onclick="document.body.append('paid')">Pay</button>`;
    const frame = (body: string, more = ''): string =>
      `<iframe ${more} srcdoc="${body.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
    await expectProofs(bench, {
      'a thing in a frame': {
        says: 'Enter "4242" into the "Card number" field. Click "Pay". I see "paid". The "Card number" field has the value "4242".',
        right: {
          'one frame': `<h1>Shop</h1>${frame(pay)}`,
          'a frame in a frame': `<h1>Shop</h1>${frame(frame(pay))}`,
          'a frame that comes later': `<h1>Shop</h1><script>setTimeout(() => { document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(frame(pay))}); }, 400)</script>`,
          'outside goes first': `<h1>Shop</h1>${pay}${frame(pay)}`,
        },
        wrong: {
          'no such thing': `<h1>Shop</h1>${frame('<p>paid</p>')}`,
          'in two frames': `<h1>Shop</h1>${frame(pay)}${frame(pay)}`,
        },
      },
      'not seen': {
        says: 'I see "Shop". I do not see "Teapot".',
        right: { nowhere: `<h1>Shop</h1>${frame('<p>Kettle</p>')}` },
        wrong: { 'in a frame': `<h1>Shop</h1>${frame('<p>Teapot</p>')}` },
      },
      'a frame by its name': {
        says: 'In the frame "Payment", click "Pay". I see "paid" in the frame "Payment".',
        right: { 'its title': `<button>Pay</button>${frame('<button>Pay</button>')}${frame(pay, 'title="Payment"')}` },
        wrong: { 'another title': frame(pay, 'title="Delivery"') },
      },
    });
  });
});

describe('a scenario that speaks of neither', () => {
  it('goes on where a dialog of the browser comes up, as the browser dismisses it', async () => {
    const body = `<button onclick="${show("confirm('Sure?') ? 'gone' : 'kept'")}">Delete</button>${OUTPUT}`;
    const ended = await runText(bench, { '/': body }, '# Kept\nOpen /. Click "Delete". I see "kept".');
    expect(ended.get('Kept')?.status).toBe('passed');
  });
});
