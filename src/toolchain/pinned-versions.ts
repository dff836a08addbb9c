/** The release of the Temporal CLI that is built from source when none is found. */
export const temporalCliVersion = '1.5.1';

/** The release of Toxiproxy that is built from source when none is found. */
export const toxiproxyVersion = '2.12.0';

/** The release of the time-skipping server that is taken from Maven Central when none is found. */
export const testServerVersion = '1.32.0';

/** The release of schemathesis that is taken from PyPI when none is found. */
export const schemathesisVersion = '4.32.5';

/** The logging binding that keeps the time-skipping server silent; it must match the server's SLF4J. */
export const slf4jVersion = '2.0.16';

/** The Temporal SDK in use, by which Temporal's download service chooses a server that suits it. */
export const temporalSdkVersion = '1.24.0';
