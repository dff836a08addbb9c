/** Where the problem form stands in the OpenAPI document. */
export const PROBLEM_REF = '#/components/schemas/Problem';

/** Where the form of a report stands in it. */
export const REPORT_REF = '#/components/schemas/SystemReport';
