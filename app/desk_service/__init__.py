"""What the desk asks, answered: turns drafts into slips, books into records, device events into news."""
