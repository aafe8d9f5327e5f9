"""The POS link: a till sends its bill, the desk answers; README, The POS link, has the format."""
