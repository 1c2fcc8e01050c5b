#!/bin/bash
# Run by the postgres image once, when the cluster is new: the two roles, and their passwords from the environment.
set -euo pipefail
psql=(psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" --no-psqlrc --quiet)
"${psql[@]}" --file /roles.sql
"${psql[@]}" --set owner="$OWNER_PASSWORD" --set application="$APPLICATION_PASSWORD" <<'SQL'
ALTER ROLE owner PASSWORD :'owner';
ALTER ROLE application PASSWORD :'application';
SQL
