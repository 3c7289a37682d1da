policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2022-07-29", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
article "五8" "要旨五8" { when = function (r, e) if (r.employee_insured_until or date "2024-11-30") >= date "2023-01-28" then return date "2023-01-28" >= (e.opens or date "2024-11-30") end return r.residence_permit end, }
article "五9" "要旨五9" { opens = function (r, e) return (date "2024-11-30" + years(5)) end, premium = yuan(270), }
article "五11" "要旨五11" { opens = function (r, e) if r.residence_permit then return date "2023-01-28" end return (r.birth_date or date "2022-07-29") end, deadline = date "2023-01-28", }
combine "opens" { "一", highest = true, ties = "in_order" }
