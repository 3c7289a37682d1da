-- tries: an article before policy
-- load: 3, article comes after policy { … }
article "一" "先行" { eligible = true } --!
policy { place = "攻县", year = 2024 }
