"""The poster of a centre: takes slips in from many terminals, fenced by a lease, and tells them through the feed."""
