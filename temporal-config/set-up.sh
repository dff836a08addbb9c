#!/bin/sh
# Makes a Temporal server ready for Chimera: its namespace with retention, and the search attributes. Run it as often as
# you like: what is there stays, and the retention becomes the one asked for.
#
#   TEMPORAL_ADDRESS     host:port of the server; required
#   TEMPORAL_NAMESPACE   chimera by default
#   TEMPORAL_RETENTION   how long closed workflows are kept, as a Go duration; 720h (30 days) by default
#   SET_UP_LIMIT         seconds until a server that does not answer is given up; 120 by default
set -eu

: "${TEMPORAL_ADDRESS:?must be set: host:port of the Temporal server, such as temporal:7233}"
export TEMPORAL_ADDRESS
namespace=${TEMPORAL_NAMESPACE:-chimera}
retention=${TEMPORAL_RETENTION:-720h}
limit=${SET_UP_LIMIT:-120}
begun=$(date +%s)

# Runs a command until it succeeds; past the limit it shows what the command says and ends the set-up.
retry() {
  until said=$("$@" 2>&1); do
    if [ $(($(date +%s) - begun)) -ge "$limit" ]; then
      echo "No success within $limit s: $*" >&2
      echo "$said" >&2
      exit 1
    fi
    sleep 1
  done
}

ensure_namespace() {
  if temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
    temporal operator namespace update --namespace "$namespace" --retention "$retention"
  else
    temporal operator namespace create --namespace "$namespace" --retention "$retention" \
      --description 'Tasks of Chimera'
  fi
}

ensure_search_attributes() {
  temporal operator search-attribute create --namespace "$namespace" \
    --name ChimeraStatus --type Keyword \
    --name ChimeraPhase --type Keyword \
    --name ChimeraProject --type Keyword \
    --name ChimeraPriority --type Int
}

echo "Waiting for Temporal at $TEMPORAL_ADDRESS"
retry temporal operator cluster health
retry ensure_namespace
# The server learns of a new namespace some seconds later; until then it refuses attributes for it.
retry ensure_search_attributes
echo "Temporal is ready: namespace $namespace keeps closed workflows for $retention"
