"""The gallery: every page of every face in every look, as pictures and one page to look through them."""
