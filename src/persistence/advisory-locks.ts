/**
 * The numbers of all advisory locks that Chimera takes in a PostgreSQL, by what they are for. Any numbers, no two alike; the same in
 * every process, of versions before and after as well.
 */
export const ADVISORY_LOCKS = {
  /** Held while migrations are applied. */
  migrations: 5_137_482_906,
  /** Held by the one process that evaluates health and sees to upkeep, for as long as it does. */
  leader: 5_137_482_907,
} as const;
