"""Does every heading and every word of domain.md §1 mean what it should?

Typed by hand from the sources, never read from data/: heading → column, in the order of the sheet that it comes from.
``extra`` is kept on purpose; a word without a code after its arrow is known and not guessed.
"""

from collections import Counter

import pytest

from riskwatch.model.ledger import ledger
from riskwatch.model.vocabulary import vocabulary

SHEETS = {
    "hazard: A1 export of a dual-prevention system": """
        隐患类型 → extra | 隐患等级 → severity | 隐患图片 → extra | 发现人 → inspector | 发现时间 → found_on | 隐患来源 → source
        责任部门 → owner_unit | 责任人 → owner_person | 整改要求 → measure | 整改期限 → due_on | 隐患状态 → status
        整改时间 → done_on | 验收人 → supervisor_person | 验收时间 → recheck_on | 验收结果 → recheck_result
    """,
    "hazard: A2 with one heading twice": """
        重大隐患分类编码 → extra | 隐患类型分类 → extra | 隐患状态 → status | 整改意见 → measure | 整改期限 → due_on
        填报人 → extra | 填报日期 → extra | 是否重复整改 → extra | 重复整改单编号 → extra | 整改情况 → progress
        原因分析 → extra | 整改完成日期 → done_on | 治理资金 → fund_wan | 相关附件 → extra | 整改人 → executor_person
        填报日期 → extra | 验证情况 → recheck_result
    """,
    "hazard: A3 cases of a city test": """
        编号 → hazard_code | 次数 → extra | 上次案件编号 → extra | 所属街办 → township | 测评类型 → extra | 测评内容 → description
        应扣分值 → extra | 位置 → site | 状态 → status | 转办时间 → found_on | 整改情况 → progress | 整改时间 → done_on
        复核时间 → recheck_on | 结案时间 → closed_on | 整改期限 → due_on
    """,
    "hazard: A4 building sites": """
        所属项目 → site | 问题描述 → description | 等级 → severity | 责任方 → owner_unit | 发现日期 → found_on
        整改期限 → due_on | 状态 → status
    """,
    "hazard: A5 totals of a unit": """
        责任名称 → owner_unit | 发现问题数 → extra | 已整改数量 → extra | 待整改数量 → extra | 整改期限 → due_on
    """,
    "hazard: A6 the official monthly form": """
        行业和领域 → industry | 排查治理事故隐患的生产经营单位 → extra | 一般事故隐患 → extra | 排查一般事故隐患 → extra
        其中：已整改 → extra | 整改率 → extra | 一般事故隐患-整改率 → extra | 重大事故隐患 → extra | 排查治理重大隐患 → extra
        排查治理重大隐患-整改率 → extra | 排查 → extra | 排查重大事故隐患 → extra | 其中:已整改销号 → extra
        其中：列入治理计划 → extra | 列入 → extra | 列入治理计划的重大事故隐患 → extra | 达到“五到位”要求的 → extra
        其中：达到“五到位”要求的 → extra | 其中:挂牌督办 → extra | 挂牌督办 → listed_supervision
        挂牌督办的重大事故隐患 → extra | 其中：省级 → extra | 其中：省级挂牌督办 → extra | 累计落实治理资金 → fund_wan
    """,
    "hazard: A7 ledger of a township": """
        序号 → extra | 检查日期 → found_on | 乡镇(街道) → township | 行业领域 → industry | 被检查单位 → site
        存在的隐患问题 → description | 隐患等级 → severity | 整改措施 → measure | 整改时限 → due_on | 整改责任人 → owner_person
        监管责任单位 → supervisor_unit | 监管责任人 → supervisor_person | 整改进展 → progress | 是否销号 → status
        复查人 → extra | 复查时间 → recheck_on | 备注 → remark
    """,
    "hazard: A8 list of major hazards": """
        序号 → extra | 隐患单位 → site | 部位 → location | 隐患内容 → description | 判定依据(条款) → basis | 发现时间 → found_on
        挂牌督办级别(省/市/县) → listed_supervision | 整改责任 → owner_unit | 整改措施 → measure | 整改资金(万元) → fund_wan
        整改时限 → due_on | 应急预案(安全防范措施) → contingency | 督办单位/责任人 → supervisor_unit | 进度(%) → progress
        验收单位/时间 → extra | 销号文号 → extra
    """,
    "hazard: A8 with its double headings taken apart": """
        隐患单位 → site | 隐患内容 → description | 整改责任 → owner_unit | 督办单位 → supervisor_unit | 责任人 → owner_person
        验收单位 → supervisor_unit | 验收时间 → recheck_on
    """,
    "hazard: 1.5 unannounced inspections": """
        受检单位 → site | 类型 → source | 检查单位 → inspector | 检查时间 → found_on | 检查地点 → location | 分值 → extra
        存在问题(是由) → description | 整改负责人 → executor_person | 整改措施 → measure | 整改时间 → done_on | 当前状态 → status
        图片举证 → extra | 文件举证 → extra | 是否提前走漏 → extra | 是否重复问题 → extra | 处置 → extra | 交办文号 → extra
        反馈时限 → extra
    """,
    "hazard: people in company": """
        责任领导 → owner_person | 整改责任人 → executor_person | 督导责任人 → supervisor_person
    """,
    "hazard: one who is responsible and one who puts it right": """
        责任人 → owner_person | 整改责任人 → executor_person | 整改责任单位 → owner_unit | 监管单位 → supervisor_unit
    """,
    "hazard: a unit and a place in it": """
        企业名称 → site | 检查部位 → location | 位置 → location
    """,
    "hazard: four headings about the status": """
        整改状态 → status | 是否整改 → status | 是否销号 → status | 隐患状态 → status
    """,
    "flood_risk_point: B1 one-map system": """
        序号 → extra | 隐患点编号 → point_code | 隐患点名称 → name | 隐患点类型 → hazard_type | 发展趋势 → extra | 市州 → extra
        区县 → extra | 乡镇 → township | 行政区规划 → extra | 村 → village | 组 → group_no | 地理位置 → location | 纬度 → latitude
        经度 → longitude | 方向度 → extra | 灾害规模 → extra | 规模等级 → extra | 险情等级 → danger_grade
        威胁财产(万元) → assets_at_risk_wan | 威胁户数(户) → households_at_risk | 威胁人数(人) → people_at_risk
        隐患点发现时间 → extra | 诱发因素 → extra | 威胁对象 → extra | 是否转其他 → extra | 行业 → extra | 预案点级别 → extra
        是否纳入省级经费补助监测点 → extra | 监测方法 → extra | 预警手段 → warning_signal | 威胁对象是否有老弱病残 → extra
        是否建立预案 → extra | 是否发放两卡 → extra | 是否建立监测预警网络 → extra | 应急演练时间 → drill_on
        防灾责任人姓名 → administrative_officer | 防灾责任人职位 → extra | 防灾责任人电话 → administrative_phone
        监测责任人姓名 → monitoring_officer | 监测责任人职位 → extra | 监测责任人电话 → monitoring_phone
        是否已经过地灾防治知识培训 → extra | 是否已公示 → extra | 是否开展搬迁避让 → extra | 是否开展排危除险 → extra
        是否开展治理工程 → extra | 工程进展阶段 → extra | 防灾措施建设 → extra | 第一次上报时间(月份) → extra
        已上报年数(年) → extra | 是否销号 → status | 销号时间 → extra | 销号原因 → extra | 备注 → remark | 填报单位 → extra
        填报时间 → extra | 县级审核人 → extra | 县级审核时间 → extra | 县级审核意见 → extra | 市级审核人 → extra
        市级审核时间 → extra | 市级审核意见 → extra | 监测人姓名1 → extra | 监测人姓名6 → extra | 电话1 → extra | 电话6 → extra
    """,
    "flood_risk_point: B1 with 纬度 mistyped": "维度 → latitude | 经度 → longitude",
    "flood_risk_point: B1 with two-level headings": """
        防灾责任人-姓名 → administrative_officer | 防灾责任人-职位 → extra | 防灾责任人-电话 → administrative_phone
        监测责任人-姓名 → monitoring_officer | 监测责任人-职位 → extra | 监测责任人-电话 → monitoring_phone
    """,
    "flood_risk_point: B2 published table": """
        序号 → extra | 位置 → location | 灾种 → hazard_type | 预计规模及范围 → extra | 险情预测 → extra | 发展趋势预测 → extra
        应急防御治理措施 → extra | 监控单位 → extra | 责任人 → administrative_officer
    """,
    "flood_risk_point: B3": """
        隐患点编号 → point_code | 隐患点名称 → name | 灾害类型 → hazard_type | 所在乡镇 → township | 经纬度坐标 → extra
        威胁户数 → households_at_risk | 威胁人口 → people_at_risk | 隐患状态 → status
    """,
    "flood_risk_point: B4": "坡体规模 → extra | 发现日期 → extra | 隐患状态 → status",
    "flood_risk_point: B5 two-level headings, leaves": """
        发生日期 → extra | 滑体性质 → extra | 体积 → extra | 规模等级 → extra | 伤人 → extra | 亡人 → extra | 损失万元 → extra
        灾情等级 → extra | 稳定等级 → extra | 威胁户数 → households_at_risk | 威胁人数 → people_at_risk
        威胁资产 → assets_at_risk_wan | 危害等级 → danger_grade | 户 → extra | 人 → extra | 现状 → extra | 建议 → extra
    """,
    "flood_risk_point: B5 two-level headings, parents": """
        已发生地质灾害 → extra | 潜在地质灾害 → extra | 原来上报搬迁 → extra | 防治工程 → extra
        已发生地质灾害-体积 → extra | 潜在地质灾害-体积 → extra | 已发生地质灾害-规模等级 → extra | 潜在地质灾害-规模等级 → extra
        原来上报搬迁-户 → extra | 原来上报搬迁-人 → extra | 防治工程-现状 → extra | 防治工程-建议 → extra
    """,
    "flood_risk_point: B6 provincial database": """
        灾害类型 → hazard_type | 规模等级 → extra | 险情等级 → danger_grade | 威胁对象 → extra | 是否核销 → status
    """,
    "flood_risk_point: B7 card of a household": """
        户主姓名 → extra | 家庭住址 → extra | 家庭人数 → extra | 家庭成员情况 → extra | 房屋类别 → extra | 灾害类型 → hazard_type
        灾害规模 → extra | 灾害体与本住户的位置关系 → extra | 诱发因素 → extra | 监测人 → monitoring_officer
        监测人电话 → monitoring_phone | 预警信号 → warning_signal | 预警信号发布人 → extra | 撤离路线 → evacuation_route
        安置单位/地点 → evacuation_site | 安置单位负责人 → extra | 安置单位电话 → extra | 救护单位 → extra
        救护单位负责人 → extra | 救护单位电话 → extra
    """,
    "flood_risk_point: B8 the three officers": """
        行政责任人 → administrative_officer | 监测巡查责任人 → monitoring_officer | 预警转移责任人 → evacuation_officer
    """,
    "flood_risk_point: B8 those to defend first": """
        编码 → point_code | 对象类型 → extra | 联系人 → extra | 联系方式 → extra | 人口数量 → people_at_risk
        转移责任人 → evacuation_officer | 转移责任人联系方式 → evacuation_phone | 行政区划编码 → extra
    """,
    "flood_risk_point: B8 routes": "转移村庄 → village | 目标安置点 → evacuation_site | 转移时间 → extra | 联系人 → extra",
    "flood_risk_point: B8 plan sheet": """
        序号 → extra | 乡镇 → township | 村(社区) → village | 危险区名称 → name | 风险等级(极高/高/一般) → risk_level
        影响户数 → households_at_risk | 影响人数 → people_at_risk | 其中老弱病残 → vulnerable_people | 预警方式 → warning_signal
        准备转移雨量 → prepare_rain_mm | 立即转移雨量 → immediate_rain_mm | 转移路线 → evacuation_route | 安置点 → evacuation_site
        安置点容量 → extra | 行政责任人 → administrative_officer | 行政责任人电话 → administrative_phone
        监测责任人 → monitoring_officer | 监测责任人电话 → monitoring_phone | 预警转移责任人 → evacuation_officer
        预警转移责任人电话 → evacuation_phone
    """,
    "flood_risk_point: 1.0 more spellings": "危险区等级 → risk_level | 防灾责任人 → administrative_officer",
    "evacuation_site: B9 shelters": """
        避难场所名称 → name | 避难场所级别 → extra | 所属单位 → keeper_unit | 地址 → address | 经度 → longitude | 纬度 → latitude
        容纳人数 → capacity | 有效避难面积 → effective_area_m2 | 负责人 → keeper | 联系方式 → phone
    """,
    "evacuation_site: B9 standing sites": """
        安置点名称 → name | 安置点类型(村活动室/学校/卫生院/企业厂房/其他) → site_type
        功能区(住宿/餐饮/清洗盥洗/物资储备/学习/母婴/文体) → extra | 功能区 → extra | 基础保障(通路/通电/通水/通网) → extra
        通路 → has_road | 通电 → has_power | 通水 → has_water | 通网 → has_network
        容纳人数(50人以下/50-100人/100-200人/200人以上) → capacity | 管护单位 → keeper_unit | 联系人员 → keeper | 联系电话 → phone
    """,
    "evacuation_site: B9 temporary sites": "安置点名称 → name | 类型 → site_type",
    "evacuation_site: 1.0 more spellings": "安置点编号 → site_code | 启用状态 → state | 已安置人数 → occupied",
    "evacuation_site: a Japanese city": """
        NO → extra | 共通ID → site_code | 施設・場所名 → name | 住所 → address | 洪水 → extra | 崖崩れ、土石流及び地滑り → extra
        高潮 → extra | 地震 → extra | 津波 → extra | 大規模な火事 → extra | 内水氾濫 → extra | 火山現象 → extra
        指定避難所との住所同一 → extra | 緯度 → latitude | 経度 → longitude | 備考 → remark
    """,
    "inspection_task: C1": """
        序号 → extra | 反馈问题(督察指出) → finding | 整改目标 → goal | 整改措施 → measure | 责任单位 → owner_unit
        督导单位(验收单位) → supervising_unit | 责任人 → owner_person | 整改时限 → due_on | 进展情况 → progress | 完成状态 → status
    """,
    "inspection_task: 1.0 more spellings": """
        督察反馈问题 → finding | 问题编号 → task_code | 督导责任人 → extra | 销号时间 → closed_on | 备注 → remark
    """,
    "complaint_case: C2 the published table": """
        序号 → extra | 受理编号 → case_code | 交办问题基本情况 → content | 行政区域 → township | 污染类型 → pollution_types
        调查核实情况 → extra | 是否属实 → substantiated | 处理和整改情况 → handling | 是否办结 → status
        责任人被处理情况 → accountability
    """,
    "complaint_case: C2 around the table": """
        交办编号 → case_code | 转办时间 → received_on | 办结时间 → closed_on | 重点关注 → is_focus | 拆分件 → extra
    """,
    "complaint_case: C2 the other word for focus": "重点交办 → is_focus",
    "complaint_case: C3 daily transfer and types": """
        行政区域 → township | 当日交办数量(件) → extra | 累计交办数量(件) → extra | 移交件数 → extra | 水 → extra | 大气 → extra
        土壤 → extra | 生态 → extra | 噪声 → extra | 其他污染 → extra
    """,
    "remediation_project: 1.4": """
        序号 → extra | 项目名称 → name | 所在乡镇 → township | 隐患点/问题编号 → related_code
        项目类型(工程治理/排危除险/搬迁避让/监测) → kind | 建设内容 → extra | 总投资(万元) → total_investment_wan
        资金来源(中央/省级/国债/县级) → extra | 到位资金 → funds_in_place_wan | 拨付资金 → funds_paid_wan | 业主单位 → owner_unit
        设计单位 → extra | 施工单位 → builder | 监理单位 → extra | 设计/施工/监理单位 → extra | 计划开工 → planned_start_on
        实际开工 → actual_start_on | 计划完工 → planned_finish_on | 实际完工 → actual_finish_on | 形象进度(%) → progress_share
        累计形象进度(描述) → extra | 本周进展 → extra | 存在问题 → extra | 是否通报 → is_criticised
        初验时间 → preliminary_acceptance_on | 终验时间 → final_acceptance_on | 移交管护单位 → extra
        减少威胁户数 → households_relieved | 减少威胁人数 → people_relieved | 减少威胁财产 → extra
    """,
    "remediation_project: 1.4 with three figures in one cell": "减少威胁户数/人数/财产 → extra",
    "rainfall: 1.6 ST_PPTN_R": """
        站号 STCD → station_code | 站名 → station | 乡镇 → township | 经度 → longitude | 纬度 → latitude | 时间 TM → observed_at
        时段降水量 DRP → rain_mm | 时段长 INTV → window_h | 降水历时 PDR → extra | 日降水量 DYP → extra | 天气 WTH → extra
    """,
    "rainfall: 1.6 column names only": """
        STCD → station_code | TM → observed_at | DRP → rain_mm | INTV → window_h | PDR → extra | DYP → extra | WTH → extra
    """,
    "rainfall: the bulletin of 奉节": "站名 → station | 时段 → observed_at | 时段长(h) → window_h | 降雨量(mm) → rain_mm",
    "warning: 1.6": """
        预警类型 → kind | 等级(蓝黄橙红) → level | 发布单位 → issuer | 发布时间 → issued_at | 生效时间 → extra | 解除时间 → lifted_at
        生效/解除时间 → extra | 影响乡镇 → townships | 内容 → text | 签发人 → extra | 叫应情况 → extra | 响应措施 → extra
        当前有效预警条数 → extra | 按级别统计 → extra | 渠道状态 → extra
    """,
    "patrol_check: R-1": """
        隐患点编号 → point_code | 隐患点名称 → point_name | 乡镇 → township | 三查阶段 → phase | 检查时间 → checked_at
        检查人 → checker | 检查情况 → finding | 是否发现险情 → has_danger_sign | 能否准确研判 → can_judge
    """,
    "evacuation_progress: 1.2": """
        危险区名称 → point_name | 乡镇 → township | 应转移 → to_evacuate | 已转移 → evacuated | 未转移 → extra | 已返回 → returned
        安置点 → destination | 更新时间 → updated_at | 确认人 → confirmed_by
    """,
    "accident: what a first report says": """
        事故编号 → accident_code | 发生时间 → happened_at | 乡镇 → township | 事故单位 → site | 行业领域 → industry
        事故类型 → kind | 死亡人数 → deaths | 受伤人数 → injured | 直接经济损失(万元) → loss_wan | 事故原因 → cause
        结案时间 → closed_on | 备注 → remark
    """,
    "duty_roster: a duty list": "值班日期 → duty_on | 岗位 → post | 姓名 → name | 联系电话 → phone | 单位 → unit",
    "enterprise: a register": """
        统一社会信用代码 → credit_code | 企业名称 → name | 所在乡镇 → township | 行业类别 → industry | 是否重点监管 → is_key
        监管单位 → supervisor_unit | 经度 → longitude | 纬度 → latitude
    """,
    "township: the national codes": "county_code → extra | county → extra | town_code → division_code | town → name",
    "township: a register": """
        行政区划代码 → division_code | 乡镇（街道）名称 → name | 曾用名 → aliases | 类别 → kind | 常住人口 → population
        主要负责人 → leader | 是否应报送 → must_report
    """,
}

