/** How design systems and frameworks mark up a field, by what their documentation and their own pages show; the words and ids are ours. */
export interface FormPattern {
  readonly system: string;
  /** The markup of one field with its label and mark, as the system gives it. */
  readonly field: (label: string, id: string) => string;
}

const HIDDEN = 'position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(0,0,0,0)';

export const FORM_PATTERNS: readonly FormPattern[] = [
  {
    system: 'GOV.UK',
    field: (label, id) => `
      <div class="govuk-form-group"><label class="govuk-label" for="${id}">${label} (optional)</label>
      <div id="${id}-hint" class="govuk-hint">As on your card</div>
      <input class="govuk-input" id="${id}" type="text" aria-describedby="${id}-hint"></div>`,
  },
  {
    system: 'USWDS',
    field: (label, id) => `
      <label class="usa-label" for="${id}">${label} <abbr title="required" class="usa-hint usa-hint--required">*</abbr></label>
      <input class="usa-input" id="${id}" name="${id}" required>`,
  },
  {
    system: 'MUI',
    field: (label, id) => `
      <div class="MuiFormControl-root"><label class="MuiFormLabel-root MuiInputLabel-root Mui-required" for="${id}" id="${id}-label">${label}<span aria-hidden="true" class="MuiFormLabel-asterisk MuiInputLabel-asterisk">&thinsp;*</span></label>
      <div class="MuiInputBase-root"><input aria-invalid="false" id="${id}" required type="text">
      <fieldset aria-hidden="true"><legend><span>${label}&nbsp;*</span></legend></fieldset></div></div>`,
  },
  {
    system: 'Bootstrap',
    field: (label, id) => `
      <div class="form-floating mb-3"><input type="text" class="form-control" id="${id}" placeholder="anna" required>
      <label for="${id}">${label} <span class="text-danger">*</span></label><div class="invalid-feedback" style="display:none">Missing</div></div>`,
  },
  {
    system: 'Ant Design',
    field: (label, id) => `
      <style>.ant-form-item-required::before{content:"*";color:red} .ant-col label::after{content:":"}</style>
      <div class="ant-form-item"><div class="ant-col ant-form-item-label"><label for="${id}" class="ant-form-item-required" title="${label}">${label}<span role="img" aria-label="question-circle" class="anticon ant-form-item-tooltip"><svg width="14" height="14"><path d="M0 0"></path></svg></span></label></div>
      <div class="ant-form-item-control"><input placeholder="anna" id="${id}" aria-required="true" class="ant-input" type="text"></div></div>`,
  },
  {
    system: 'Chakra',
    field: (label, id) => `
      <div role="group" class="chakra-form-control"><label id="${id}-label" for="${id}" class="chakra-form__label">${label}<span role="presentation" aria-hidden="true" class="chakra-form__required-indicator">*</span></label>
      <input id="${id}" required aria-required="true" class="chakra-input"></div>`,
  },
  {
    system: 'Mantine',
    field: (label, id) => `
      <div class="mantine-InputWrapper-root"><label class="mantine-InputWrapper-label" for="${id}" id="${id}-label">${label}<span class="mantine-InputWrapper-required" aria-hidden="true"> *</span></label>
      <p class="mantine-InputWrapper-description">As on your card</p><div class="mantine-Input-wrapper"><input id="${id}" required></div></div>`,
  },
  {
    system: 'Carbon',
    field: (label, id) => `
      <div class="cds--form-item cds--text-input-wrapper"><div class="cds--text-input__label-wrapper"><label for="${id}" class="cds--label">${label}<button type="button" class="cds--tooltip-trigger" aria-label="More information"><svg width="16" height="16"></svg></button></label></div>
      <input id="${id}" class="cds--text-input" type="text"><div class="cds--form__helper-text">Optional helper text</div></div>`,
  },
  {
    system: 'Polaris',
    field: (label, id) => `
      <style>.Polaris-Label__RequiredIndicator::after{content:"*"}</style>
      <div class="Polaris-Labelled__LabelWrapper"><div class="Polaris-Label"><label id="${id}Label" for="${id}" class="Polaris-Label__Text Polaris-Label__RequiredIndicator"><span>${label}</span></label></div></div>
      <div class="Polaris-TextField"><input id="${id}" aria-labelledby="${id}Label" type="text"></div>`,
  },
  {
    system: 'Fluent',
    field: (label, id) => `
      <div class="fui-Field"><label class="fui-Label fui-Field__label" id="${id}-l" for="${id}">${label}<span class="fui-Label__required" aria-hidden="true">*</span></label>
      <span class="fui-Input"><input type="text" class="fui-Input__input" id="${id}" aria-labelledby="${id}-l" required></span></div>`,
  },
  {
    system: 'Primer',
    field: (label, id) => `
      <div class="FormControl"><label for="${id}"><span><span>${label}</span><span aria-hidden="true" style="margin-left:4px">*</span></span></label>
      <span class="TextInput-wrapper"><input id="${id}" aria-required="true" type="text"></span></div>`,
  },
  {
    system: 'Spectrum',
    field: (label, id) => `
      <div class="spectrum-Field"><span id="${id}-l" class="spectrum-FieldLabel">${label} <svg class="spectrum-UIIcon-Asterisk" role="img" aria-label="(required)" width="8" height="8"></svg></span>
      <div class="spectrum-Textfield"><input type="text" aria-required="true" aria-labelledby="${id}-l" id="${id}"></div></div>`,
  },
  {
    system: 'shadcn',
    field: (label, id) => `
      <div class="grid gap-2"><label data-slot="form-label" class="text-sm font-medium" for="${id}">${label}</label>
      <input data-slot="form-control" id="${id}" aria-describedby="${id}-d"><p data-slot="form-description" id="${id}-d">Shown to others.</p></div>`,
  },
  {
    system: 'Headless UI',
    field: (label, id) => `
      <div data-headlessui-state=""><label id="${id}-l" data-headlessui-state="">${label} <em>*</em></label>
      <p id="${id}-d">Use your real one</p><input id="${id}" data-headlessui-state="" aria-labelledby="${id}-l" aria-describedby="${id}-d"></div>`,
  },
  {
    system: 'PrimeFaces',
    field: (label, id) => `
      <label id="form:${id}-label" class="ui-outputlabel ui-widget" for="form:${id}"><span class="ui-outputlabel-label">${label}:</span><span class="ui-outputlabel-rfi" aria-hidden="true">*</span></label>
      <input id="form:${id}" type="text" class="ui-inputfield" aria-required="true">`,
  },
  {
    system: 'Vuetify',
    field: (label, id) => `
      <div class="v-input"><div class="v-field"><label class="v-label v-field-label v-field-label--floating" aria-hidden="true" for="${id}" style="visibility:hidden">${label} *</label>
      <label class="v-label v-field-label" id="${id}-label" for="${id}">${label} *</label><input size="1" type="text" id="${id}" aria-describedby="${id}-messages"></div>
      <div class="v-input__details"><div class="v-messages" role="alert" aria-live="polite" id="${id}-messages"></div></div></div>`,
  },
  {
    system: 'Angular Material',
    field: (label, id) => `
      <style>.mdc-floating-label--required::after{content:" *"}</style>
      <mat-form-field><label class="mdc-floating-label" for="${id}" id="${id}-l"><mat-label>${label}</mat-label><span aria-hidden="true" class="mat-mdc-form-field-required-marker mdc-floating-label--required"></span></label>
      <input class="mat-mdc-input-element" id="${id}" required aria-required="true"></mat-form-field>`,
  },
  {
    system: 'Django',
    field: (label, id) => `
      <p><label for="id_${id}">${label}:</label> <input type="text" name="${id}" required id="id_${id}" aria-describedby="id_${id}_helptext">
      <span class="helptext" id="id_${id}_helptext">Letters and digits only.</span></p>`,
  },
  {
    system: 'Rails simple_form',
    field: (label, id) => `
      <div class="input string required"><label class="string required" for="${id}"><abbr title="required">*</abbr> ${label}</label>
      <input class="string required" required aria-required="true" type="text" id="${id}"><span class="hint">No spaces</span></div>`,
  },
  {
    system: 'Gravity Forms',
    field: (label, id) => `
      <div class="gfield gfield--type-text"><label class="gfield_label gform-field-label" for="${id}">${label}<span class="gfield_required"><span class="gfield_required gfield_required_text">(Required)</span></span></label>
      <div class="ginput_container"><input id="${id}" type="text" aria-required="true"></div></div>`,
  },
  {
    system: 'Contact Form 7',
    field: (label, id) =>
      `<p><label> ${label} (required)<br><span class="wpcf7-form-control-wrap"><input size="40" class="wpcf7-form-control" id="${id}" aria-required="true" type="text"></span></label></p>`,
  },
  {
    system: 'Symfony',
    field: (label, id) => `
      <div class="mb-3"><label class="form-label required" for="form_${id}">${label}</label><input type="text" id="form_${id}" required aria-describedby="form_${id}_help">
      <div id="form_${id}_help" class="help-text">Choose well.</div></div>`,
  },
  {
    system: 'Salesforce Lightning',
    field: (label, id) => `
      <div class="slds-form-element"><label class="slds-form-element__label" for="${id}"><abbr class="slds-required" title="required">* </abbr>${label}</label>
      <div class="slds-form-element__icon"><button type="button" aria-describedby="${id}-t"><span style="${HIDDEN}">Help</span></button></div><div class="slds-form-element__control"><input type="text" id="${id}" required></div></div>`,
  },
  {
    system: 'Foundation, help inside the label',
    field: (label, id) =>
      `<label>${label} <input type="text" id="${id}" aria-describedby="${id}-h"><span style="${HIDDEN}">required</span></label><p class="help-text" id="${id}-h">Here is how.</p>`,
  },
  {
    system: 'a hint below the words of the label',
    field: (label, id) =>
      `<label for="${id}">${label}<small style="display:block">As it is in your passport</small></label><input id="${id}">`,
  },
  {
    system: 'an icon font before the words',
    field: (label, id) => `<label for="${id}"><i class="material-icons">person</i> ${label}</label><input id="${id}">`,
  },
  { system: 'aria-label alone', field: (label, id) => `<input id="${id}" aria-label="${label} *">` },
  { system: 'title alone', field: (label, id) => `<input id="${id}" title="${label}">` },
  { system: 'placeholder alone', field: (label, id) => `<input id="${id}" placeholder="${label} *">` },
  {
    system: 'aria-labelledby of two',
    field: (label, id) =>
      `<b id="${id}-a">${label}</b><i id="${id}-b">required</i><input id="${id}" aria-labelledby="${id}-a ${id}-b">`,
  },
];
