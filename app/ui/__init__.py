"""The faces: every window a person at the hotel sees. Qt lives here and nowhere else."""