# domain.md §1.0, each heading alone; design.md §2 wins where they differ.
ALONE = {
    "hazard": """
        序号 → extra | NO → extra | 编号 → hazard_code | 隐患编号 → hazard_code | 问题编号 → hazard_code | 受理编号 → hazard_code
        交办编号 → hazard_code | 隐患点编号 → hazard_code
        检查日期 → found_on | 检查时间 → found_on | 排查时间 → found_on | 发现时间 → found_on | 发现日期 → found_on
        交办时间 → found_on | 转办时间 → found_on | 发出日期 → found_on
        乡镇 → township | 乡镇(街道) → township | 所在乡镇 → township | 所属街办 → township | 属地 → township
        行政区域 → township | 责任乡镇 → township | 县市及鄉鎮市區 → township
        受检单位 → site | 被检查单位 → site | 企业名称 → site | 隐患单位 → site | 单位名称 → site | 项目名称 → site | 点位 → site
        检查部位 → site | 位置 → site | 地点 → site
        隐患描述 → description | 隐患内容 → description | 存在问题 → description | 存在的主要问题 → description
        问题隐患 → description | 问题描述 → description | 是由 → description | 交办问题基本情况 → description
        隐患等级 → severity | 隐患级别 → severity | 隐患类别 → severity | 等级 → severity | 严重程度 → severity | 问题性质 → severity
        隐患来源 → source | 检查来源分类 → source | 问题来源 → source | 发现途径 → source | 检查方式 → source
        整改措施 → measure | 整改要求 → measure | 整改意见 → measure | 治理措施 → measure | 控制措施 → measure | 整改方案 → measure
        整改时限 → due_on | 整改期限 → due_on | 完成时限 → due_on | 整改截止时间 → due_on | 要求整改完成日期 → due_on | 时限 → due_on
        责任单位 → owner_unit | 责任部门 → owner_unit | 整改责任单位 → owner_unit | 牵头单位 → owner_unit | 责任方 → owner_unit
        监管单位 → owner_unit
        整改责任人 → owner_person | 责任人 → owner_person | 包保领导 → owner_person | 责任领导 → owner_person
        整改人 → executor_person | 整改负责人 → executor_person | 落实人 → executor_person | 具体责任人 → executor_person
        督导单位 → supervisor_unit | 督办单位 → supervisor_unit | 验收单位 → supervisor_unit
        监管责任人 → supervisor_person | 验证人 → supervisor_person | 包案领导 → supervisor_person | 督导责任人 → supervisor_person
        整改资金(万元) → fund_wan | 治理资金 → fund_wan | 投入资金 → fund_wan | 累计落实治理资金 → fund_wan | 总投资 → fund_wan
        整改情况 → progress | 整改进展 → progress | 整改落实情况 → progress | 处理和整改情况 → progress | 办理情况 → progress
        状态 → status | 隐患状态 → status | 整改状态 → status | 是否整改 → status | 是否销号 → status | 是否办结 → status
        整改完成情况 → status | 当前状态 → status
        整改完成日期 → done_on | 整改时间 → done_on | 完成时间 → done_on | 办结时间 → done_on
        复查时间 → recheck_on | 复核时间 → recheck_on | 验收时间 → recheck_on
        复查结果 → recheck_result | 复查情况 → recheck_result | 验收结果 → recheck_result | 验证情况 → recheck_result
        销号时间 → closed_on | 结案时间 → closed_on | 核销时间 → closed_on
        备注 → remark | 说明 → remark | 备注说明 → remark
    """,
    "inspection_task": """
        问题编号 → task_code | 交办编号 → task_code | 编号 → task_code | 交办时间 → started_on | 转办时间 → started_on
        行政区域 → township | 责任乡镇 → township | 存在问题 → finding | 问题描述 → finding | 整改要求 → goal
        整改期限 → due_on | 完成时限 → due_on | 牵头单位 → owner_unit | 整改责任人 → owner_person | 包保领导 → owner_person
        责任领导 → owner_person | 督办单位 → supervising_unit | 验收单位 → supervising_unit | 包案领导 → extra
        整改情况 → progress | 整改进展 → progress | 整改落实情况 → progress | 整改状态 → status | 是否整改 → status
        是否销号 → status | 是否办结 → status | 当前状态 → status | 结案时间 → closed_on | 核销时间 → closed_on
        验收时间 → extra | 说明 → remark
    """,
    "complaint_case": """
        编号 → case_code | 受理编号 → case_code | 交办编号 → case_code | 交办时间 → received_on | 发出日期 → received_on
        责任单位 → extra | 办理情况 → handling | 整改落实情况 → handling | 结案时间 → closed_on | 销号时间 → closed_on
        状态 → status | 备注 → extra
    """,
}

