/** Where the problem form stands in the OpenAPI document. */
export const PROBLEM_REF = '#/components/schemas/Problem';
