import { describe, expect, it } from 'vitest';
import { Bench } from './e2e-tester.bench.ts';
import { expectProofs, runText } from './e2e-tester.features.ts';

const bench = new Bench();

const COUNTRIES =
  '<option value="">Choose</option><option value="de" selected>Germany</option><option value="at">Austria</option>';
const EMPTY = { status: 500, body: '<h1>Server error</h1>' };

describe('what stands in a field', () => {
  it('is its value, and for a list the text of what is chosen', async () => {
    await expectProofs(bench, {
      'not in the value': {
        says: 'I do not see "teapot" in the "Name" field. I see "Kitchen".',
        right: {
          'another value': '<h1>Kitchen</h1><label>Name <input value="kettle"></label>',
          'said beside it': '<h1>Kitchen</h1><p>teapot</p><label>Name <input value="kettle"></label>',
        },
        wrong: {
          'part of the value': '<h1>Kitchen</h1><label>Name <input value="secret teapot"></label>',
          'in a text area': '<h1>Kitchen</h1><label>Name <textarea>a\nteapot</textarea></label>',
          'no such field': '<h1>Kitchen</h1><label>Names <input value="kettle"></label>',
        },
      },
      'in the value': {
        says: 'The "Name" field contains "teapot".',
        right: { 'part of it': '<label>Name <input value="secret teapot"></label>' },
        wrong: {
          'only as a text': '<label>Name teapot <input></label>',
          'only as a placeholder': '<label>Name <input placeholder="teapot"></label>',
          'in another case': '<label>Name <input value="Teapot"></label>',
        },
      },
      'a list': {
        says: 'I see "Germany" in the "Country" field. I do not see "Austria" in the "Country" field. The "Country" field is not empty.',
        right: {
          native: `<label>Country <select>${COUNTRIES}</select></label>`,
          'a button that opens one':
            '<span id="l">Country</span><button role="combobox" aria-labelledby="l" aria-expanded="false">Germany</button>',
          'an input that stays empty': `<label for="c">Country</label><div><span><input id="c" role="combobox" readonly style="opacity: 0"></span><span title="Germany">Germany</span></div>`,
        },
        wrong: {
          'another choice': `<label>Country <select>${COUNTRIES.replace(' selected', '').replace('"at"', '"at" selected')}</select></label>`,
          'nothing chosen': `<label>Country <select>${COUNTRIES.replace(' selected', '')}</select></label>`,
        },
      },
    });
  });

  it('is chosen as a person does it, and the words of other things are seen in them', async () => {
    await expectProofs(bench, {
      'the words of an item': {
        says: 'I do not see "Pears" in the first item. I see "Cart".',
        right: { 'not there': '<h1>Cart</h1><ul><li>Apples</li><li>Pears</li></ul>' },
        wrong: {
          'all of it': '<h1>Cart</h1><ul><li>Pears</li></ul>',
          'part of it': '<h1>Cart</h1><ul><li><b>2</b> Pears</li></ul>',
        },
      },
      'a choice': {
        says: 'Select "Austria" from the "Country" field. The "Country" field has the value "Austria".',
        right: {
          native: `<label>Country * <select>${COUNTRIES}</select></label>`,
          'one of its own': `<span id="l">Country</span>
            <button role="combobox" aria-labelledby="l" onclick="o.hidden = false">Germany</button>
            <div id="o" role="listbox" hidden><div role="option" onclick="document.querySelector('[role=combobox]').textContent = 'Austria'">Austria</div></div>`,
          'one whose options have no role': `<label for="c">Country</label>
            <div class="sel" onmousedown="o.hidden = false"><span><input id="c" role="combobox" readonly></span><span id="v">Germany</span></div>
            <div style="height: 0; overflow: hidden"><div role="option" style="width: 0; height: 0; overflow: hidden">Austria</div></div>
            <div id="o" hidden><div class="x-option" title="Austria"><div class="x-option-content" onclick="v.textContent = 'Austria'">Austria</div></div></div>`,
        },
        wrong: {
          'no such option': `<label>Country <select><option>Austria-Hungary</option></select></label>`,
          'a choice that does not hold': `<label>Country <select onchange="this.selectedIndex = 1">${COUNTRIES}</select></label>`,
        },
      },
    });
  });
});

describe('a sentence that could be taken for another', () => {
  it('means the field X and the value V by “X as V”, and the words by “the text”', async () => {
    const states = (label: string, ...names: readonly string[]): string =>
      `<label>${label} <select><option>Open</option>${names.map((name) => `<option>${name}</option>`).join('')}</select></label>`;
    await expectProofs(bench, {
      'X as V': {
        says: 'Enter Username as "admin". Select status as Submitted. The "Username" field is "admin". The status field is "Submitted".',
        right: { 'both fields': `<label>Username * <input></label>${states('Status', 'Submitted')}` },
        wrong: {
          'fields that are called like the values': `<label>admin <input></label>${states('Submitted', 'status')}`,
          'no such option': `<label>Username <input></label>${states('Status', 'Sent')}`,
        },
      },
      'set X to V': {
        says: 'Set status to Submitted. "Submitted" is selected in the status field.',
        right: {
          'a list': states('Status', 'Submitted'),
          'a text': '<label>Status <input role="combobox"></label>',
        },
        wrong: {
          'no such option': states('Status', 'Sent'),
          'a list that is called like the value': states('Submitted', 'status'),
        },
      },
      'a text like a selector': {
        says: 'I see the text "#general". I do not see the text ".error".',
        right: { 'the words': '<p>#general</p><p class="error">Wrong</p>' },
        wrong: {
          'an element of that id': '<p id="general">Wrong</p>',
          'the words that are not to be seen': '<p>#general</p><p>.error</p>',
        },
      },
    });
  });
});

