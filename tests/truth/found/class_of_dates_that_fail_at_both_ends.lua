policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2021-07-30", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
article "五10" "要旨五10" { deadline = date "1962-04-01", subsidy = function (r, e) if age_at_least(((r.identified_on or date "2021-07-30") - months(4)), 65, date "2023-01-28") then return yuan(270) end return yuan(270) end, }
