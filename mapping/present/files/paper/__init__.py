"""Pages for paper and for the phone, set by typst from templates; every text reaches them as data, never as markup."""
