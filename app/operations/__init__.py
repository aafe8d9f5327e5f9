"""What people can do: one verb, one file; each with its slip, what it needs loaded, and a pure decide()."""
