-- Making a month takes the parent table for itself. Behind a long read it waited for as long as that took, and everything else
-- that touches the table behind it: recording stood still. Months are made three ahead, so there is time to try again.
ALTER FUNCTION ensure_partitions SET lock_timeout = '2s';
