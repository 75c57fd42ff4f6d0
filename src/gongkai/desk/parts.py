"""The parts of the desk in the order of the rail."""

from __future__ import annotations

from . import (
    archive_pages,
    case_list,
    data_pages,
    incoming_list,
    item_list,
    notice_pages,
    office_tasks,
    operations,
    report_overview,
    review_list,
    supervision_place,
)
from .rail import Part

PARTS = (
    Part("来件", "desk:incoming", "cases.register", incoming_list.count),
    Part("办件", "desk:cases", "cases.view", case_list.count),
    Part("协查", "desk:tasks", "cases.task", office_tasks.count),
    Part("提醒", "desk:notices", "cases.view", notice_pages.count),
    Part("本人信息", "desk:data", "data.answer", data_pages.count),
    Part("公开", "desk:items", "items.view", item_list.count),
    Part("档案", "desk:archive", "archive.view", archive_pages.count),
    Part("表三", "desk:counts_home", "cases.count"),
    Part("复议诉讼", "desk:proceedings", "reviews.view", review_list.count),
    Part("年报", "desk:reports", "reports.view", report_overview.count),
    Part("监督", "desk:works", "supervision.view", supervision_place.count),
    Part("设置", "desk:settings", "cases.settings", also="letters.wording"),
    # Its part of 公开, for who has that alone: an administrator.
    Part("渠道对接", "desk:outlets", "publication.settings", unless="items.view"),
    Part("机构", "desk:agencies", "agencies.view"),
    Part("人员", "desk:people", "people.view"),
    Part("放假安排", "desk:calendar", "calendar.edit"),
    Part("审计", "desk:audit", "audit.view"),
    Part("运行", "desk:operations", "operations.view", operations.count),
)