WORDS = {
    "hazard_status": """
        未整改 → not_started | 待整改 → not_started | 未启动 → not_started | 待审批 → not_started | 超期未整改 → not_started
        整改中 → in_progress | 正在整改 → in_progress | 推进中 → in_progress | 限期整改 → in_progress | 序时推进 → in_progress
        已整改待复查 → pending_check | 待验收 → pending_check | 待验证 → pending_check | 整改完成 → pending_check
        已办结验收中 → pending_check | 已整改 → pending_check
        复查不通过 → recheck_failed | 验收不合格 → recheck_failed | 整改不到位 → recheck_failed | 未整改到位 → recheck_failed
        退回 → recheck_failed | 审批驳回 → recheck_failed
        已销号 → closed | 已闭环 → closed | 验收通过 → closed | 已核销 → closed | 办结 → closed | 销号 → closed
        反弹 → reopened | 回潮 → reopened | 重启 → reopened | 再次发现 → reopened
        误报 → cancelled | 不属实 → cancelled | 重复 → cancelled | 转其他部门 → cancelled
        草稿 → | 未销号 → | 复查合格 → | 长期坚持 →
    """,
    "severity": """
        一般 → general | 重大 → major | 一般隐患 → general | 重大事故隐患 → major
        较大 → | 较重 → | 严重 → | 轻微 → | A → | B → | C → | Ⅰ → | Ⅱ → | Ⅲ → | Ⅳ → | I → | IV →
    """,
    "source": """
        随手拍 → report | 计划排查 → routine | 专项排查 → special | 举报 → report | 上级交办 → assigned
        月度检查 → routine | 节假日检查 → special | 专项检查 → special | 四不两直 → covert | 日常检查 → routine
        突击检查 → covert | 回头看复查 → look_back | 回头看 → look_back | 自查 → self_check | 暗访 → covert | 随机抽查 →
    """,
    "task_status": """
        已完成整改 → done | 已完成 → done | 1已完成 → done | 已经完成，长期坚持 → done | 按序时进度推进 → on_schedule
        序时任务 → on_schedule | 2序时任务 → on_schedule | 达到序时进度 → on_schedule | 序时推进 → on_schedule
        滞后任务 → behind | 3滞后任务 → behind | 未达序时进度 → behind | 滞后 → behind | 未启动 → not_started
        1 → | 2 → | 3 → | 整改中 →
    """,
    "case_status": """
        已办结 → closed | 阶段性办结 → interim_closed | 未办结 → open | 正在办理 → open | 办结 → closed
        已(验收)销号 → closed | 已办结(验收中) →
    """,
    "substantiated": "属实 → yes | 部分属实 → partly | 不属实 → no | 待核实 → unknown | 基本属实 →",
    "site_state": """
        指定 → designated | 未启用 → designated | 已启用 → open | 已满 → full | 关闭 → closed | 正常 →
    """,
    "task_category": """
        工业污染 → industrial | 农业面源 → agricultural | 城乡生活垃圾 → waste | 水 → water | 大气 → air | 土壤 → soil
        生态 → ecology | 噪声 → noise | 其他 → other
    """,
    "pollution_type": """
        水 → water | 大气 → air | 土壤 → soil | 生态 → ecology | 噪声 → noise | 辐射 → radiation | 油烟 → fume | 扬尘 → dust
        固废 → waste | 垃圾 → waste | 固废(垃圾) → waste | 重金属 → metal | 其他 → other | 其他污染 → other
    """,
    "eia_status": "已批复 → approved | 办理中 → pending | 未批先建 → missing | 无 → missing | 无需办理 → exempt | 登记表备案 →",
    "risk_level": """
        极高 → extreme | 高 → high | 一般 → general | 低 → low | 极高风险 → extreme | 高风险 → high
        中风险 → | 重大风险 → | 较大风险 → | 红色 → | 蓝 →
    """,
    "hazard_type": """
        滑坡 → landslide | 崩塌 → rockfall | 泥石流 → debris_flow | 不稳定斜坡 → unstable_slope | 地面塌陷 → ground_collapse
        地裂缝 → ground_fissure | 地裂 → ground_fissure | 地面沉降 → land_subsidence | 山洪 → flash_flood | 其它 → other
        00 → unstable_slope | 01 → landslide | 02 → rockfall | 03 → debris_flow | 04 → ground_collapse | 05 → ground_fissure
        06 → land_subsidence | 07 → other | 00斜坡(不稳定斜坡) → unstable_slope | 01滑坡 → landslide | 地裂和滑坡 → | 1 →
    """,
    "danger_grade": """
        特大型 → extra_large | 大型 → large | 中型 → medium | 小型 → small | A特大型 → extra_large | A → extra_large | B → large
        C → medium | D → small | AC → | 较大 →
    """,
    "point_status": """
        在册 → registered | 监测中 → monitored | 已治理 → treated | 已核销 → closed | 新增 → registered | 销号 → closed
        核销 → closed | 待核查 → candidate | 建档中 → candidate | 重点防范 → registered | 已消除 → treated
    """,
    "warning_kind": """
        暴雨 → rainstorm | 暴雨预警信号 → rainstorm | 暴雨红色预警信号 → rainstorm | 山洪 → flash_flood
        山洪灾害气象预警 → flash_flood | 地质灾害 → geohazard | 地质灾害气象风险预警 → geohazard | 大风 → other
    """,
    "warning_level": """
        红 → red | 橙 → orange | 黄 → yellow | 蓝 → blue | 红色 → red | 红1级 → red | 橙2级 → orange | 黄3级 → yellow | 蓝4级 → blue
        Ⅳ级 → blue | 四级警报 → blue | 三级警报 → yellow
    """,
    "phase": """
        雨前排查 → before | 雨中巡查 → during | 雨后复查 → after | 雨后核查 → after | 汛前排查 → before | 汛中巡查 → during
        汛后核查 → after | 巡查 →
    """,
    "stage": """
        立项 → planned | 勘查 → surveyed | 设计 → designed | 招标 → tendered | 开工 → started | 完工 → finished
        初验 → preliminary_accepted | 终验 → final_accepted | 竣工验收 → final_accepted | 终验(竣工验收) → final_accepted
        移交 → handed_over | 未开工 → | 验收 →
    """,
    "flag": "是 → yes | 否 → no | 有 → yes | 无 → no | √ → yes | × → no | 1 → yes | 0 → no | 部分 →",
}

