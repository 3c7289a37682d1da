-- tries: a collection period whose end is misspelt
-- load: 3, collection has no “too”; did you mean “to”?
policy { place = "攻县", year = 2024, collection = { from = date "2023-09-01", too = date "2023-12-31" } } --!
