-- A tenth of the usual sample: what a young table needs is the order of magnitude, and looking at 30,000 messages of the log
-- takes a core for half a second. Autovacuum looks closer later.
ALTER FUNCTION refresh_statistics() SET default_statistics_target = 10;
