"""What desk and till share while they serve somebody: state, request flow, sign-in, side cards, sayings."""
