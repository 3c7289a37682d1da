-- resident_insurance.lua - the programme 城乡居民基本医疗保险: its effects, what a township's record is measured by, and
-- what a notice states twice. The engine knows nothing of insurance; another programme brings another file like this.

local host = ...
local tr = host.tr
local yuan = host.amounts.yuan

-- Order is the order of eval's columns.
local effects = {
  { name = "eligible", title = "可以参保", type = "flag", output = true, combine = "any", default = false },
  { name = "eligibility", title = "参保依据", type = "text", output = true, follows = "eligible", default_title = true },
  { name = "identity", title = "资助身份", type = "text", output = true, follows = "subsidy", default_label = true,
    only_if = "eligible" },
  { name = "premium", title = "个人缴费标准", type = "money", output = true, needed = true, only_if = "eligible" },
  { name = "subsidy", title = "资助金额", type = "money", output = true, default = yuan(0), only_if = "eligible" },
  { name = "personal_due", title = "个人应缴", type = "money", output = true, only_if = "eligible", below_zero_by = "subsidy",
    formula = function (_, e) return e.premium - e.subsidy end },
  { name = "fiscal", title = "财政补助", type = "money", output = true, needed = true, only_if = "eligible" },
  { name = "fund", title = "资助资金", type = "text", output = true, follows = "subsidy", only_if = "eligible" },
  { name = "certifier", title = "认定部门", type = "text", output = true, follows = "subsidy", only_if = "eligible" },
  { name = "deadline", title = "缴费截止日", type = "date", output = true, needed = true, only_if = "eligible" },
  { name = "status", title = "参保状态", type = "text", output = true,
    values = { "unpaid", "overdue", "on_time", "extended", "late_accepted", "not_accepted", "ineligible" },
    value_titles = { "未缴费", "逾期未缴", "按期缴费", "延长期内缴费", "逾期补缴有效", "缴费不予受理", "不能参保" },
    -- DESIGN section 6. An extension is a deadline that overrides another; payment before the collection opens is not accepted.
    formula = function (r, e)
      if not e.eligible then return "ineligible" end
      if not r.paid_on then
        if r.as_of <= e.deadline then return "unpaid" end
        return "overdue"
      end
      if e.opens and r.paid_on < e.opens then return "not_accepted" end
      if e.regular_deadline and e.regular_deadline < e.deadline then
        if r.paid_on <= e.regular_deadline then return "on_time" end
        if r.paid_on <= e.deadline then return "extended" end
      elseif r.paid_on <= e.deadline then
        return "on_time"
      end
      if e.late then return "late_accepted" end
      return "not_accepted"
    end },
  { name = "benefit_from", title = "待遇开始日", type = "date", output = true, only_if = "enrolled" },
  { name = "benefit_to", title = "待遇结束日", type = "date", output = true, only_if = "enrolled" },
  { name = "refund", title = "应退金额", type = "money", output = true, default = yuan(0) },
  { name = "total", title = "筹资标准", type = "money" },
  { name = "opens", title = "缴费起始日", type = "date" },
  { name = "regular_deadline", title = "集中缴费截止日", type = "date", overridden = "deadline" },
  { name = "late", title = "可以补办", type = "flag", combine = "any", default = false },
  { name = "enrolled_from", title = "参保缴费日", type = "date", formula = function (r) return r.paid_on end },
  { name = "enrolled", title = "已参保", type = "flag",
    formula = function (_, e)
      local status = e.status
      return status == "on_time" or status == "extended" or status == "late_accepted"
    end },
  { name = "counted", title = "计入任务", type = "flag", combine = "any", formula = function (_, e) return e.enrolled end },
}

local measures = {
  { name = "work_subsidy", title = "工作补助", level = "township", type = "money" },
  { name = "prize", title = "工作奖励", level = "township", type = "money" },
  { name = "criticism", title = "通报批评", level = "township", type = "flag" },
  { name = "self_criticism", title = "书面检查", level = "township", type = "flag" },
  { name = "talk", title = "约谈", level = "township", type = "flag" },
  { name = "complete", title = "整户参保", level = "household", type = "flag" },
  { name = "completed", title = "完成任务", level = "county", type = "flag" },
  { name = "fiscal_total", title = "财政补助合计", level = "county", type = "money" },
  { name = "subsidy_total", title = "资助合计", level = "county", type = "money" },
}

-- What a notice says a second time in another form, checked against the first.
local stated = { pays = "subsidy", share = "subsidy" } -- name -> the effect that it states
local stated_as = { pays = "money", share = "ratio" }

local function full(_, e) return e.premium end

-- The premiums that the script fixes as constants.
local function premiums(articles)
  local found = {}
  for _, a in ipairs(articles) do
    if host.kind(a.fixes.premium) == "money" then found[#found + 1] = a.fixes.premium end
  end
  return found
end

-- Does it hold for one of the premiums? A notice with two tiers states its shares of one of them.
local function holds_for_one(list, holds)
  for _, premium in ipairs(list) do
    if holds(premium) then return true end
  end
  return #list == 0
end

local function prepare(a, articles)
  local subsidy, pays, share = a.fixes.subsidy, a.extra.pays, a.extra.share
  local list = premiums(articles)
  if pays ~= nil then
    host.need_kind(a.file, a.line, a.number, "pays", pays, stated_as.pays)
    if subsidy == nil then
      a.fixes.subsidy = function (_, e) return e.premium - pays end
    elseif subsidy == full and pays ~= yuan(0) and not host.relaxed then
      host.fail_at(a.file, a.line, a.number, tr("a full subsidy leaves nothing to pay, but pays says %s"):format(host.text(pays)))
    elseif host.kind(subsidy) == "money" and not host.relaxed and
      not holds_for_one(list, function (premium) return premium - subsidy == pays end) then
      host.fail_at(a.file, a.line, a.number, tr("a subsidy of %s and %s to pay make %s, but the premium is %s"):format(
        host.text(subsidy), host.text(pays), host.text(subsidy + pays), host.text(list[1])))
    end
  end
  if share ~= nil then
    host.need_kind(a.file, a.line, a.number, "share", share, stated_as.share)
    if subsidy == nil then
      a.fixes.subsidy = function (_, e) return e.premium * share end
    elseif subsidy == full and host.text(share) ~= "1/1" and not host.relaxed then
      host.fail_at(a.file, a.line, a.number, tr("a full subsidy is the whole premium, but share says %s"):format(host.text(share)))
    elseif host.kind(subsidy) == "money" and not host.relaxed and
      not holds_for_one(list, function (premium) return host.share_is(premium, share, subsidy) end) then
      host.fail_at(a.file, a.line, a.number, tr("a subsidy of %s is not %s of the premium"):format(
        host.text(subsidy), host.text(share)))
    end
  end
  local fixes = a.fixes
  if host.kind(fixes.total) == "money" and host.kind(fixes.premium) == "money" and host.kind(fixes.fiscal) == "money" and
    not host.relaxed and fixes.premium + fixes.fiscal ~= fixes.total then
    host.fail_at(a.file, a.line, a.number, tr("premium %s and fiscal subsidy %s make %s, but the total is %s"):format(
      host.text(fixes.premium), host.text(fixes.fiscal), host.text(fixes.premium + fixes.fiscal), host.text(fixes.total)))
  end
end

return { effects = effects, measures = measures, stated = stated, stated_as = stated_as, prepare = prepare, words = { full = full } }
