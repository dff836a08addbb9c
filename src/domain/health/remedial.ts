const PREFIX = 'remediation: ';

/** The reason under which remediation has something done, so that it is told from what somebody else decided. */
export function remedialReason(reason: string): string {
  return `${PREFIX}${reason}`;
}

/** Whether something was done by remediation, by its reason. */
export function isRemedial(reason: string): boolean {
  return reason.startsWith(PREFIX);
}
