/**
 * The numbers of all advisory locks that Chimera takes in a PostgreSQL, by what they are for. Any numbers, no two alike; the same in
 * every process, of versions before and after as well.
 */
export const ADVISORY_LOCKS = {
  /** Held while migrations are applied. */
  migrations: 5_137_482_906,
} as const;
