/** What can be done about a finding that a project may waive: told to coders and people in the same words. */
export const UNLESS_ALLOWED =
  'Undo that; where the project wants it, its configuration allows the path by guardian.allowed_paths.';
