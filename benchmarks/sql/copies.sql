-- So many copies of the base as it takes, each under codes and texts of its own, as if they had come in through the intake.
insert into hazard_now
select
    b.* replace (
        b.key || '-' || c.number as key,
        b.hazard_code || '-' || c.number as hazard_code,
        b.description || '（' || c.number || '）' as description
    )
from base as b
cross join range($copies::bigint) as c (number)
order by key asc
limit $most::bigint
