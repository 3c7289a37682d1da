policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
local function long_count(yes)
  if not yes then return false end
  local n = 0
  for i = 1, 15 do n = n + i % 3 end
  return n % 2 == 0
end
local function at_depth(n, say)
  if n <= 0 then return say() end
  local said = at_depth(n - 1, say)
  return said
end
article "一" "基本" { eligible = true }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610) }
article "三" "基本" { deadline = date "2021-06-28" }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31" }
article "五1" "要旨五1" { premium = yuan(270) }
article "五8" "要旨五8" { when = is "低保对象" }
article "五10" "要旨五10" { subsidy = function (r, e) return (r.paid_amount or yuan(80)) end }
article "五11" "要旨五11" { fiscal = yuan(270), when = function (r, e)
  if at_depth(r.as_of:month() + 88, function () return long_count(r.residence_permit) end) then return r.student end
  return r.residence_permit
end }
combine "premium" { "一", sum = true }