# Ledger, heading, what 是 proves, what 否 proves; a lone dash proves nothing.
# 无法研判 asks the other way round: read the wrong way it would keep people where they must not stay.
ANSWERS = """
    hazard 是否整改 → pending_check not_started
    hazard 是否销号 → closed -
    hazard 是否办结 → closed -
    hazard 是否核销 → closed -
    flood_risk_point 是否销号 → closed registered
    flood_risk_point 是否核销 → closed registered
    evacuation_site 是否启用 → open designated
    inspection_task 是否销号 → done -
    complaint_case 是否办结 → closed open
    patrol_check 无法研判 → no yes
"""


def pairs(text: str) -> list[tuple[str, str]]:
    """Read ``heading → column | heading → column`` over several lines."""
    cells = [cell for line in text.strip().splitlines() for cell in line.split("|")]
    return [(left.strip(), right.strip()) for left, _, right in (cell.partition("→") for cell in cells)]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_heading_in_its_sheet_means_its_column(sheet: str) -> None:
    known = ledger(sheet.partition(":")[0])
    expected = pairs(SHEETS[sheet])
    beside = [heading for heading, _ in expected]
    assert [(heading, known.column_of(heading, beside)) for heading, _ in expected] == expected


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_sheet_of_the_domain_page_has_a_doubled_column(sheet: str) -> None:
    known = ledger(sheet.partition(":")[0])
    seen = Counter(column for _, column in pairs(SHEETS[sheet]) if column != "extra")
    assert [name for name, count in seen.items() if count > 1 and not known.column(name).merge] == []


