-- question: Which townships do the ledgers name?
-- grain:    one row per township
-- params:   none
-- returns:  township  VARCHAR  as written in the sheets; never NULL here

with
named_township as (
    select township
    from hazard_now
    union
    select township
    from flood_risk_point_now
    union
    select township
    from evacuation_site_now
    union
    select township
    from inspection_task_now
    union
    select township
    from complaint_case_now
    union
    select township
    from remediation_project_now
    union
    select township
    from rainfall_now
    union
    select name
    from township_now
)

select township
from named_township
where township is not null
order by township asc