describe('an error', () => {
  const email = (more = '', after = ''): string =>
    `<div><label for="e">Email</label><input id="e" ${more}>${after}</div><div><label>Name <input></label></div>`;

  it('of a field is what is told of it, never its label', async () => {
    await expectProofs(bench, {
      'an error for Email': {
        says: 'I should see an error for Email.',
        right: {
          'aria-errormessage': email('aria-invalid="true" aria-errormessage="m"', '<p id="m">Not an address</p>'),
          'aria-describedby of an invalid field': email(
            'aria-invalid="true" aria-describedby="m"',
            '<p id="m">Not an address</p>',
          ),
          'GOV.UK': email(
            'aria-describedby="h e-error"',
            '<div id="h">Any of yours</div><p id="e-error" class="govuk-error-message">Not an address</p>',
          ),
          MUI: `<div><label for="e" class="Mui-error">Email<span class="Mui-error">*</span></label><div class="MuiInputBase-root Mui-error"><input id="e" aria-invalid="true" aria-describedby="e-t"></div><p class="MuiFormHelperText-root Mui-error" id="e-t">Not an address</p></div>`,
          Bootstrap: email('class="is-invalid"', '<div class="invalid-feedback">Not an address</div>'),
          'Django, before its field': `<form><ul class="errorlist"><li>Not an address</li></ul><p><label for="e">Email:</label><input id="e"></p><p><label>Name <input></label></p></form>`,
          'jQuery Validate': email('', '<label id="e-error" class="error" for="e">Not an address</label>'),
          'an alert that names it': `<div role="alert">Email is no address</div>${email()}`,
          'the browser itself': `<form><label>Email <input type="email" required></label><label>Name <input></label><button>Save</button></form><script>document.querySelector('form').requestSubmit()</script>`,
        },
        wrong: {
          'only its label': email(),
          'only a hint': email('aria-describedby="m"', '<p id="m" class="hint">Any of yours</p>'),
          'an error of another field': `${email()}<div><label>City <input aria-invalid="true" aria-describedby="m"></label><p id="m" class="error">No such city</p></div>`,
          'an alert of something else': `<div role="alert">Saved</div>${email()}`,
          'a label in red': `<div class="field_with_errors"><label for="e" class="text-danger">Email</label></div><div class="field_with_errors"><input id="e"></div><label>Name <input></label>`,
          hidden: email('', '<div class="invalid-feedback" style="display: none">Not an address</div>'),
        },
      },
    });
  });

  it('is expected not to be there, or with its words, and no message is a label', async () => {
    await expectProofs(bench, {
      'none for Email': {
        says: 'I do not see an error for the "Email" field. I see the field "Email".',
        right: { 'only its label': email() },
        wrong: { 'an error': email('', '<p class="error">Not an address</p>') },
      },
      'with its words': {
        says: 'I see the error "no address" for the "Email" field.',
        right: { 'its words': email('', '<p class="error">This is no address</p>') },
        wrong: { 'other words': email('', '<p class="error">Missing</p>') },
      },
      'a message': {
        says: 'I see the message "Save".',
        right: {
          'a paragraph': '<button>Cancel</button><p>Save was done</p>',
          'a link in an alert': '<div role="alert"><a href="#">Save failed</a></div>',
        },
        wrong: { 'a button': '<button>Save</button>', 'a label': '<label>Save <input></label>' },
      },
    });
  });
});

describe('what the server answers', () => {
  it('has to be well for a page that is opened, unless the feature says otherwise', async () => {
    const pages = {
      '/': '<h1>Home</h1>',
      '/moved': { status: 302, location: '/' },
      '/lost': { status: 302, location: '/nope' },
      '/broken': EMPTY,
    };
    const text = `
# moved
Open /moved. I see "Home".
# lost
Open /lost. I see "Not found".
# nope
Open /nope. I see "Not found".
# nope as said
Open /nope and see the status 404. I see "Not found".
# nope as wrongly said
Open /. The page answers 404.
# broken
Open /broken. I see "Server error".
# broken as said
Given I open /broken. Then the page answers 500 and I see "Server error".
# another than said
Open /broken and the page answers 404.
`;
    const ended = await runText(bench, pages, text);
    const passed = [...ended.values()].filter(({ status }) => status === 'passed').map(({ name }) => name);
    expect(passed).toEqual(['moved', 'nope as said', 'broken as said']);
    expect(ended.get('nope')?.error?.message).toMatch(/\/nope answers 404/);
    expect(ended.get('nope')?.error?.sentence).toBe('Open /nope');
  });

  it('proves nothing about what is not there where the server broke down on the way', async () => {
    const link = (path: string): string => `<h1>Home</h1><a href="${path}">Go</a>`;
    const beside = {
      '/fine': '<h1>Fine</h1>',
      '/broken': EMPTY,
      '/unfit': { status: 422, body: '<h1>Fill in all</h1>' },
    };
    await expectProofs(bench, {
      'not seen after a click': {
        says: 'I see "Home". Click "Go". I do not see "Teapot".',
        right: { 'a page that works': link('/fine'), 'a form that is not accepted': link('/unfit') },
        wrong: { 'a page that is broken': link('/broken') },
        beside,
      },
      'none after a click': {
        says: 'I see "Home". Click "Go". There are at most 2 links.',
        right: { 'a page that works': link('/fine') },
        wrong: { 'a page that is broken': link('/broken') },
        beside,
      },
      'an address after a click': {
        says: 'I see "Home". Click "Go". The URL is not /login.',
        right: { 'a page that works': link('/fine') },
        wrong: { 'a page that is broken': link('/broken') },
        beside,
      },
    });
  });
});
