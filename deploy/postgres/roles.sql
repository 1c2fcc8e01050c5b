-- Run once inside the new database by its superuser, before the first `manage.py migrate`.
-- The owner of a table can drop its triggers, so the application is never the owner:
-- migrate runs as owner; web, worker and beat run as application.
CREATE ROLE owner LOGIN;
CREATE ROLE application LOGIN;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO owner;
GRANT USAGE ON SCHEMA public TO application;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO application;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO application;
