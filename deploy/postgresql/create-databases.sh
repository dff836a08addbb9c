#!/bin/sh
# Makes the databases of Temporal and of Chimera in one PostgreSQL, each with an owner of its own whom nobody else's
# database lets in. The image runs it once, when its data directory is still empty.
#
#   POSTGRES_USER          the superuser
#   TEMPORAL_DB_PASSWORD   of the role temporal, the owner of temporal and temporal_visibility
#   CHIMERA_DB_PASSWORD    of the role chimera, the owner of chimera
set -eu

: "${TEMPORAL_DB_PASSWORD:?must be set}" "${CHIMERA_DB_PASSWORD:?must be set}"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv temporal_password TEMPORAL_DB_PASSWORD
\getenv chimera_password CHIMERA_DB_PASSWORD
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE ROLE chimera LOGIN PASSWORD :'chimera_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE DATABASE chimera OWNER chimera;
REVOKE CONNECT ON DATABASE temporal, temporal_visibility, chimera FROM PUBLIC;
SQL
