-- question: How far is the evacuation in each township?
-- grain:    one row per township
-- params:   $moment        TIMESTAMP  the moment looked at
--           $season_start  DATE       reports of earlier seasons are over
--           $township      VARCHAR    only this township; NULL for all
-- returns:  township                 VARCHAR    NULL where the sheet gives none
--           point_count              BIGINT     points with a report; the last of each counts, by code or by name the same point, though an earlier storm of this season brought it
--           to_evacuate_count        BIGINT     应转移; NULL where no report tells
--           evacuated_count          BIGINT     已转移; NULL where no report tells
--           not_evacuated_count      BIGINT     应转移 less 已转移, only of reports that give both; NULL where none does
--           returned_count           BIGINT     已返回; NULL where no report tells
--           half_told_count          BIGINT     points whose report lacks 应转移 or 已转移
--           evacuated_share          DOUBLE     已转移 / 应转移 of reports that give both; NULL where nobody is to be moved
--           oldest_updated_at        TIMESTAMP  the oldest of the last reports; NULL without any
--           newest_updated_at        TIMESTAMP  the newest; NULL without any

select
    e.township,
    count(e.key) as point_count,
    sum(e.to_evacuate)::bigint as to_evacuate_count,
    sum(e.evacuated)::bigint as evacuated_count,
    (sum(greatest(e.to_evacuate - e.evacuated, 0)) filter (where e.to_evacuate is not null and e.evacuated is not null))::bigint as not_evacuated_count,
    sum(e.returned)::bigint as returned_count,
    count(e.key) filter (where e.to_evacuate is null or e.evacuated is null) as half_told_count,
    sum(e.evacuated) filter (where e.to_evacuate is not null)
    / nullif(sum(e.to_evacuate) filter (where e.evacuated is not null), 0) as evacuated_share,
    min(e.updated_at) as oldest_updated_at,
    max(e.updated_at) as newest_updated_at
from evacuation_of_point($moment, $season_start, $township) as e
group by e.township
order by
    not_evacuated_count desc nulls last,
    to_evacuate_count desc nulls last,
    e.township asc nulls last
