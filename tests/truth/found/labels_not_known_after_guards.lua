policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
effect "own1" { type = "money", title = "自有1", output = true, default = yuan(50) }
local function many(r, f, k)
  if not f then return false end
  for i = 1, 12 do if r.paid_on and r.paid_on >= date "2022-01-01" + days(k * 100 + i) then else end end
  return true
end
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2022-12-31", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
article "五1" "要旨五1" { when = function (r) return many(r, r.residence_permit, 1) end, }
article "五2" "要旨五2" { when = function (r) return many(r, r.student, 2) end, }
article "五3" "要旨五3" { when = function (r) return many(r, r.insured_elsewhere, 3) end, }
article "五4" "要旨五4" { when = function (r) return many(r, r.returning_migrant, 4) end, }
article "五5" "要旨五5" { own1 = function (r) if r:has "低保对象" then return yuan(1) end if r:has "孤儿" then return yuan(2) end return yuan(3) end }
