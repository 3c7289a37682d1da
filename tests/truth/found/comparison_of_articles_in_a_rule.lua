policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
local function in_steps(day, amount)
  for i = 1, 12 do
    if day + months(i) > date "2021-06-30" then return amount < yuan(i * 30) end
  end
  return false
end
effect "own1" { type = "money", title = "自有1", output = true }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2021-06-30", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
article "五1" "要旨五1" { own1 = function (r, e) return r.paid_amount end, overrides = every "own1", }
article "五8" "要旨五8" { own1 = yuan(350), overrides = every "own1", }
article "五11" "要旨五11" { late = function (r, e) return in_steps(date "2022-05-01", (e.own1 or yuan "285.50")) and true or false end, }
combine "own1" { "一", highest = true, ties = "in_order" }
doubt "三" "疑问1" "读法1" { when = is "低保对象", }
