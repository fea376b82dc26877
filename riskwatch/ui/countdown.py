"""Days until what the county counts down to (county.toml), with who set it."""

from datetime import date

import streamlit as st

from riskwatch.ui.house import desk
from riskwatch.ui.session import seen_day


def countdowns() -> None:
    """Show the days that are left until each event, and where the flood season stands."""
    county = desk().county
    with st.container(border=True):
        st.markdown("**倒计时**")
        if not county.events and county.flood_season is None:
            st.caption("还没有设置。管理员可在县设置（county.toml）里填写。")
            return
        for event in sorted(county.events, key=lambda each: each.on):
            left = (event.on - seen_day()).days
            said = f"还有 **{left}** 天" if left > 0 else "**就是今天**" if left == 0 else f"已过 {-left} 天"
            confirmed = "" if event.is_confirmed else " · 待县确认"
            st.markdown(f"{event.name}（{event.on:%m月%d日}）　{said}")
            st.caption(f"{event.set_by or '未注明由谁设定'} · {event.source or '未注明依据'}{confirmed}")
        st.markdown(_season(seen_day()))


def _season(day: date) -> str:
    season = desk().county.flood_season
    if season is None:
        return ""
    start, end = season.days(day.year)
    main_start, main_end = (date.fromisoformat(f"{day.year}-{each}") for each in (season.main_start, season.main_end))
    if day < start:
        return f"距进入汛期还有 **{(start - day).days}** 天"
    if day > end:
        return "本年汛期已过"
    where = "主汛期" if main_start <= day <= main_end else "汛期"
    return f"正值{where}，汛期还有 **{(end - day).days}** 天"
