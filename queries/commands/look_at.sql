-- Set when one looks, for this cursor only.
-- params: $moment, $known_at
set variable look = {'moment': $moment::timestamp, 'known_at': $known_at::timestamp};
