policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
-- Two million steps are the limit: alone each rule stays below it, together some do not.
local function count(yes, turns)
  local n = 0
  for i = 1, yes and turns or 10 do n = n + i % 3 end
  return yes
end
effect "own1" { type = "money", title = "自有1", output = true, default = yuan(3) }
effect "own2" { type = "money", title = "自有2", output = true, formula = function (r, e)
  if count(r.student, 225000) then return e.own1 + yuan(1) end
  return count(r.insured_elsewhere, 180000) and yuan(2) or e.own1
end }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2022-12-31", }
article "五1" "要旨五1" { own1 = yuan(1), when = function (r) return count(r.residence_permit, 240000) end, }
article "五2" "要旨五2" { refund = function (r, e)
  local due = count(r.returning_migrant, 135000) and e.own2 or yuan(9)
  count(r.student, 142000)
  return due + e.own1
end, }
article "五3" "要旨五3" { late = true, when = function (r, e) return e.refund > yuan(4) and count(r.paid_on, 45000) end, }