@pytest.mark.parametrize("name", ALONE)
def test_a_heading_alone_means_its_column(name: str) -> None:
    expected = pairs(ALONE[name])
    assert [(heading, ledger(name).column_of(heading)) for heading, _ in expected] == expected


@pytest.mark.parametrize("heading", ["隐 患\n描 述", "*隐患描述", "隐患描述：", "隐患描述（必填）", "隐患描述*："])
def test_how_a_heading_is_decorated_does_not_matter(heading: str) -> None:
    assert ledger("hazard").column_of(heading) == "description"


@pytest.mark.parametrize("name", WORDS)
def test_a_word_means_its_code_or_is_not_guessed(name: str) -> None:
    words = vocabulary(name)
    expected = [(word, code or None) for word, code in pairs(WORDS[name])]
    assert [(word, words.code_of(word)) for word, _ in expected] == expected


def test_a_word_that_is_not_guessed_says_why() -> None:
    silent = [
        (name, word)
        for name, text in WORDS.items()
        for word, code in pairs(text)
        if not code and word not in ("AC", "地裂和滑坡") and not vocabulary(name).why_unsure(word)
    ]
    assert silent == []


def test_yes_and_no_mean_what_the_heading_asks() -> None:
    for line, codes in pairs(ANSWERS):
        name, heading = line.split()
        answer = next(each for each in ledger(name).answers if each.header == heading)
        assert [answer.yes or "-", answer.no or "-"] == codes.split(), line


def test_every_vocabulary_is_held_to_its_words() -> None:
    used = {column.vocabulary for name in {sheet.partition(":")[0] for sheet in SHEETS} for column in ledger(name).columns}
    assert used - {None} == set(WORDS) - {"flag"}
