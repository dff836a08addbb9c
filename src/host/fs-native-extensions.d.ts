/** What is used of the package, which brings no types. */
declare module 'fs-native-extensions' {
  /** Takes an exclusive lock for an open file, which ends when it is closed; false while another open file has it. */
  export function tryLock(fd: number): boolean;
}
